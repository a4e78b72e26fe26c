namespace Apical.Models;

/// <summary>The numbers in the equations of <see cref="SegregatedDendrites"/>, and how whole batches begin. dt = 1 ms, C_m = 1, V_R = 0 (paper).</summary>
internal sealed class SegregatedDynamics
{
    /// <summary>E_E, and −E_I: the reversal potentials of the teacher's synapses.</summary>
    public const double Reversal = 8;

    private const double Leak = 0.1, Basal = 0.6, Teacher = 1;      // g_l, g_b = g_d, g_E + g_I in the target phase (paper)
    private const double CodeStrength = 0.51;

    private readonly double[] _slow, _fast;

    /// <summary>The numbers under these settings.</summary>
    public SegregatedDynamics(SegregatedOptions options, SegregatedWeights weights)
    {
        (Options, Weights) = (options, weights);
        Kernel = new(options.Kernel == SegregatedKernel.Code ? CodeStrength : 1);
        Dendrite = new(Kernel.Slow, Kernel.Fast, Kernel.Gain);
        _slow = [.. Enumerable.Range(0, SpikeKernel.Longest + 1).Select(k => Math.Pow(Kernel.Slow, k + 1))];
        _fast = [.. Enumerable.Range(0, SpikeKernel.Longest + 1).Select(k => Math.Pow(Kernel.Fast, k + 1))];
    }

    /// <summary>The settings.</summary>
    public SegregatedOptions Options { get; }

    /// <summary>The synapses.</summary>
    public SegregatedWeights Weights { get; }

    /// <summary>κ</summary>
    public SpikeKernel Kernel { get; }

    /// <summary>Coefficients of <see cref="SegregatedFormulas.Dendrite"/>.</summary>
    public Coefficients<double> Dendrite { get; }

    /// <summary>k_b = g_b/(g_l + g_b + g_a), from the basal dendrite to a hidden soma at rest.</summary>
    public double HiddenCoupling => Basal / (Leak + Basal + Options.ApicalConductance);

    /// <summary>k_a = g_a/(g_l + g_b + g_a).</summary>
    public double ApicalCoupling => Options.ApicalConductance / (Leak + Basal + Options.ApicalConductance);

    /// <summary>k_d = g_d/(g_l + g_d), from the dendrite to an output soma at rest.</summary>
    public static double OutputCoupling => Basal / (Leak + Basal);

    /// <summary>An output soma that is taught rests at (g_d V^d + g_E E_E + g_I E_I)/this.</summary>
    public static double TaughtConductance => Leak + Basal + Teacher;

    /// <summary>g_d</summary>
    public static double OutputConductance => Basal;

    /// <summary>Coefficients of <see cref="SegregatedFormulas.Soma"/>.</summary>
    /// <param name="isOutput">Of an output unit.</param>
    /// <param name="teaches">In the target phase.</param>
    public Coefficients<double> Soma(bool isOutput, bool teaches) => isOutput
        ? new(1 - Leak - Basal - (teaches ? Teacher : 0), Basal, teaches ? Teacher : 0)
        : new(1 - Leak - Basal - Options.ApicalConductance, Basal, Options.ApicalConductance);

    /// <summary>What is left of the slow part of a spike at the end of a phase, so many steps after its own.</summary>
    public double SlowAfter(int remaining) => _slow[remaining];

    /// <summary>What is left of the fast part.</summary>
    public double FastAfter(int remaining) => _fast[remaining];

    /// <summary>Shows a batch: rates of the input, and how the teacher pulls. Inputs outside of [0, 1] are taken as its ends, and so are targets.</summary>
    /// <param name="units">As many samples as the batch has.</param>
    /// <param name="x"><c>[inputs, batch]</c></param>
    /// <param name="t"><c>[outputs, batch]</c>, or null.</param>
    public static void Present(SegregatedUnits units, Matrix x, Matrix? t)
    {
        Take(units.H[0], x);
        if (t is not null)
        {
            // g_E = t and g_I = 1 − t: of a class 1 and 0
            Matrix pull = units.Apical[^1];
            Take(pull, t);
            pull.Scale(2 * Reversal);
            pull.Apply(ScalarFunction.Shift, -Reversal);
        }

        static void Take(Matrix rows, Matrix columns)
        {
            rows.CopyFrom(columns.T.ToMatrix());
            rows.Apply(ScalarFunction.AtLeast, 0);
            rows.Apply(ScalarFunction.AtMost, 1);
        }
    }

    /// <summary>Dendrites take up what was fired before, through the weights as they are now.</summary>
    /// <param name="units">Samples that are about to begin.</param>
    public void Resume(SegregatedUnits units)
    {
        int last = Weights.L;
        for (int i = 1; i <= last; i++)
        {
            units.BasalSlow[i].AddProduct(1, units.Slow[i - 1], Weights.W[i].Value.T, keep: 0);
            units.BasalFast[i].AddProduct(1, units.Fast[i - 1], Weights.W[i].Value.T, keep: 0);
        }

        for (int i = 1; i < last; i++)
        {
            units.ApicalSlow[i].AddProduct(1, units.Slow[last], Weights.Y[i].Value.T, keep: 0);
            units.ApicalFast[i].AddProduct(1, units.Fast[last], Weights.Y[i].Value.T, keep: 0);
            units.Apical[i].CopyFrom(units.ApicalSlow[i]);
            units.Apical[i].Blend(Kernel.Gain, -Kernel.Gain, units.ApicalFast[i]);
        }
    }
}
