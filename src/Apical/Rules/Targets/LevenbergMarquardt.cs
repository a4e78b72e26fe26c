using Apical.Data;
using Apical.Networks;

namespace Apical.Rules;

/// <summary>How well the Gauss–Newton model of the loss held for a step of the activations.</summary>
/// <remarks>
/// <code>
///   ρ = (Loss(h_1 + η̂Δh_1) − Loss(h_1)) / (L̂(η̂Δh_1) − L̂(0))                     meulemans2019, (4.66)
///   L̂(Δ) = Loss + e_Lᵀ J_1 Δ + ½‖J_1 Δ‖²                                        (4.64)
/// </code>
/// The parameters here are activations, as in lemma 4.2, and the step that is tried is the lowest hidden layer's, which passes every layer above.
/// </remarks>
internal static class LevenbergMarquardt
{
    /// <summary>ρ</summary>
    /// <param name="pass">The forward pass.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="steps">Δh_i, entry i <c>[n_i, batch]</c>.</param>
    /// <param name="jacobian">Of this pass.</param>
    /// <param name="eta">η̂</param>
    /// <param name="trial">Scratch.</param>
    public static double ReductionRatio(Pass pass, Batch batch, Matrix?[] steps, OutputJacobian jacobian, double eta, Pass trial)
    {
        if (pass.L == 1)
        {
            return 1;                                   // nothing nonlinear lies above the output
        }

        Matrix e = pass.Network.Loss.Residual(pass, batch.T), step = steps[1]!.Scaled(eta);
        double model = 0;
        for (int k = 0; k < jacobian.Outputs; k++)
        {
            Matrix change = jacobian.Times(1, k, step);
            model += jacobian.Row(k, e).InnerProduct(change) + (0.5 * change.SumOfSquares());
        }

        pass.Network.ForwardFrom(1, pass.H[1].Plus(step), trial);
        double before = pass.Network.Loss.PerSample(pass, batch.T).Sum();
        double after = pass.Network.Loss.PerSample(trial, batch.T).Sum();
        return model == 0 ? 1 : (after - before) / model;
    }
}
