using Apical.Analysis;
using Apical.Data;
using Apical.Networks;

namespace Apical.Papers.Meulemans2019;

/// <summary>The network of chapter 6 in time: activities that follow (6.1), with a time constant for each layer.</summary>
/// <remarks>
/// <code>
///   τ_i dh_i/dt = −h_i + (1 − μ) f_i(h_{i−1}) + μ g_i(h_{i+1})
/// </code>
/// The thesis has one τ; where the network comes to rest does not depend on them.
/// </remarks>
internal sealed class MixtureFlow
{
    private readonly OdeIntegrator _integrator;
    private readonly Matrix[] _h;

    /// <summary>Begins at given activities.</summary>
    /// <param name="rule">Whose network, in double precision.</param>
    /// <param name="batch">Inputs, and the targets if <paramref name="taught"/>.</param>
    /// <param name="taught">Whether the target is on.</param>
    /// <param name="start">h_1 .. h_L, <c>[n_i, batch]</c>; copied.</param>
    /// <param name="tau">τ_1 .. τ_L</param>
    public MixtureFlow(DynamicalTargetPropagation rule, Batch batch, bool taught, IReadOnlyList<Matrix> start, IReadOnlyList<double> tau)
    {
        int L = rule.Network.L;
        Pass pass = rule.Network.Forward(batch.X);
        Matrix[] h = new Matrix[L + 1], drift = new Matrix[L + 1];
        _h = [.. start.Select(activity => activity.Clone())];
        _integrator = new((_, y, derivative) =>
        {
            for (int i = 1; i <= L; i++)
            {
                h[i] = y[i - 1];
            }

            rule.Equilibrium.Drift(pass, h, taught ? batch : null, drift);
            for (int i = 1; i <= L; i++)
            {
                derivative[i - 1].CopyFrom(drift[i]);
                derivative[i - 1].Scale(1 / tau[i - 1]);
            }
        });
    }

    /// <summary>When it is.</summary>
    public double Time { get; private set; }

    /// <summary>h_1 .. h_L, <c>[n_i, batch]</c>; entry i − 1 is h_i.</summary>
    public IReadOnlyList<Matrix> Activities => _h;

    /// <summary>Lets time pass, in steps whose error is kept small.</summary>
    /// <param name="duration">In the unit of τ.</param>
    public void Advance(double duration)
    {
        _integrator.AdvanceAdaptively(_h, Time, Time + duration, 1e-12, 1e-13);
        Time += duration;
    }
}
