using Apical.Papers;
using Apical.Papers.Meulemans2019;
using Apical.Training;

namespace Apical.Tests.Papers.Meulemans2019;

/// <summary>The toy's ways, and counted costs.</summary>
public sealed class ToyAndCostsTests
{
    private static readonly double[] s_start = [-1.8, -0.7];

    /// <summary>(5.9): with one input of 1 and η̂ each step leaves 1 − η̂ of the way, straight.</summary>
    [Fact]
    public void Linear_target_propagation_keeps_a_fixed_part_of_the_way()
    {
        Matrix one = Matrix.Of([[1]], Precision.Double);
        Measurements found = new ToyNetwork(Activation.Identity).Train(s_start, network =>
            new TargetPropagation(new PseudoInverse(network), new Rng(0), new() { Step = 0.8 }), 1, 3, _ => one);

        double[] distances = ToyNetwork.Distances(found);
        for (int i = 0; i <= 3; i++)
        {
            Assert.Equal(Math.Pow(0.2, i), distances[i], 1e-9);
        }
    }

    [Fact]
    public void Gauss_Newton_arrives_at_once_where_the_network_is_linear_and_in_two_steps_at_the_kink()
    {
        Matrix x = Matrix.Of([[ToyNetwork.Input]], Precision.Double);

        Assert.InRange(ToyNetwork.Distances(new ToyNetwork(Activation.Identity).GaussNewton(s_start, 1, _ => x))[1], 0, 1e-9);
        double[] bent = ToyNetwork.Distances(new ToyNetwork(Activation.LeakyRelu(0.1)).GaussNewton(s_start, 2, _ => x));
        Assert.True(bent[1] > 0.01);
        Assert.InRange(bent[2], 0, 1e-9);
    }

    /// <summary>The figure's claims are about these methods: with backprop in the place of target propagation they fail.</summary>
    [Fact]
    public void The_claims_of_figure_5_2_fail_for_another_method()
    {
        var experiment = new Fig52LinearToy();
        var setup = new Setup();
        JobResult<Measurements>[] replicates = [.. experiment.Jobs(setup).Select(job =>
            new JobResult<Measurements>(job.Group, 1, job.Work(Context()), null, 0))];
        Assert.All(experiment.Conclude(setup, new(replicates)).Claims, claim => Assert.True(claim.Holds, claim.Text));

        Measurements backprop = replicates.Single(replicate => replicate.Group == "backprop").Found!;
        Outcome wrong = experiment.Conclude(setup, new(replicates.Select(replicate => replicate with { Found = backprop })));
        Assert.False(wrong.Claims[0].Holds);
        Assert.False(wrong.Claims[1].Holds);
    }

    /// <summary>The contours' loss is twice that of the library's network.</summary>
    [Fact]
    public void The_loss_of_the_contours_is_that_of_the_network()
    {
        var network = Network.Dense("1-2-2", new Rng(1), Activation.LeakyRelu(0.1), Loss.SquaredError, bias: false, precision: Precision.Double);
        network[2].W.Value.CopyFrom(ToyNetwork.Second);
        Matrix x = Matrix.Of([[-1.3]], Precision.Double), w = network[1].W.Value.Clone();
        network[1].W.Value.CopyFrom(ToyNetwork.Teacher);
        Matrix t = network.Forward(x).H[2].Clone();
        network[1].W.Value.CopyFrom(w);

        Assert.Equal(2 * network.Loss.Mean(network.Forward(x), t), new ToyNetwork(Activation.LeakyRelu(0.1)).Loss(w[0, 0], w[1, 0], -1.3), 1e-12);
    }

    [Fact]
    public void A_polynomial_is_found_from_three_of_its_points() =>
        Assert.Equal([7, -4, -1], Table4Costs.Polynomial([2, 4, 8, 16], [.. new[] { 2, 4, 8, 16 }.Select(n => (7.0 * n * n) - (4 * n) - 1)]));

    /// <summary>n² terms of tables 4.2 and 4.3; a rule that inverts in every step has more than n².</summary>
    [Theory]
    [InlineData("bp", 3, true)]
    [InlineData("tp-ei", 7, true)]
    [InlineData("fa", 3, true)]
    public void Counted_multiplications_have_the_square_term_of_the_table(string rule, double square, bool holds)
    {
        Measurements found = Table4Costs.CountAll(rule);

        Assert.Equal(holds, Math.Abs(Table4Costs.Polynomial([4, 8, 16, 32], found[Table4Costs.Multiplications])[0] - square) < 1e-6);
        Assert.Equal(holds, Math.Abs(Table4Costs.Polynomial([4, 8, 16, 32], found[Table4Costs.Additions])[0] - square) < 1e-6);
    }

    private static JobContext Context() => new(new JobState("test", 1), new Rng(1), null, CancellationToken.None);
}
