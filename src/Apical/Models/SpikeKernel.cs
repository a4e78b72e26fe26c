namespace Apical.Models;

/// <summary>
/// The response to a spike, κ(t) = (e^{−t/τ_L} − e^{−t/τ_s}) / (τ_L − τ_s), at whole milliseconds t = 1, 2, …: two numbers that decay, slow and fast, whose
/// difference is read. A spike counts from the end of the step in which it falls, t = 1.
/// </summary>
internal sealed class SpikeKernel
{
    /// <summary>The longest phase, ms.</summary>
    public const int Longest = 1100;

    private const double TauSlow = 10, TauFast = 3;     // ms (paper)

    private readonly double[] _slow = Sums(Math.Exp(-1 / TauSlow)), _fast = Sums(Math.Exp(-1 / TauFast));

    /// <summary>A kernel of the strength given.</summary>
    /// <param name="strength">1 as in the equation.</param>
    public SpikeKernel(double strength) => Gain = strength / (TauSlow - TauFast);

    /// <summary>What is left of the slow part after a millisecond.</summary>
    public double Slow { get; } = Math.Exp(-1 / TauSlow);

    /// <summary>What is left of the fast part after a millisecond.</summary>
    public double Fast { get; } = Math.Exp(-1 / TauFast);

    /// <summary>What the difference of the two is multiplied by, 1/ms.</summary>
    public double Gain { get; }

    /// <summary>Σ κ over all milliseconds: what a rate of one spike a millisecond comes to.</summary>
    public double Sum => Gain * ((Slow / (1 - Slow)) - (Fast / (1 - Fast)));

    /// <summary>The mean of κ over the last milliseconds of a phase, for a spike that falls so many before its last one.</summary>
    /// <param name="remaining">0 for a spike in the last step.</param>
    /// <param name="window">Over how many steps, at most the whole phase.</param>
    public double Mean(int remaining, int window)
    {
        int from = Math.Max(0, remaining + 1 - window);
        return Gain / window * (Between(_slow, from, remaining + 1) - Between(_fast, from, remaining + 1));
    }

    /// <summary>What a slow and a fast part at the start of a phase come to in the mean over its last milliseconds.</summary>
    /// <param name="length">Of the phase.</param>
    /// <param name="window">Over how many steps.</param>
    public (double Slow, double Fast) MeanOfRest(int length, int window) => (Gain / window * Between(_slow, length - window, length),
        -Gain / window * Between(_fast, length - window, length));

    private static double Between(double[] sums, int from, int to) => sums[to] - sums[from];

    // entry k: q + q² + … + qᵏ
    private static double[] Sums(double q)
    {
        double[] sums = new double[Longest + 2];
        for (int k = 1; k < sums.Length; k++)
        {
            sums[k] = (sums[k - 1] + 1) * q;
        }

        return sums;
    }
}
