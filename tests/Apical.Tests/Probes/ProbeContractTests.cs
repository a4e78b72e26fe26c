using Apical.Learning;
using Apical.Probes;
using Apical.Runs;
using Apical.Tests.Rules;
using Apical.Tests.Training;
using Apical.Training;

namespace Apical.Tests.Probes;

/// <summary>What every probe owes: it changes nothing, now or later.</summary>
public sealed class ProbeContractTests
{
    public static TheoryData<string> Names => RuleCases.Names;

    private static IReadOnlyList<IProbe> All => [.. ProbeCatalog.All.Select(probe => probe.Make())];

    [Fact]
    public void Every_probe_in_the_assembly_is_in_the_catalog()
    {
        Assert.Equal(
            typeof(IProbe).Assembly.GetTypes().Where(t => t.IsClass && t.IsAssignableTo(typeof(IProbe))).Select(t => t.Name).Order(),
            All.Select(probe => probe.GetType().Name).Order());
        Assert.All(ProbeCatalog.All, probe => Assert.IsType(probe.Make().GetType(), ProbeCatalog.Make(probe.Name)));
    }

    [Fact]
    public void An_unknown_probe_is_told_the_known_ones() => Assert.Equal(
        "Unknown probe 'angles'. Known: signals, updates, feedback, norms, targets, inverses, signs, dynamics.",
            Assert.Throws<ArgumentException>(() => ProbeCatalog.Make("angles")).Message);

    /// <summary>Units of docs/probes.md: angles 0…180 in metrics whose name begins so, cosines −1…1, shares 0…1.</summary>
    [Theory, MemberData(nameof(Names))]
    public void Every_metric_that_a_probe_finds_is_declared_by_it_with_its_unit(string rule)
    {
        var world = new World(1, World.Deep, of: RuleCases.All[rule]);
        LearningRule watched = RuleCases.All[rule].Make(world.Network, world.Rng);
        foreach (IProbe probe in All)
        {
            foreach (Measurement one in new Found(probe, watched, world.Batch).All)
            {
                Unit unit = Assert.Single(probe.Metrics, metric => metric.Name == one.Metric).Unit;
                Assert.Equal(one.Metric.StartsWith("angle", StringComparison.Ordinal), unit == Unit.Degrees);
                Assert.Equal(one.Metric.StartsWith("cosine", StringComparison.Ordinal), unit == Unit.Cosine);
                Assert.True(double.IsNaN(one.Value) || unit is Unit.Plain
                    || (one.Value >= (unit == Unit.Cosine ? -1 : 0) && one.Value <= (unit == Unit.Degrees ? 180 : 1)), $"{one.Metric} = {one.Value}");
            }
        }
    }

    [Fact]
    public void Names_of_metrics_are_declared_once_and_headings_are_no_names()
    {
        Assert.Equal(ProbeCatalog.Metrics.Count, ProbeCatalog.Metrics.Select(metric => metric.Name).Distinct().Count());
        Assert.All(ProbeCatalog.Metrics, metric => Assert.Same(metric, ProbeCatalog.MetricOf(metric.Name)));
        Assert.All(ProbeCatalog.Metrics, metric => Assert.NotEqual(metric.Name, metric.Heading));
        Assert.Equal(new Metric("someone's own", "someone's own"), ProbeCatalog.MetricOf("someone's own"));
    }

    [Fact]
    public void Metrics_are_looked_up_in_the_catalog_in_use_and_its_probes_made_once_for_that()
    {
        int made = 0;
        using (ProbeCatalog.With(new ProbeInfo("mine", "norms again", () => (made++, new NormsProbe()).Item2)).Use())
        {
            Assert.Equal("Weight norm", ProbeCatalog.MetricOf("weightNorm").Heading);
            Assert.Equal(2, ProbeCatalog.Metrics.Count(metric => metric.Name == "weightNorm"));
        }

        Assert.Equal(1, made);
        Assert.Single(ProbeCatalog.Metrics, metric => metric.Name == "weightNorm");
    }

    [Theory, MemberData(nameof(Names))]
    public void Looking_changes_no_weights_and_looking_twice_finds_the_same(string rule)
    {
        var world = new World(2, World.Deep, Precision.Single, dropout: 0.3, step: 4, of: RuleCases.All[rule]);
        LearningRule watched = RuleCases.All[rule].Make(world.Network, world.Rng);
        Matrix[] all = [world.Batch.X, world.Batch.T, .. world.Network.Parameters.Select(p => p.Value), .. watched.Feedback.Select(p => p.Value)];
        long[][] before = [.. all.Select(Matrices.Bits)];
        RngState rng = world.Rng.State;

        Measurement[] first = Look(), second = Look();

        Assert.Equal(first, second);
        Assert.Equal(before, all.Select(Matrices.Bits));
        Assert.Equal(rng, world.Rng.State);
        Assert.All(world.Network.Layers, layer => Assert.False(layer.Frozen));

        Measurement[] Look() => [.. All.SelectMany(probe => new Found(probe, watched, world.Batch).All)];
    }

    [Theory, MemberData(nameof(Names))]
    public void Training_takes_the_same_way_with_and_without_probes(string rule)
    {
        (Matrix[] alone, _) = Train([]);
        (Matrix[] watched, int rows) = Train(All);

        Assert.True(rows > 20);
        for (int i = 0; i < alone.Length; i++)
        {
            Matrices.SameBits(alone[i], watched[i], $"{rule}, matrix {i}");
        }

        (Matrix[] State, int Rows) Train(IReadOnlyList<IProbe> probes)
        {
            Small small = new(rule) { Dropout = 0.2, Optimizer = "adam" };
            NetworkLearner learner = small.MakeLearner();
            var rows = new List<MetricRow>();
            Trainer trainer = small.MakeTrainer(learner, 2);
            trainer.Callbacks.Add(new Measuring(learner, small.Data, probes, 7, (rule, 1), rows.AddRange));
            Assert.Equal(TrainingEnd.Completed, trainer.Run(TestContext.Current.CancellationToken));
            return ([.. learner.State.Matrices.Values.Select(value => value.Clone())], rows.Count);
        }
    }
}
