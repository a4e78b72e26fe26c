using Apical.Online;

namespace Apical.Branches;

/// <summary>A net in single precision.</summary>
internal readonly struct FloatUnit(OnlineNet<float> net) : IBranchUnit<FloatUnit, float>
{
    public static (float Taken, float Not) Signs => (1, -1);

    public static int Bits => 32;

    public int StateBytes => net.StateBytes;

    public static FloatUnit[] Make(BranchNetOptions options, Rng rng) =>
        [.. Enumerable.Range(0, options.Nets).Select(k => new FloatUnit(new(options.Net, rng.Fork("net", k), options.Made)))];

    public float Score(ReadOnlySpan<float> x, ReadOnlySpan<int> active) => net.Score(x, active);

    public void Learn(bool taken) => net.Learn(taken ? 1 : 0);
}
