using Apical.Networks;
using Apical.Parameters;

namespace Apical.Papers.Lillicrap2016;

/// <summary>The nonlinear functions that networks learn in this paper, drawn at random.</summary>
internal static class TargetFunction
{
    /// <summary>What a tanh network with linear outputs computes, all its weights and biases drawn uniformly (note 3).</summary>
    /// <param name="widths">E.g. <c>30-20-10-10</c>.</param>
    /// <param name="limit">Weights and biases are uniform in ±limit / √fan-in.</param>
    /// <param name="rng">Its fork <c>target</c> draws them.</param>
    public static Func<Matrix, Matrix> OfNetwork(string widths, double limit, Rng rng)
    {
        Network network = Network.Dense(widths, rng.Fork("target"), Activation.Tanh, Loss.SquaredError);
        foreach (Parameter parameter in network.Parameters)
        {
            parameter.Value.Scale(limit);       // drawn in ±1/√fan-in
        }

        return x => network.Forward(x).H[network.L];
    }

    /// <summary>
    /// A quadratic function: y*_k = (p_k · x)(q_k · x), the entries of P and Q uniform and scaled so that y* has mean 0 and a variance near 1.
    /// </summary>
    /// <param name="features">Numbers in x.</param>
    /// <param name="outputs">Numbers in y*.</param>
    /// <param name="rng">Its forks <c>target P</c> and <c>target Q</c> draw the matrices.</param>
    public static Func<Matrix, Matrix> Quadratic(int features, int outputs, Rng rng)
    {
        var p = new Matrix(outputs, features);
        var q = new Matrix(outputs, features);
        double limit = Math.Sqrt(3.0 / features);
        p.FillUniform(rng.Fork("target P"), -limit, limit);
        q.FillUniform(rng.Fork("target Q"), -limit, limit);
        return x => p.Dot(x).Times(q.Dot(x));
    }
}
