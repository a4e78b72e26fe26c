using Apical.Numerics.Online;
using Apical.Online;

namespace Apical.Branches;

/// <summary>A net of 8-bit weights; those of a predictor round by one noise, from the fork <c>rounding</c>.</summary>
internal readonly struct ByteUnit(OnlineByteNet net) : IBranchUnit<ByteUnit, sbyte>
{
    private const float ScoreOfOne = 128;

    public static (sbyte Taken, sbyte Not) Signs => (64, -64);

    public static int Bits => 8;

    public int StateBytes => net.StateBytes;

    public static ByteUnit[] Make(BranchNetOptions options, Rng rng)
    {
        var noise = new ByteNoise(rng.Fork("rounding"));
        return [.. Enumerable.Range(0, options.Nets).Select(k => new ByteUnit(new(options.Net, rng.Fork("net", k), options.Made, noise)))];
    }

    public float Score(ReadOnlySpan<sbyte> x, ReadOnlySpan<int> active) => net.Score(x, active) / ScoreOfOne;

    public void Learn(bool taken) => net.Learn(taken);
}
