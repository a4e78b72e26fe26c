using Apical.Learning;
using Apical.Pipelines;

namespace Apical.Tests.Pipelines;

/// <summary>Layers are dealt to stages by what there is to do in them.</summary>
public sealed class PlacementTests
{
    [Fact]
    public void Costs_are_multiply_adds()
    {
        // 6-17-9-12-3: products of the layers 102, 153, 108, 36; straight feedback 51, 27, 36
        double[] Costs(string rule) => [.. LayerWork.Costs(((NetworkLearner)Stages.Fresh(rule)).Rule)];
        Assert.Equal([204 + 51, 306 + 27, 216 + 36, 72], Costs("dfa"));
        Assert.Equal([204 + 51, 306 + 27, 216 + 36, 72], Costs("drtp"));
        Assert.Equal([204, 459, 324, 108], Costs("bp"));
        Assert.Equal([204 + 153, 459 + 81, 432 + 108, 180], Costs("ddtp-linear"));
    }

    [Theory]
    [InlineData(new double[] { 5, 5, 5, 5 }, 2, "1–2, 3–4")]
    [InlineData(new double[] { 118, 225, 225, 225, 225, 225, 2 }, 2, "1–3, 4–7")]
    [InlineData(new double[] { 1, 1, 10, 1, 1 }, 3, "1–2, 3, 4–5")]
    [InlineData(new double[] { 9, 1, 1, 1 }, 3, "1, 2, 3–4")]
    [InlineData(new double[] { 9, 1, 1, 1 }, 1, "1–4")]
    public void The_stage_with_the_most_has_as_little_as_can_be(double[] costs, int stages, string expected)
    {
        string placed = Placement.ByCost(costs, stages).ToString();
        Assert.Contains(placed, stages == 3 && costs[0] == 9 ? ["1, 2, 3–4", "1, 2–3, 4"] : (string[])[expected]);
    }

    [Fact]
    public void No_other_placement_is_better()
    {
        Rng rng = new(3);
        for (int time = 0; time < 50; time++)
        {
            double[] costs = [.. Enumerable.Range(0, 7).Select(_ => 1.0 + rng.NextInt(20))];
            double[] best = All(7, 3).Select(last => Sums(costs, new(last))).OrderBy(sums => sums.Max()).ThenBy(sums => sums.Sum(sum => sum * sum)).First();
            double[] found = Sums(costs, Placement.ByCost(costs, 3));
            Assert.Equal((best.Max(), best.Sum(sum => sum * sum)), (found.Max(), found.Sum(sum => sum * sum)));
        }
    }

    [Fact]
    public void Batches_are_cut_into_whole_vectors_with_the_rest_at_the_end()
    {
        Assert.Equal([0, 32, 64, 100], new PipelineOptions { Micro = 20 }.Cut(100, 2));
        Assert.Equal([0, 5], new PipelineOptions { Micro = 20 }.Cut(5, 2));
        Assert.Equal([0, 64, 128, 192, 256], new PipelineOptions().Cut(256, 2));
        Assert.Equal([0, 256], new PipelineOptions { Stale = true }.Cut(256, 2));
        Assert.Equal([0, 128, 256], new PipelineOptions { Stale = true }.Cut(256, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PipelineOptions { Micro = 0 });
    }

    [Theory]
    [InlineData(256, 1, false, 1)]
    [InlineData(256, 2, false, 4)]                  // four times as many as stages above the first
    [InlineData(256, 4, false, 8)]                  // 12 would have 22 samples, which are 32 in whole vectors
    [InlineData(256, 64, false, 16)]                // none has less than a vector
    [InlineData(256, 2, true, 1)]
    [InlineData(256, 8, true, 4)]                   // half as many as stages
    [InlineData(256, 64, true, 16)]
    public void A_batch_passes_in_pieces_of_whole_vectors(int batch, int stages, bool stale, int pieces) =>
        Assert.Equal(pieces, new PipelineOptions { Stale = stale }.Pieces(batch, stages));

    [Fact]
    public void A_stage_without_layers_and_a_layer_without_a_stage_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new Placement([3, 3, 7]));
        Assert.Throws<AggregateException>(() => ThreadLinks.Run(2, links =>
            new LayerParallelLearner(Stages.Fresh("dfa"), "dfa", links, new() { Placement = new([1, 3]) })));
    }

    private static double[] Sums(double[] costs, Placement placement) => [.. Enumerable.Range(0, placement.Stages)
        .Select(stage => costs[(placement[stage].First - 1)..placement[stage].Last].Sum())];

    private static IEnumerable<int[]> All(int layers, int stages) =>
        from first in Enumerable.Range(1, layers - 2)
        from second in Enumerable.Range(first + 1, layers - first - 1)
        where stages == 3
        select new[] { first, second, layers };
}
