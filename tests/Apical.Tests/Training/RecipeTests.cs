using Apical.Learning;
using Apical.Optimizers;
using Apical.Tests.Rules;
using Apical.Training;

namespace Apical.Tests.Training;

public sealed class RecipeTests
{
    public static TheoryData<string> BadTargets => ["", "0", "1,0", "0,0", "a,b", "0,1,2", "NaN,1", "-Infinity,1", "0,Infinity"];

    [Fact]
    public void Parities_are_made_of_what_was_limited_held_out_and_normalised()
    {
        var recipe = new Recipe
        {
            Data = new()
            {
                Set = "parity:k=2:from=digits",
                TrainSamples = 300,
                TestSamples = 40,
                Validation = 60,
                Targets = "-0.9,0.9",
                Augment = "elastic"
            },
            Batch = 32
        };
        DataSplits data = recipe.LoadData();
        Assert.Equal((240, 60, 40), (data.Training.Count, data.Validation!.Count, data.Test.Count));
        Assert.Equal((2 * 784, 1), (data.Train.Features, data.Train.Outputs));
        Recipe resolved = (recipe with { Data = recipe.Data with { Set = "parity:k=2", Folder = "/nowhere" } }).Resolve(data.Train);
        Assert.Equal(("parity:k=2:from=digits", "1568-200-200-1", "squared-error"), (resolved.Data.Set.Text, resolved.Net!.Text, resolved.Loss!.Text));

        IBatchSource batches = data.Training.Batches(240, new(1));
        Batch batch = batches.Draw(0);
        Assert.Equal([-0.9, 0.9], batch.T.ToArray().Select(t => Math.Round(t, 6)).Distinct().Order());
        Assert.InRange(batch.X.Mean(), -0.1, 0.1);
    }

    [Theory]
    [InlineData("8x8x3-conv2@3x3-4", "begin the network with 3x8x8-…, not 8x8x3-conv2@3x3-4.")]
    [InlineData("1x12x16-local2@3x3-4", "images has images of 3×8×8, and patches of images of 1×12×16 would see other pixels beside each other")]
    [InlineData("3x8x8-conv2@3x3-4", null)]
    [InlineData("8x8x3-4", null)]
    public void Patches_are_of_the_images_that_the_data_are(string net, string? message)
    {
        var images = new Dataset("images", new Matrix(2, 192), OneHot.Encode([0, 1], 4), [0, 1], 4, new ImageShape(3, 8, 8));
        var recipe = new Recipe { Net = net };
        if (message is null)
        {
            Assert.NotEmpty(recipe.MakeLearner(images, 1).Parameters);
            return;
        }

        Assert.Contains(message, Assert.Throws<ArgumentException>(() => recipe.MakeLearner(images, 1)).Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(BadTargets))]
    public void Targets_that_are_none_say_how_to_write_them(string text)
    {
        Assert.Equal($"'{text}' are no targets: give two rising numbers such as 0,1 or -0.9,0.9.",
            Assert.Throws<ArgumentException>(() => TargetValues.Parse(text)).Message);
        Assert.Throws<ArgumentException>(() => new DataRecipe { Targets = text });
    }

    [Fact]
    public void Targets_are_low_and_high() => Assert.Equal(new(-0.9, 0.9), TargetValues.Parse("-0.9,0.9"));

    [Fact]
    public void Data_is_limited_split_normalised_and_given_its_targets()
    {
        DataSplits splits = new DataRecipe
        {
            Set = "moons",
            TrainSamples = 50,
            TestSamples = 20,
            Validation = 5,
            Normalise = "range:-1,1",
            Targets = "-0.9,0.9"
        }.Load(1, Precision.Double);
        Assert.Equal((45, 5, 20), (splits.Train.Count, splits.Validation!.Count, splits.Test.Count));
        Assert.Equal(-1, splits.Train.InMemory().Inputs.Min(), 1e-12);
        Assert.Equal(1, splits.Train.InMemory().Inputs.Max(), 1e-12);
        Assert.Equal((-0.9, 0.9), (splits.Train.InMemory().Targets.Min(), splits.Train.InMemory().Targets.Max()));
        Assert.Equal((-0.9, 0.9), (splits.Test.InMemory().Targets.Min(), splits.Test.InMemory().Targets.Max()));
        Assert.Equal(Precision.Double, splits.Validation.Precision);

        Dataset xor = new DataRecipe { Set = "xor", Targets = "-0.9,0.9", Normalise = "none" }.Load(1, Precision.Double).Train.InMemory();
        Assert.Equal([-0.9, 0.9, 0.9, -0.9], xor.Targets.ToArray());
    }

