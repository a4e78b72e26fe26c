namespace Apical.Tests.Rules;

/// <summary>Oracle: the loss itself. What backpropagation proposes is the loss's derivative, found by moving each weight.</summary>
public sealed class GradientCheckTests
{
    private const double Tolerance = 1e-7;

    private static readonly string[] s_activations = ["identity", "relu", "leaky-relu:0.35", "tanh", "hard-tanh", "sigmoid", "softplus", "elu:1", "elu:0.5"];

    public static TheoryData<string, string, string> Networks
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (string hidden in s_activations)
            {
                data.Add(hidden, "cross-entropy", "softmax");
                data.Add(hidden, "binary-cross-entropy", "sigmoid");
                foreach (string output in s_activations)
                {
                    data.Add(hidden, "squared-error", output);
                }
            }

            return data;
        }
    }

    [Fact]
    public void The_table_holds_every_activation() =>
        Assert.Equal(Activation.Names.Select(name => name.Split('[', ' ')[0]).Order(),
            s_activations.Select(name => name.Split(':')[0]).Distinct().Append("softmax").Order());

    [Theory, MemberData(nameof(Networks))]
    public void Backpropagation_is_the_gradient_for_every_loss_and_activation(string hidden, string loss, string output) =>
        Check("3-4-4-2", Activation.Parse(hidden), Loss.Parse(loss), Activation.Parse(output));

    [Theory]
    [InlineData("4-3", 1)]
    [InlineData("4-3", 5)]
    [InlineData("4-5-3", 1)]
    [InlineData("4-5-3", 5)]
    [InlineData("3-4-3-4-3-2", 1)]
    [InlineData("3-4-3-4-3-2", 5)]
    public void Backpropagation_is_the_gradient_at_every_depth_and_batch_size_with_and_without_bias_and_dropout(string widths, int batch)
    {
        foreach (Loss loss in new[] { Loss.CrossEntropy, Loss.BinaryCrossEntropy, Loss.SquaredError })
        {
            foreach (bool bias in new[] { true, false })
            {
                Check(widths, Activation.Tanh, loss, null, bias, batch);
                Check(widths, Activation.LeakyRelu(0.2), loss, null, bias, batch, dropout: 0.4);
                Check(widths, Activation.Identity, loss, null, bias, batch, dropout: 0.4);
            }
        }
    }

    private static void Check(string widths, Activation hidden, Loss loss, Activation? output, bool bias = true, int size = 3, double dropout = 0)
    {
        const long Step = 17;
        World? world = null;
        for (ulong seed = 1; world is null || !NumericalGradient.IsClearOfKinks(world.Pass); seed++)
        {
            Assert.True(seed < 2000, "No seed keeps clear of the kinks.");

            // Wide enough to reach the flat parts of tanh and hard-tanh.
            world = new World(seed, widths, batch: size, hidden: hidden, loss: loss, output: output, bias: bias, dropout: dropout,
                initialiser: Initialiser.Normal(0, 0.7), step: Step);
        }

        Updates updates = world.UpdatesOf(new Backpropagation(world.Network));

        Assert.Equal(world.Network.Parameters.Count, updates.Count);
        foreach (Parameter parameter in world.Network.Parameters)
        {
            double[] expected = NumericalGradient.Of(world.Network, world.Batch, parameter, dropout > 0 ? Step : null).ToArray();
            double[] actual = updates.GradientOf(parameter)!.ToArray();
            double typical = Math.Sqrt(expected.Average(g => g * g));
            for (int i = 0; i < expected.Length; i++)
            {
                Assert.True(
                    Math.Abs(expected[i] - actual[i]) <= Tolerance * (Math.Abs(expected[i]) + typical + 1e-4),
                    $"{widths} {hidden} {loss} {output} {parameter} entry {i}: backpropagation {actual[i]:R}, numerically {expected[i]:R}");
            }
        }
    }
}
