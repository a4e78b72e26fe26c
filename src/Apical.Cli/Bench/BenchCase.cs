using Apical.Networks;

namespace Apical.Cli.Bench;

/// <summary>One training step to be timed: network, batch, rule and optimizer.</summary>
/// <param name="Net">Widths, e.g. <c>784-1000-10</c>.</param>
/// <param name="Batch">Samples per step.</param>
/// <param name="Activation">Of the hidden layers.</param>
/// <param name="Loss">As <see cref="Loss.Parse"/> reads it.</param>
/// <param name="Optimizer">As the optimizer catalog knows it.</param>
/// <param name="Rule">As the rule catalog knows it.</param>
public sealed record BenchCase(string Net, int Batch, string Activation, string Loss, string Optimizer, string Rule)
{
    /// <summary>The parts that <c>--cases</c> chooses by: <c>784-1000-10/b64/relu/sgd/bp</c>. The stride of a convolution stands behind an s in it.</summary>
    public string Id => $"{Net.Replace('/', 's')}/b{Batch}/{Activation}/{Optimizer}/{Rule}";

    /// <summary>Small enough that nothing diverges however long it is timed; Adam's is smaller, as its steps do not shrink with the gradient.</summary>
    /// <remarks>
    /// The same steps as the PyTorch peer's 0.01 and 0.001: its squared error is a mean over the outputs too and has no factor ½,
    /// so the rate takes 2 / outputs.
    /// </remarks>
    public double LearningRate => (Optimizer == "adam" ? 0.001 : 0.01) * (Loss == "mse" ? 2.0 / Widths[^1] : 1);

    /// <summary>Multiply-adds of one step, times two.</summary>
    /// <remarks>
    /// Forward and weight gradient for every layer, and the signal carried back into every layer but the first: through the weights' own shape
    /// in bp and fa, from the output straight to each hidden layer in dfa. In dtp-ai each inverse also learns: noise up, back, and its gradient. Biases and
    /// functions are not counted.
    /// </remarks>
    public double Flops
    {
        get
        {
            NetworkSpec spec = NetworkSpec.Parse(Net);
            double all = 0, carried = 0;
            Shape below = spec.Input;
            for (int i = 0; i < spec.Layers.Count; i++)
            {
                Connections connections = spec.Layers[i].Connect(below);
                double weights = (double)connections.Taps * connections.Outputs;
                all += 2 * weights;
                if (i > 0)
                {
                    carried += Rule switch { "dfa" => (double)below.Units * spec.Widths[^1], "dtp-ai" => 4 * weights, _ => weights };
                }

                below = spec.Layers[i].Output(below);
            }

            return 2.0 * Batch * (all + carried);
        }
    }

    private int[] Widths => Network.ParseWidths(Net);
}