    [Fact]
    public void Holding_out_less_than_nothing_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new DataRecipe { Set = "moons", Validation = -1 }.Load(1, Precision.Single));

    [Theory]
    [InlineData("5-8-2", "moons has 2 inputs and 2 outputs, so the network must be 2-…-2, not 5-8-2.")]
    [InlineData("2-8-3", "moons has 2 inputs and 2 outputs, so the network must be 2-…-2, not 2-8-3.")]
    [InlineData("2-x-2", "'2-x-2' is not a network: 'x' stands for layer 1, and that is no layer. Give the units per layer joined by '-', input first, such "
        + "as 784-1000-10, or conv96@5x5/2+same:max2 for a convolution: 96 maps of 5×5 patches, a stride of 2, zeros beyond the edge, the largest of 2×2 "
        + "units handed up; local6@6x6 is one without shared weights.")]
    public void A_network_that_does_not_fit_the_data_is_refused(string net, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => new Recipe { Net = net }.MakeLearner(Moons(), 1)).Message);

    [Theory]
    [InlineData("moons", "0,1", "cross-entropy", "softmax")]
    [InlineData("moons", "-0.9,0.9", "squared-error", "identity")]
    [InlineData("moons", "0.1,1", "squared-error", "identity")]     // they do not sum to 1
    [InlineData("moons", "0,0.9", "squared-error", "identity")]
    [InlineData("xor", "0,1", "binary-cross-entropy", "sigmoid")]
    [InlineData("xor", "0.1,0.9", "binary-cross-entropy", "sigmoid")]
    [InlineData("xor", "-0.9,0.9", "squared-error", "identity")]
    public void The_loss_follows_from_the_targets(string data, string targets, string loss, string output)
    {
        var recipe = new Recipe { Data = new() { Set = data, Targets = targets }, Net = data == "xor" ? "2-3-1" : "2-3-2" };
        Network network = ITaught.Of(recipe.MakeLearner(recipe.LoadData().Train, 1)).Network;
        Assert.Equal((loss, output), (network.Loss.Name, network[2].Activation.Name));
    }

    [Fact]
    public void Numbers_to_be_told_rather_than_classes_get_the_squared_error()
    {
        Matrix x = Matrix.Of([[0, 1], [1, 0]]), t = Matrix.Of([[0], [1]]);
        Assert.Equal(Loss.SquaredError, ITaught.Of(new Recipe { Net = "2-3-2" }.MakeLearner(new Dataset("numbers", x, x), 1)).Network.Loss);
        Assert.Equal(Loss.SquaredError, ITaught.Of(new Recipe { Net = "2-3-1" }.MakeLearner(new Dataset("numbers", x, t), 1)).Network.Loss);
    }

    [Theory]
    [InlineData("moons", "-0.9,0.9", "cross-entropy", "Cross-entropy needs targets that sum to 1 for each sample; those of moons sum to 0 to 0. Use the "
        + "targets 0,1 with one output per class, or the loss squared-error.")]
    [InlineData("xor", "0,1", "ce", "Cross-entropy needs targets that sum to 1 for each sample; those of xor sum to 0 to 1. Use the targets 0,1 with one "
        + "output per class, or the loss squared-error.")]
    [InlineData("xor", "-0.9,0.9", "bce", "Binary cross-entropy needs targets from 0 to 1; those of xor go from -0.9 to 0.9. Use the targets 0,1 or the "
        + "loss squared-error.")]
    public void A_loss_that_is_not_made_for_the_targets_is_refused(string data, string targets, string loss, string message)
    {
        var recipe = new Recipe { Data = new() { Set = data, Targets = targets }, Loss = loss };
        Dataset train = recipe.LoadData().Train.InMemory();
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => recipe.MakeLearner(train, 1)).Message);
    }

    [Fact]
    public void Learning_rate_and_decay_come_from_the_rule_the_optimizer_or_the_recipe()
    {
        double rule = RuleCatalog.Find("kolen-pollack").LearningRate, decay = RuleCatalog.Find("kolen-pollack").WeightDecay;
        Check(new() { Rule = "kolen-pollack" }, rule, rule, decay);
        Check(new() { Rule = "kolen-pollack", Optimizer = "SGD" }, rule, rule, decay);
        Check(new() { Rule = "kolen-pollack", Optimizer = "adam" }, 0.001, 0.001, decay);
        Check(new() { Rule = "kolen-pollack", LearningRate = 0.3 }, 0.3, 0.3, decay);
        Check(new() { Rule = "kolen-pollack", LearningRate = 0.3, FeedbackOptimizer = "adam" }, 0.3, 0.001, decay);
        Check(new() { Rule = "kolen-pollack", LearningRate = 0.3, Optimizer = "adam", FeedbackOptimizer = "adam:beta2=0.9" }, 0.3, 0.3, decay);
        Check(new() { Rule = "kolen-pollack", FeedbackOptimizer = "adam", FeedbackLearningRate = 0.2 }, rule, 0.2, decay);
        Check(new() { Rule = "kolen-pollack", LearningRate = 0.3, FeedbackLearningRate = 0.2, WeightDecay = 0.5 }, 0.3, 0.2, 0.5);
        Assert.True(decay > 0);

        static void Check(Recipe recipe, double rate, double feedbackRate, double decay)
        {
            var learner = Assert.IsType<NetworkLearner>(recipe.MakeLearner(Moons(), 1));
            Assert.Equal((rate, feedbackRate), (learner.Optimizer.LearningRate, learner.FeedbackOptimizer.LearningRate));
            Assert.Equal((decay, decay), (learner.Optimizer.WeightDecay, learner.FeedbackOptimizer.WeightDecay));
        }
    }

    [Fact]
    public void Feedback_may_have_an_optimizer_of_its_own_with_the_schedule_of_the_weights()
    {
        var recipe = new Recipe
        {
            Rule = "kolen-pollack",
            Optimizer = "adam:epsilon=1e-6",
            FeedbackOptimizer = "Adam:epsilon=1e-4:beta2=0.99",
            Schedule = "cosine:7",
            FeedbackAlternates = true
        };
        var learner = Assert.IsType<NetworkLearner>(recipe.MakeLearner(Moons(), 1));

        Adam weights = Assert.IsType<Adam>(learner.Optimizer), feedback = Assert.IsType<Adam>(learner.FeedbackOptimizer);
        Assert.Equal((0.999, 1e-6), (weights.Beta2, weights.Epsilon));
        Assert.Equal((0.99, 1e-4, weights.Schedule), (feedback.Beta2, feedback.Epsilon, feedback.Schedule));
        Assert.True(learner.FeedbackAlternates);
    }

    [Fact]
    public void A_rule_without_feedback_that_learns_trains_in_all_epochs()
    {
        var recipe = new Recipe { Rule = "fa", FeedbackOptimizer = "adam", FeedbackAlternates = true, FeedbackPretraining = 2 };
        Recipe resolved = recipe.Resolve(Moons());

        Assert.Equal((null, false, 0), (resolved.FeedbackOptimizer, resolved.FeedbackAlternates, resolved.FeedbackPretraining));
        Assert.False(Assert.IsType<NetworkLearner>(recipe.MakeLearner(Moons(), 1)).FeedbackAlternates);
    }

    [Theory]
    [InlineData(null, "identity")]
    [InlineData("tanh", "tanh")]
    public void An_output_that_is_given_stays_and_else_it_suits_the_loss(string? given, string output)
    {
        var recipe = new Recipe { Net = "2-3-2", Loss = "squared-error" };
        Assert.Equal(output, (given is null ? recipe : recipe with { Output = given }).Resolve(Moons()).Output!.Text);
    }

    [Fact]
    public void A_resolved_recipe_makes_the_same_learner()
    {
        var recipe = new Recipe { Rule = "kolen-pollack", FeedbackOptimizer = "adam:beta2=0.99", FeedbackAlternates = true };
        Recipe resolved = recipe.Resolve(Moons());
        Assert.Equal("2-200-200-2", resolved.Net!.Text);
        Assert.Equal(resolved, resolved.Resolve(Moons()));
        var first = Assert.IsType<NetworkLearner>(recipe.MakeLearner(Moons(), 2));
        var second = Assert.IsType<NetworkLearner>(resolved.MakeLearner(Moons(), 2));
        Assert.Equal(first.Optimizer.Settings, second.Optimizer.Settings);
        Assert.Equal(first.FeedbackOptimizer.Settings, second.FeedbackOptimizer.Settings);
        foreach ((var one, var other) in first.Parameters.Zip(second.Parameters))
        {
            Matrices.SameBits(one.Value, other.Value, one.Name);
        }
    }

    [Fact]
    public void Runs_of_one_number_start_from_the_same_weights_whatever_the_rule_and_see_the_same_batches()
    {
        Recipe bp = new() { Net = "2-5-4-2", Batch = 10 }, dfa = bp with { Rule = "dfa" };
        foreach ((Parameter one, Parameter other) in ITaught.Of(bp.MakeLearner(Moons(),
            3)).Network.Parameters.Zip(ITaught.Of(dfa.MakeLearner(Moons(), 3)).Network.Parameters))
        {
            Matrices.SameBits(one.Value, other.Value, one.Name);
        }

        Assert.Equal(FirstBatch(bp, 3), FirstBatch(dfa, 3));
        Assert.NotEqual(FirstBatch(bp, 3), FirstBatch(bp, 4));
    }

    [Fact]
    public void Runs_of_other_numbers_and_seeds_differ()
    {
        var recipe = new Recipe { Net = "2-5-4-2", Rule = "fa" };
        ILearner first = recipe.MakeLearner(Moons(), 1);
        foreach (ILearner other in (ILearner[])[recipe.MakeLearner(Moons(), 2), (recipe with { Seed = 2 }).MakeLearner(Moons(), 1)])
        {
            foreach ((var one, var two) in first.Parameters.Zip(other.Parameters))
            {
                Matrices.Differ(one.Value, two.Value, one.Name);
            }
        }
    }

    private static Dataset Moons() => TwoMoons.Create(40, new Rng(1));

    private static double[] FirstBatch(Recipe recipe, int run)
    {
        var seen = new List<double>();
        var learner = new ScriptedLearner((batch, _) =>
        {
            seen.AddRange(batch.X.ToArray());
            return new(double.NaN, 0);                  // one batch is enough
        });
        Trainer trainer = recipe.MakeTrainer(learner, Moons(), run);
        Assert.Equal((recipe.Epochs, 4), (trainer.Epochs, trainer.StepsPerEpoch));
        trainer.Run(TestContext.Current.CancellationToken);
        return [.. seen];
    }
}
