using Apical.Learning;
using Apical.Optimizers;
using Apical.Tests.Rules;

namespace Apical.Tests.Training;

/// <summary>Same seed, same bits, whatever the number of threads, on a network whose products are split (200 · 300 · 64 multiply-adds).</summary>
public sealed class LearnerThreadsTests
{
    private const int Few = 3;                          // threads that wait for each other take their time on a busy machine

    public static TheoryData<string> Rules => RuleCases.Names;

    public static TheoryData<string> Optimizers => [.. OptimizerCatalog.All.Select(optimizer => optimizer.Name)];

    [Theory, MemberData(nameof(Rules))]
    public void Every_rule_takes_the_same_way(string rule) => Check(new Small(rule) { Widths = "200-300-10", Dropout = 0.1 }, Few, 2);

    [Theory]
    [InlineData("bp")]
    [InlineData("dfa")]
    [InlineData("fa")]
    public void So_do_maps_and_units_that_are_normalised(string rule) =>
        Check(new Small(rule) { Widths = "3x12x12-conv20@3x3+same:max2-conv40@3x3-60-10", BatchNorm = BatchNorm.Learned }, 6, 2, 3);

    [Theory, MemberData(nameof(Optimizers))]
    public void Every_optimizer_takes_the_same_way(string optimizer) =>
        Check(new Small("kolen-pollack") { Widths = "200-300-10", Optimizer = optimizer, WeightDecay = 0.01 }, Few, 2);

    [Fact]
    public void So_it_is_in_double_precision() => Check(new Small("kolen-pollack", Precision.Double) { Widths = "200-300-10", Optimizer = "adam" }, Few, 2);

    [Fact]
    public void So_it_is_after_twenty_steps_on_one_two_or_three() =>
        Check(new Small("kolen-pollack") { Widths = "200-300-10", Dropout = 0.1, Optimizer = "adam" }, 20, 1, 2, 3);

    private static void Check(Small small, int steps, params int[] threads)
    {
        Matrix[] alone = Train(small, steps, null);
        foreach (int count in threads)
        {
            using var pool = new WorkerPool(count);
            Matrix[] together = Train(small, steps, pool);
            for (int i = 0; i < alone.Length; i++)
            {
                Matrices.SameBits(alone[i], together[i], $"{count} threads, matrix {i}");
            }
        }
    }

    private static Matrix[] Train(Small small, int steps, WorkerPool? pool)
    {
        NetworkLearner learner = small.MakeLearner(pool);
        for (int step = 0; step < steps; step++)
        {
            learner.Learn(World.Draw(learner.Network, new Rng(3).Fork("batch", step), small.FitBatch(64)), new Moment(step));
        }

        return [.. learner.State.Matrices.Values];
    }
}
