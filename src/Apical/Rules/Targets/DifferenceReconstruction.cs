using Apical.Networks;
using Apical.Parameters;

namespace Apical.Rules;

/// <summary>
/// The difference reconstruction loss: a disturbance of layer i goes up to the output and comes back through all difference corrections; Q_i learns
/// to have it come back as it was, which makes the whole way back a pseudo-inverse of the whole way up.
/// </summary>
/// <remarks>
/// <code>
///   x = h_i + ε;  y_j = f_j(y_{j−1}) up to y_L                                 Meulemans et al. 2020, §4, L-DRL
///   ŷ_L = y_L;  ŷ_j = h_j + g_j(ŷ_{j+1}) − g_j(h_{j+1}),  j = L−1 .. i
///   ½‖ŷ_i − x‖² / σ² + ½λ‖Q_i‖²,  gradient with respect to Q_i alone
/// </code>
/// Differs from the paper: decoders have no bias, which here matters, as s_i stands outside; summed over units, where the authors' code averages.
/// </remarks>
internal static class DifferenceReconstruction
{
    /// <summary>Proposes the gradient of Q_i.</summary>
    /// <param name="g">The mapping that Q_i belongs to.</param>
    /// <param name="Q">Q_i, of the shape of W_{i+1}ᵀ</param>
    /// <param name="pass">The forward pass.</param>
    /// <param name="i">1..L−1</param>
    /// <param name="x">h_i, disturbed, <c>[n_i, batch]</c></param>
    /// <param name="sigma">σ of the disturbance.</param>
    /// <param name="decay">λ</param>
    /// <param name="updates">Receives the gradient.</param>
    public static void Learn(LearnedDecoder g, Parameter Q, Pass pass, int i, Matrix x, double sigma, double decay, Updates updates)
    {
        Matrix y = x;
        for (int j = i + 1; j <= pass.L; j++)
        {
            y = Target.Forward(pass, j, y);
        }

        for (int j = pass.L - 1; j > i; j--)
        {
            y = pass.H[j].Plus(g.Change(pass, j, y));
        }

        // r = h_i + g_i(ŷ_{i+1}) − g_i(h_{i+1}) − x
        Matrix h = Target.Output(pass, i + 1), back = g.Of(pass, i, y), still = g.Of(pass, i, h);
        Matrix r = pass.H[i].Plus(back).Minus(still).Minus(x);

        // both terms depend on Q_i: ⟨(r ⊙ s_i′(Q ŷ)) ŷᵀ⟩ − ⟨(r ⊙ s_i′(Q h)) hᵀ⟩
        double scale = 1 / (pass.Batch * sigma * sigma);
        Matrix gradient = Q.Value.Scaled(decay);
        Connections above = pass.Network[i + 1].Connections;
        above.Correlate(gradient, scale, g.SlopeTimes(i, back, r), y);
        above.Correlate(gradient, -scale, g.SlopeTimes(i, still, r), h);
        updates.Add(Q, gradient);
    }
}
