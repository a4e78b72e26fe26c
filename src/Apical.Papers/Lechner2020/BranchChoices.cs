using Apical.Online;

namespace Apical.Papers.Lechner2020;

/// <summary>The nets that are judged: what was best on the tuning traces for each kind and budget, frozen before anything was run on the others.</summary>
internal static class BranchChoices
{
    /// <summary>The budget at which rules are compared, in float32 with a net for each address.</summary>
    public const int RulesKilobytes = 64;

    /// <summary>The nets in which rules are compared.</summary>
    public static readonly BranchFamily RuleFamily = new("per-address", 32);

    private const string Source = "ours: the best of lechner2020/branch-tuning, found before anything was run on the judging traces";

    private static readonly (string Kind, int Bits, int Kilobytes, string Net)[] s_found =
    [
        ("shared", 32, 4, "shared:history=8:hidden=2:mixed=4/8:rate=0.2:margin=2:first=0.1"),
        ("shared", 32, 8, "shared:history=8:hidden=2:mixed=4/8:rate=0.1:margin=2:first=0.1"),
        ("shared", 32, 64, "shared:history=8:hidden=2:mixed=3/4/6/8/10/14/19/26/36/49:rate=0.1:margin=2:first=0.1"),
        ("per-address", 32, 4, "per-address:history=8:hidden=2:rate=0.2:margin=2:first=0.1"),
        ("per-address", 32, 8, "per-address:history=12:hidden=2:rate=0.2:margin=2:first=0.1"),
        ("per-address", 32, 64, "per-address:history=32:hidden=2:rate=0.1:margin=2:first=0.1"),
        ("shared", 8, 4, "shared:history=8:hidden=2:mixed=3/4/6/8/10/14/19/26/36/49:rate=0.2:margin=2:first=0.1"),
        ("shared", 8, 8, "shared:history=8:hidden=2:mixed=3/6/10/14/19/26:rate=0.2:margin=2:first=0.1"),
        ("shared", 8, 64, "shared:history=8:hidden=2:mixed=3/4/6/8/10/14/19/26/36/49:rate=0.2:margin=2:first=0.1"),
        ("per-address", 8, 4, "per-address:history=12:hidden=2:rate=0.2:margin=2:first=0.1"),
        ("per-address", 8, 8, "per-address:history=16:hidden=2:rate=0.2:margin=2:first=0.1"),
        ("per-address", 8, 64, "per-address:history=24:hidden=3:rate=0.2:margin=2:first=0.1"),
    ];

    private static readonly (OnlineRule Rule, string Hidden, string Rate)[] s_foundRates =
    [
        (OnlineRule.Mdfa, "2", "0.1"), (OnlineRule.Dfa, "2", "0.1"), (OnlineRule.Bp, "2", "0.05"),
        (OnlineRule.Mdfa, "4-4", "0.2"), (OnlineRule.Dfa, "4-4", "0.2"), (OnlineRule.Bp, "4-4", "0.05"),
    ];

    private static readonly (BranchFamily Family, int Kilobytes, Fixed<string> Net)[] s_chosen =
        [.. s_found.Select(one => (new BranchFamily(one.Kind, one.Bits), one.Kilobytes, Shown(new BranchFamily(one.Kind, one.Bits), one.Kilobytes, one.Net)))];

    private static readonly (OnlineRule Rule, string Hidden, Fixed<string> Net)[] s_rules =
        [.. s_foundRates.Select(one => (one.Rule, one.Hidden, Shown(one.Rule, one.Hidden, one.Rate)))];

    /// <summary>As parameters of an experiment.</summary>
    public static IEnumerable<ISetting> Settings => [.. s_chosen.Select(one => one.Net), .. s_rules.Select(one => one.Net)];

    /// <summary>Sees to it that all of them can be made.</summary>
    /// <exception cref="ArgumentException">One cannot.</exception>
    public static void Check()
    {
        foreach ((BranchFamily family, int kilobytes, Fixed<string> net) in s_chosen)
        {
            family.Check(net, net.Value, kilobytes);
        }

        foreach ((_, _, Fixed<string> net) in s_rules)
        {
            RuleFamily.Check(net, net.Value, RulesKilobytes);
        }
    }

    /// <summary>The hidden layers with which rules are compared.</summary>
    public static IEnumerable<string> RulesHidden => s_rules.Select(one => one.Hidden).Distinct();

    /// <summary>The net of a kind for a budget.</summary>
    public static string Of(BranchFamily family, int kilobytes) => s_chosen.First(one => one.Family == family && one.Kilobytes == kilobytes).Net.Value;

    /// <summary>The net of a rule.</summary>
    public static string Of(OnlineRule rule, string hidden) => s_rules.First(one => one.Rule == rule && one.Hidden == hidden).Net.Value;

    /// <summary>A net for the comparison of rules.</summary>
    public static string OfRule(OnlineRule rule, string hidden, string rate) =>
        $"per-address:history=32:hidden={hidden}:rate={rate}:margin=2:first=0.1:rule={Name(rule)}";

    /// <summary>The name of a rule.</summary>
    public static string Name(OnlineRule rule) => $"{rule}".ToLowerInvariant();

    private static Fixed<string> Shown(OnlineRule rule, string hidden, string rate) =>
        new($"{Name(rule)} with {hidden} hidden units", OfRule(rule, hidden, rate), Source);

    private static Fixed<string> Shown(BranchFamily family, int kilobytes, string net) => new($"{family}, {kilobytes} KB", net, Source);
}
