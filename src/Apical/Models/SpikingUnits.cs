namespace Apical.Models;

/// <summary>Leaky integrate-and-fire units of a layer, for the samples of a batch side by side.</summary>
/// <remarks>
/// <code>
///   v ← v + (dt/τ_m)(−v + j)                 while a unit is not refractory; it stays at 0 while it is
///   fires when v &gt; threshold: v ← 0, and it is refractory for 1 ms, during which its output s is 1
/// </code>
/// </remarks>
internal sealed class SpikingUnits
{
    /// <summary>Length of a step, ms.</summary>
    public const double Step = 0.25;

    private const double Membrane = 20, Refractory = 1;         // ms

    private Matrix _left = null!;                               // steps for which a unit stays refractory

    /// <summary>For how many steps a spike lasts.</summary>
    public static int Lasts => (int)(Refractory / Step);

    /// <summary>v, <c>[units, batch]</c>.</summary>
    public Matrix V { get; private set; } = null!;

    /// <summary>s: 1 in the step of a spike and while it lasts, else 0, <c>[units, batch]</c>.</summary>
    public Matrix S { get; private set; } = null!;

    /// <summary>Spikes since the beginning, <c>[units, batch]</c>.</summary>
    public Matrix Count { get; private set; } = null!;

    /// <summary>Takes room in the current workspace, at rest.</summary>
    public void Begin(int units, int batch, Backend backend)
    {
        V = Zero();
        S = Zero();
        Count = Zero();
        _left = Zero();

        Matrix Zero()
        {
            Matrix x = Workspace.Temporary(units, batch, backend);
            x.Fill(0);
            return x;
        }
    }

    /// <summary>One step.</summary>
    /// <param name="j">Currents, <c>[units, batch]</c>.</param>
    /// <param name="threshold">Voltage at which a unit fires.</param>
    public void Advance(Matrix j, double threshold)
    {
        _left.Apply(ScalarFunction.Shift, -1);
        _left.Apply(ScalarFunction.AtLeast, 0);
        V.Blend(1 - (Step / Membrane), Step / Membrane, j);
        V.MultiplyBy(_left.Map(ScalarFunction.ReluSlope).Map(ScalarFunction.TanhSlope));        // 1 − 1² or 1 − 0²: whether it is not refractory
        Matrix fired = V.Map(ScalarFunction.GreaterThan, threshold);
        Count.Add(fired);
        _left.AddScaled(Lasts, fired);
        V.MultiplyBy(fired.Map(ScalarFunction.TanhSlope));
        S.CopyFrom(_left);
        S.Apply(ScalarFunction.GreaterThan, 0.5);
    }
}
