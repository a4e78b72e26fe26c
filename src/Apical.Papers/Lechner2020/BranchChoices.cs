using Apical.Branches;

namespace Apical.Papers.Lechner2020;

/// <summary>The nets that are judged: what was best on the tuning traces for each kind and budget, frozen before anything was run on the others.</summary>
internal static class BranchChoices
{
    private const string Source = "ours: the best of lechner2020/branch-tuning";

    private static readonly (BranchFamily Family, int Kilobytes, Fixed<string> Net)[] s_chosen =
    [
        .. from family in BranchFamily.All
           from kilobytes in BranchPredictors.Budgets
           let shared = family.Kind == "shared"
           select (family, kilobytes, new Fixed<string>($"{family}, {kilobytes} KB", shared
               ? "shared:history=8:hidden=4:mixed=4/8:rate=0.1:margin=2:first=0.1" : "per-address:history=16:hidden=2:rate=0.1:margin=2:first=0.1", Source)),
    ];

    /// <summary>As parameters of an experiment.</summary>
    public static IEnumerable<ISetting> Settings => s_chosen.Select(one => one.Net);

    /// <summary>The net of a kind for a budget.</summary>
    public static string Of(BranchFamily family, int kilobytes) => s_chosen.First(one => one.Family == family && one.Kilobytes == kilobytes).Net.Value;
}
