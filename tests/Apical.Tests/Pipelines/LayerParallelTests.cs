using Apical.Learning;
using Apical.Optimizers;
using Apical.Pipelines;

namespace Apical.Tests.Pipelines;

/// <summary>Stages that have some of the layers each do what one does with all of them.</summary>
public sealed class LayerParallelTests
{
    // Whole vectors, a rest that is summed in another way, less than a vector, one sample.
    private static readonly int[] s_batches = [64, 64, 100, 37, 5, 1, 64];

    public static TheoryData<string> Rules => ["dfa", "mdfa", "drtp", "ddtp-linear", "bp"];

    public static TheoryData<string, int, int?> Ways
    {
        get
        {
            var ways = new TheoryData<string, int, int?>();
            foreach (string rule in (string[])["dfa", "mdfa", "drtp", "ddtp-linear", "bp"])
            {
                ways.Add(rule, 1, null);
                ways.Add(rule, 2, null);
                ways.Add(rule, 2, 1000);
                ways.Add(rule, 3, 16);
                ways.Add(rule, 4, null);
            }

            return ways;
        }
    }

    [Theory, MemberData(nameof(Ways))]
    public void In_order_the_bits_are_those_of_one(string rule, int stages, int? micro)
    {
        ILearner alone = Stages.Fresh(rule);
        double[] start = Stages.Numbers(alone);
        StepResult[] found = [.. Stages.Steps(alone, s_batches)];
        double[] learned = Stages.Numbers(alone);
        Assert.NotEqual(start, learned[..start.Length]);
        Assert.All(Stages.Train(rule, stages, s_batches, new() { Micro = micro }), stage =>
        {
            Assert.Equal(learned, stage.State);
            Assert.Equal(found, stage.Found);
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Feedback_is_balanced_at_every_stage_as_one_learner_does(bool stale)
    {
        LearningRule Rule() => RuleCatalog.Make("dfa:scale=balanced", Network.Dense($"{Stages.Features}-17-9-{Stages.Classes}", new Rng(3)), new Rng(4));
        static double[] Numbers(LearningRule rule) => [.. rule.Feedback.SelectMany(B => B.Value.ToArray())];
        LearningRule drawn = Rule(), byHand = Rule();
        byHand.Balance(Stages.Samples(32, 0, byHand.Network.Precision));
        Assert.NotEqual(Numbers(drawn), Numbers(byHand));
        Assert.All(ThreadLinks.Run(2, links =>
        {
            LearningRule rule = Rule();
            var learner = new LayerParallelLearner(new NetworkLearner(rule, new Sgd(0.1)), "dfa", links, new() { Stale = stale });
            learner.Learn(Stages.Samples(32, 0, rule.Network.Precision));
            learner.Learn(Stages.Samples(32, 1, rule.Network.Precision), new(1, 0));
            learner.Settle(finish: true);
            return Numbers(rule);
        }), one => Assert.Equal(Numbers(byHand), one));
    }

    [Theory, MemberData(nameof(Rules))]
    public void Stale_is_in_order_for_one_stage_and_else_another_way(string rule)
    {
        double[] inOrder = Stages.Train(rule, 1, s_batches)[0].State;
        Assert.Equal(inOrder, Stages.Train(rule, 1, s_batches, new() { Stale = true })[0].State);
        Assert.NotEqual(inOrder, Stages.Train(rule, 2, s_batches, new() { Stale = true })[0].State);
    }

    [Theory, MemberData(nameof(Rules))]
    public void Stale_has_the_same_bits_however_fast_stages_are(string rule)
    {
        double[][] ways =
        [
            .. Enumerable.Range(0, 3).Select(slow => ThreadLinks.Run(3, links =>
            {
                var learner = new LayerParallelLearner(Stages.Fresh(rule), rule, links, new()
                {
                    Stale = true,
                    Micro = slow == 1 ? 16 : null,
                    Stopping = () =>
                    {
                        Thread.Sleep(links.Stage == slow ? 5 : 0);
                        return false;
                    },
                });
                Assert.Equal(s_batches.Length, Stages.Steps(learner, s_batches).Count());
                learner.Settle(finish: true);
                return Stages.Numbers(learner);
            })).SelectMany(stages => stages),
        ];
        Assert.All(ways, way => Assert.Equal(ways[0], way));
    }

    [Theory]
    [InlineData("dfa", 2, true)]
    [InlineData("dfa", 3, false)]
    [InlineData("mdfa", 3, true)]
    [InlineData("drtp", 2, true)]
    [InlineData("ddtp-linear", 3, true)]
    [InlineData("bp", 3, true)]
    public void What_was_under_way_at_a_stop_is_gone_on_from_to_the_same_bits(string rule, int stages, bool stale)
    {
        var options = new PipelineOptions { Stale = stale };
        double[] whole = Stages.Train(rule, stages, s_batches, options)[0].State;
        LearnerState[] stopped = ThreadLinks.Run(stages, links =>
        {
            var learner = new LayerParallelLearner(Stages.Fresh(rule), rule, links, options);
            Assert.Equal(3, Stages.Steps(learner, s_batches[..3]).Count());
            learner.Settle(finish: false);
            return learner.State.Clone();
        });
        Assert.All(stopped, state => Assert.Equal(stopped[0].Matrices.Keys.Order(), state.Matrices.Keys.Order()));
        double[][] gone = ThreadLinks.Run(stages, links =>
        {
            var learner = new LayerParallelLearner(Stages.Fresh(rule), rule, links, options);
            learner.Restore(stopped[^1]);
            Assert.Equal(4, Stages.Steps(learner, s_batches[3..], first: 3).Count());
            learner.Settle(finish: true);
            return Stages.Numbers(learner);
        });
        Assert.All(gone, stage => Assert.Equal(whole, stage));
    }

    [Theory]
    [InlineData("dfa", false)]
    [InlineData("dfa", true)]
    [InlineData("drtp", true)]
    [InlineData("bp", true)]
    public void One_stage_that_is_asked_to_stop_or_a_loss_that_is_no_number_is_seen_by_all_after_the_same_step(string rule, bool stale)
    {
        (int Stop, int Ruin)[] seen = ThreadLinks.Run(3, links =>
        {
            int step = 0, stop = -1, ruin = -1;
            var learner = new LayerParallelLearner(Stages.Fresh(rule), rule, links, new() { Stale = stale, Stopping = () => links.Stage == 0 && step == 2 });
            for (; step < 9; step++)
            {
                Batch batch = Stages.Samples(16, step);
                batch.X.Fill(step == 5 ? double.NaN : 1);
                bool finite = double.IsFinite(learner.Learn(batch, new(step)).Loss);
                stop = learner.Stopped && stop < 0 ? step : stop;
                ruin = !finite && ruin < 0 ? step : ruin;
            }

            learner.Settle(finish: false);
            return (stop, ruin);
        });
        Assert.All(seen, one => Assert.Equal(stale ? (3, 6) : (2, 5), one));
    }

    [Fact]
    public void A_stage_that_fails_ends_all()
    {
        var error = Assert.Throws<AggregateException>(() => ThreadLinks.Run(3, links =>
        {
            var learner = new LayerParallelLearner(Stages.Fresh("dfa"), "dfa", links);
            learner.Learn(Stages.Samples(16, 0));
            return links.Stage == 1 ? throw new InvalidOperationException("lost") : learner.Learn(Stages.Samples(16, 1));
        }));
        Assert.Equal("lost", error.InnerExceptions[0].Message);
    }

    [Theory]
    [InlineData("fa", "", "Layers that learn by fa cannot be on different ranks")]
    [InlineData("dtp", "", "Layers that learn by dtp")]
    [InlineData("segregated-dendrites", "", "Layers that learn by segregated-dendrites")]
    [InlineData("dfa", "dropout", "Layer 1 drops units out")]
    [InlineData("dfa", "inputs", "Layer 1 is given what dropout leaves of its inputs")]
    [InlineData("bp", "norm", "Layer 1 normalises what it takes in")]
    [InlineData("dfa", "local", "Layer 1 is 4 maps of 2×2 patches")]
    [InlineData("ddtp-linear", "steps", "leave out --feedback-steps")]
    [InlineData("dfa", "short", "Each of 5 ranks needs a layer of its own, and there are 4")]
    public void Others_say_so(string rule, string kind, string told)
    {
        var error = Assert.Throws<AggregateException>(() => ThreadLinks.Run(kind == "short" ? 5 : 2, links => new LayerParallelLearner(
            Stages.Fresh(rule, with: recipe => recipe with
            {
                Optimizer = "sgd",
                Dropout = kind == "dropout" ? 0.3 : 0,
                InputDropout = kind == "inputs" ? 0.3 : 0,
                BatchNorm = kind == "norm" ? "plain" : "none",
                Net = kind == "local" ? "1x2x3-4@2x2-3" : recipe.Net,
                FeedbackSteps = kind == "steps" ? 2 : 1,
            }), rule, links)));
        Assert.Contains(told, error.InnerExceptions[0].Message);
    }
}
