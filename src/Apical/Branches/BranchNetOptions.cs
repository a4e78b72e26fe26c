using Apical.Networks;
using Apical.Numerics.Online;
using Apical.Online;
using Apical.Specs;

namespace Apical.Branches;

/// <summary>Online nets as a predictor of branches: one for all, or one for each hashed address.</summary>
public sealed record BranchNetOptions
{
    private const string SharedName = "shared", OwnName = "per-address";
    private const int LongestHistory = 512, MostMixed = 63;         // outcomes that are hashed lie in one word

    /// <summary>What may be set behind <c>shared</c> or <c>per-address</c>.</summary>
    public static Settings<BranchNetOptions> Settings { get; } = new Settings<BranchNetOptions>(() => new())
        .Whole("history", o => o.History, (o, x) => o with { History = x }, "outcomes of the last branches that are inputs", least: 1, most: LongestHistory)
        .Text("hidden", o => o.Hidden, (o, x) => o with { Hidden = x }, "units of the hidden layers, joined by '-'")
        .Numbers("mixed", o => [.. o.Mixed.Select(length => (double)length)],
            (o, x) => o with { Mixed = [.. x.Select(Length).Where(length => length > 0)] },
            "lengths of history hashed with the address, each of which switches on a slot; 0 for none")
        .Flag("both-signs", o => o.BothSigns, (o, x) => o with { BothSigns = x }, "whether each outcome is an input as x and as −x")
        .Number("margin", o => o.Margin, (o, x) => o with { Margin = x }, "learns where wrong or |a_L| is at most this")
        .Number("rate", o => o.Learning.LearningRate, (o, x) => o with { Learning = o.Learning with { LearningRate = x } }, "η")
        .Number("first", o => o.Learning.FirstScale, (o, x) => o with { Learning = o.Learning with { FirstScale = x } }, "factor on the first weights")
        .Choice("rule", o => o.Learning.Rule, (o, x) => o with { Learning = o.Learning with { Rule = x } }, "the rule")
        .Form("activation", Activation.Parse, o => o.Learning.Activation, (o, x) => o with { Learning = o.Learning with { Activation = x } },
            "tanh or hard-tanh");

    /// <summary>Outcomes of the last branches that are inputs, +1 taken and −1 not.</summary>
    /// <value>Default 32.</value>
    public int History
    {
        get;
        init => field = value is >= 1 and <= LongestHistory ? value
            : throw new ArgumentOutOfRangeException(nameof(History), value, $"history is a number of outcomes from 1 to {LongestHistory}.");
    } = 32;

    /// <summary>
    /// Whether each outcome is an input twice, x and −x. The first layer of a mono-net is free, so that this adds no function that it could not be.
    /// </summary>
    /// <value>Default false.</value>
    public bool BothSigns { get; init; }

    /// <summary>Units of the hidden layers, joined by '-'.</summary>
    /// <value>Default 16.</value>
    public string Hidden { get; init; } = "16";

