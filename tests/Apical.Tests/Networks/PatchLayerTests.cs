using Apical.Learning;
using Apical.Optimizers;
using Apical.Tests.Rules;

namespace Apical.Tests.Networks;

/// <summary>What holds for all layers that see patches, whether their units share weights or not.</summary>
public sealed class PatchLayerTests
{
    [Theory]
    [InlineData("6x5-2@3x2-4@2x2-3")]
    [InlineData("2x4x4-3@2x3-3")]
    [InlineData("30-8-3")]
    [InlineData("6x5-conv2@3x2-conv4@2x2-3")]
    [InlineData("2x4x6-conv3@2x3/2-3")]
    [InlineData("2x5x6-conv3@3x3+same:max2-conv2@2x2:mean-3")]
    [InlineData("7x7-conv2@3x3/2+same:mean2-local3@2x1-4-3")]
    [InlineData("9x8-conv3@2x2:max3/2-conv1@2x2-3")]
    public void Backpropagation_through_them_is_the_gradient(string net)
    {
        foreach (int batch in new[] { 1, 5 })
        {
            var world = new World(8, net, batch: batch);
            Updates updates = world.UpdatesOf(new Backpropagation(world.Network));
            foreach (Parameter parameter in world.Network.Parameters)
            {
                Matrices.Close(NumericalGradient.Of(world.Network, world.Batch, parameter), updates.GradientOf(parameter)!, 1e-7, parameter.Name);
            }
        }
    }

    [Theory]
    [InlineData("10x10-5@4x4-3@3x3-4")]
    [InlineData("3x12x11-conv25@3x3/2+same-conv14@3x3:max2-4")]
    public void The_same_bits_on_any_number_of_threads(string net)
    {
        var world = new World(8, net, Precision.Single, batch: 50);
        Matrix[] alone = Step(world);
        foreach (int threads in new[] { 2, 3 })
        {
            using var pool = new WorkerPool(threads);
            using Workspace.Scope scope = new Workspace(pool).Enter();
            Matrix[] together = Step(world);
            for (int i = 0; i < alone.Length; i++)
            {
                Matrices.SameBits(alone[i], together[i], $"{i}");
            }
        }
    }

    [Theory]
    [InlineData("8x8-3@3x3-2@3x3-4", "bp")]
    [InlineData("8x8-3@3x3-2@3x3-4", "kolen-pollack")]
    [InlineData("8x8-3@3x3-2@3x3-4", "weight-mirror")]
    [InlineData("8x8-conv3@3x3+same:max2-conv2@3x3-4", "bp")]
    [InlineData("8x8-conv3@3x3+same:max2-conv2@3x3-4", "kolen-pollack")]
    [InlineData("8x8-conv3@3x3+same:max2-conv2@3x3-4", "weight-mirror")]
    public void A_warm_step_allocates_nothing(string net, string rule)
    {
        var world = new World(11, net, Precision.Single, batch: 20);
        var learner = new NetworkLearner(RuleCatalog.Make(rule, world.Network, world.Rng), Optimizer.Create("momentum", 0.01));
        // As in RuleAllocationTests: a collection that another thread sets off may charge this one, a step that allocates does so in every round.
        int clean = 0;
        for (int round = 0; round < 100 && clean < 5; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            learner.Learn(world.Batch);
            clean = GC.GetAllocatedBytesForCurrentThread() == before ? clean + 1 : 0;
        }

        Assert.Equal(5, clean);
    }

    private static Matrix[] Step(World world)
    {
        world.Network.Forward(world.Batch.X, world.Pass);
        Updates updates = world.UpdatesOf(new Backpropagation(world.Network));
        return [.. Enumerable.Range(0, updates.Count).Select(i => updates[i].Gradient().Clone())];
    }
}
