using Apical.Data;
using Apical.Networks;
using Apical.Parameters;

namespace Apical.Papers.Lechner2020;

/// <summary>Random mono-nets (definition 1), and the signs of mDFA's updates against those of the gradient.</summary>
internal static class MonoNetDraw
{
    /// <summary>Units of a layer at most.</summary>
    public const int MostUnits = 12;

    private static readonly Activation[] s_activations = [Activation.Tanh, Activation.Relu, Activation.HardTanh, Activation.Sigmoid];

    /// <summary>Draws a network of some depth, widths and activation: normal first layer and biases, absolute normal weights above.</summary>
    /// <param name="rng">Everything comes from its forks.</param>
    /// <param name="layers">L</param>
    /// <param name="outputs">n_L</param>
    public static Network Network(Rng rng, int layers, int outputs)
    {
        Rng sizes = rng.Fork("sizes");
        int[] n = [.. Enumerable.Range(0, layers + 1).Select(i => i == layers ? outputs : 1 + (int)sizes.Uniform(0, MostUnits))];
        Activation hidden = s_activations[(int)sizes.Uniform(0, s_activations.Length)];
        var made = new Layer[layers];
        for (int i = 1; i <= layers; i++)
        {
            Initialiser weights = i == 1 ? Initialiser.StandardNormal : Initialiser.AbsNormal(0, 1 / Math.Sqrt(n[i - 1]));
            var connections = new Dense(n[i - 1], n[i]);
            made[i - 1] =
                new Layer(connections, i == layers ? Activation.Identity : hidden, rng.Fork("layer", i), $"layer{i}", weights, precision: Precision.Double);
            made[i - 1].Bias!.Value.FillNormal(rng.Fork("bias", i));
        }

        return new(made, Loss.SquaredError);
    }

    /// <summary>Compares the updates of mDFA with the gradient, coordinate by coordinate.</summary>
    /// <param name="network">May have negative weights, where a premise is to be broken.</param>
    /// <param name="rng">Forks <c>feedback</c>, <c>x</c>, <c>t</c>.</param>
    /// <param name="samples">1 in the theorem.</param>
    /// <returns>Coordinates of the hidden layers, those among them where both move, and those where they move in opposite directions.</returns>
    public static (double Coordinates, double Moving, double Opposite) Signs(Network network, Rng rng, int samples = 1)
    {
        var mdfa = new MonotoneDirectFeedbackAlignment(network, rng.Fork("feedback"), new() { Feedback = new() { Initialiser = Initialiser.AbsNormal(0, 1) } });
        var x = new Matrix(network[1].FanIn, samples, Precision.Double);
        var t = new Matrix(network[network.L].FanOut, samples, Precision.Double);
        x.FillNormal(rng.Fork("x"));
        t.FillNormal(rng.Fork("t"), 0, 3);
        Pass pass = network.Forward(x);
        var batch = new Batch(x, t);
        Updates ours = Of(mdfa), gradient = Of(new Backpropagation(network));
        double coordinates = 0, moving = 0, opposite = 0;
        for (int i = 1; i < network.L; i++)
        {
            foreach (Parameter parameter in network[i].Parameters)
            {
                Matrix product = ours.GradientOf(parameter)!.Sign().Times(gradient.GradientOf(parameter)!.Sign());
                coordinates += product.Count;
                moving += product.Abs().Sum();
                opposite += product.Negated().Map(ScalarFunction.GreaterThan, 0).Sum();
            }
        }

        return (coordinates, moving, opposite);

        Updates Of(LearningRule rule)
        {
            var updates = new Updates();
            network.AddUpdates(pass, rule.Teach(pass, batch), updates);
            return updates;
        }
    }
}