    /// <summary>Nets, chosen by the hashed address.</summary>
    /// <value>Default 1: one for all branches.</value>
    public int Nets
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Nets), value, "There is at least one net.");
    } = 1;

    /// <summary>Inputs of 0 or 1 among which the hashed address switches one on.</summary>
    /// <value>Default 0.</value>
    public int Slots
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(Slots), value, "A number of slots is 0 or more.");
    }

    /// <summary>
    /// For each number, another slot is switched on, chosen by the hashed address with so many of the last outcomes, as tables of hashed perceptrons are.
    /// </summary>
    /// <value>Default none; each from 1 to 63.</value>
    public IReadOnlyList<int> Mixed
    {
        get;
        init => field = value.All(length => length is >= 1 and <= MostMixed) ? value
            : throw new ArgumentException($"mixed: expected lengths from 1 to {MostMixed}, got {string.Join(", ", value)}.", nameof(Mixed));
    } = [];

    /// <summary>Weights move where the prediction was wrong or |a_L| is at most this.</summary>
    /// <value>Default infinity: always.</value>
    public double Margin
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(Margin), value, "margin is 0 or more.");
    } = double.PositiveInfinity;

    /// <summary>How the nets learn. Categories are set by <see cref="Slots"/>.</summary>
    /// <value>Default mdfa, tanh, a rate of 0.1.</value>
    public OnlineOptions Learning { get; init; } = new();

    /// <summary>The net, as <see cref="OnlineNet{T}"/> is written.</summary>
    public string Net => $"{Inputs}-{Hidden}-1";

    /// <summary>Numbers that come in, without slots.</summary>
    internal int Inputs => BothSigns ? 2 * History : History;

    /// <summary>
    /// Reads <c>shared:history=8:mixed=4/8:hidden=4</c>, one net for all branches with slots, or <c>per-address:history=32:hidden=2:rate=0.2</c>.
    /// </summary>
    /// <param name="text">What a person wrote. How many slots or nets there are follows from a budget, see <see cref="Filling"/>.</param>
    /// <exception cref="ArgumentException">Another name or setting; the message says what would do.</exception>
    public static BranchNetOptions Parse(string text)
    {
        Spec spec = Spec.Parse(text);
        return spec.Name switch
        {
            SharedName => Settings.Read(spec) with { Slots = 1 },
            OwnName => Settings.Read(spec) is { Mixed.Count: 0 } own ? own
                : throw new ArgumentException($"'{text}': mixed switches slots on, which {SharedName} has and {OwnName} has not."),
            _ => throw new ArgumentException($"'{text}': expected {SharedName} or {OwnName} with settings, such as {SharedName}:history=8:hidden=4."),
        };
    }

    /// <summary>The same with as many slots or, where it has none, nets as fit into a budget.</summary>
    /// <param name="bits">The budget.</param>
    /// <param name="perNumber">Bits of a weight: 32 or 8.</param>
    /// <exception cref="ArgumentException">Not even one fits.</exception>
    public BranchNetOptions Filling(long bits, int perNumber)
    {
        int[] n = Network.ParseWidths(Net);
        long one = OnlineStart.Numbers(n, 0, Learning.Rule != OnlineRule.Bp) * (long)perNumber, left = bits - Overhead(perNumber);
        int count = (int)(Slots > 0 ? (left - one) / (n[1] * (long)perNumber) : left / one);
        return count < 1
            ? throw new ArgumentException(
                $"A net {Net} of {perNumber}-bit numbers takes {one} bits, and {Overhead(perNumber)} come on top; the budget is {bits}.", nameof(bits))
            : Slots > 0 ? this with { Slots = count } : this with { Nets = count };
    }

    /// <summary>A predictor of such nets.</summary>
    /// <param name="perNumber">Bits of a weight: 32 (float32) or 8.</param>
    /// <param name="rng">Net k is drawn from the fork <c>net</c>, number k; those of 8 bits round by the fork <c>rounding</c>.</param>
    /// <exception cref="ArgumentException">Another number of bits, a net that cannot be, or a rate that 8-bit nets have not.</exception>
    public IBranchPredictor Make(int perNumber, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        return perNumber switch
        {
            32 => new BranchNet<FloatUnit, float>(this, rng),
            8 => new BranchNet<ByteUnit, sbyte>(this, rng),
            _ => throw new ArgumentOutOfRangeException(nameof(perNumber), perNumber, "A weight has 32 bits or 8."),
        };
    }

    /// <summary>Bits of the history and, for 8-bit weights, of what they are rounded by.</summary>
    internal long Overhead(int perNumber) => Math.Max(History, Mixed.DefaultIfEmpty(0).Max()) + (perNumber == 8 ? 8 * ByteNoise.StateBytes : 0);

    private static int Length(double length) => length >= 0 && length <= MostMixed && double.IsInteger(length) ? (int)length
        : throw new ArgumentException(FormattableString.Invariant($"mixed: expected whole lengths from 0 to {MostMixed}, got {length}."));

    /// <summary>What an address and some outcomes choose among a number of things.</summary>
    internal static int Choose(ulong address, ulong outcomes, int count)
    {
        ulong mixed = (address ^ (outcomes * 0x9E3779B97F4A7C15)) * 0xD6E8FEB86659FD93;
        return (int)(((mixed >> 32) * (ulong)count) >> 32);
    }

    /// <summary>How a net of it is made.</summary>
    internal OnlineOptions Made => Learning with { Categories = Slots, Active = Slots > 0 ? 1 + Mixed.Count : 0 };
}
