using Apical.Networks;
using Apical.Numerics.Algebra;

namespace Apical.Papers.Meulemans2019;

/// <summary>g_i with the (pseudo-)inverse of the weights as they are, and an error that stays: W⁺ + ε N(0, 1/n), n units in layer i.</summary>
internal sealed class DisturbedInverse : InverseMapping
{
    private readonly Matrix?[] _errors;                 // entry i is that of V_i
    private readonly double _epsilon;

    /// <summary>Draws the errors.</summary>
    /// <param name="network">Layers 2..L with invertible activations.</param>
    /// <param name="rng">The error of V_i comes from the fork <c>error</c> numbered i.</param>
    /// <param name="epsilon">ε; 0 for none.</param>
    public DisturbedInverse(Network network, Rng rng, double epsilon)
        : base(network, 1e-6)
    {
        _epsilon = epsilon;
        _errors = new Matrix?[network.L];
        for (int i = 1; i < network.L; i++)
        {
            Matrix error = new(network[i].FanOut, network[i + 1].FanOut, network.Precision);
            error.FillNormal(rng.Fork("error", i), 0, epsilon / Math.Sqrt(network[i].FanOut));
            _errors[i] = error;
        }
    }

    public override bool IsExact => _epsilon == 0 && Network.Layers.Skip(1).All(layer => layer.FanIn == layer.FanOut);

    public override Matrix V(int i)
    {
        Matrix W = Network[i + 1].W.Value;
        return (W.Rows == W.Columns ? LinearAlgebra.Inverse(W) : LinearAlgebra.PseudoInverse(W)).Plus(_errors[i]!);
    }
}
