using System.Globalization;

namespace Apical.Tests.Rules;

public sealed class RuleCatalogTests
{
    // Settings that matter after a step, for targets far away, or on convolutions; they have tests of their own.
    private static readonly string[] s_actLater = ["epsilon", "omega", "margin", "unshared", "sweeps", "tolerance"];

    public static TheoryData<string> Ids => [.. RuleCatalog.All.Select(rule => rule.Id)];

    [Fact]
    public void Every_rule_in_the_assembly_is_in_the_catalog()
    {
        Network network = Network.Dense("3-2-2", new Rng(1), Activation.Tanh);
        Assert.Equal(
            RuleCases.All.Values.Select(rule => rule.Type.Name).Distinct().Order(),
            RuleCatalog.All.Select(rule => RuleCatalog.Make(rule.Id, network, new Rng(1)).GetType().Name).Distinct().Order());
        Assert.Equal("bp", RuleCatalog.All[0].Id);
        Assert.Equal(RuleCatalog.All.Count, RuleCatalog.All.Select(rule => rule.Id).Distinct().Count());
    }

    /// <summary>Writing out what the catalog calls the default changes nothing.</summary>
    [Theory, MemberData(nameof(Ids))]
    public void The_listed_defaults_are_the_defaults(string id)
    {
        var world = new World(1, of: RuleCases.All.GetValueOrDefault(id));
        LearningRule plain = RuleCatalog.Make(id, world.Network, new Rng(2)), written = RuleCatalog.Make(Written(id), world.Network, new Rng(2));
        Updates expected = Everything(world, plain), actual = Everything(world, written);

        Assert.Equal(expected.Count, actual.Count);
        for (int i = 0; i < expected.Count; i++)
        {
            Matrices.SameBits(expected[i].Gradient(), actual[i].Gradient(), expected[i].Parameter.Name);
        }
    }

    /// <summary>Each listed setting is read: another value makes another rule.</summary>
    [Theory, MemberData(nameof(Ids))]
    public void Each_listed_setting_does_something(string id)
    {
        var world = new World(1, step: 1, of: RuleCases.All.GetValueOrDefault(id));
        foreach ((string key, string value) in Settings(id).Where(setting => !s_actLater.Contains(setting.Key)))
        {
            // A schedule's time scale means nothing to the default, a constant.
            string rule = key == "steps" ? $"{id}:schedule=exponential" : id;
            string other = key switch
            {
                "adapt" => "line-search",
                "inverse" => "pseudo",
                "mu" => "0.3",
                "baseline" => "0.2",
                "bursts" => "symmetric",
                "curvature" => "full",
                "decay" or "damping" => "0.5",
                "init" => value == "positive-fan-in" ? "standard-uniform" : "he",
                "magnitude" => "fixed",
                "schedule" => "inverse-square",
                "gate" => "step",
                "mix" => "additive",
                "interneurons" => "tied",
                "start" => "random",
                "lateral-rate" or "top-down-rate" => "1",
                "sparsity" => "0.5",
                "samples" => "3",
                "sigma" when value == "0" => "0.5",
                _ when value is "yes" or "no" => value == "yes" ? "no" : "yes",
                _ => double.TryParse(value, CultureInfo.InvariantCulture, out double number) ? (3 * number).ToString(CultureInfo.InvariantCulture)
                    : throw new NotSupportedException($"{id}: write here which other value {key} may have."),
            };
            LearningRule plain = RuleCatalog.Make(rule, world.Network, new Rng(2)),
                changed = RuleCatalog.Make($"{rule}:{key}={other}", world.Network, new Rng(2));

            // In one of some steps, because randomised rules do not teach every layer in each.
            Assert.True(Enumerable.Range(1, 12).Any(step => Differ(Everything(world, plain, step), Everything(world, changed, step))),
                $"{rule}:{key}={other} changes nothing");
        }
    }

    /// <summary>For these batches are normalised without being asked, as docs/cli.md says.</summary>
    [Fact]
    public void Rules_meant_for_batch_normalisation_are_marked() =>
        Assert.Equal(["mtp", "rmtp"], RuleCatalog.All.Where(info => info.BatchNorm).Select(info => info.Id).Order());

    [Fact]
    public void Rules_whose_feedback_learns_are_marked_and_only_Kolen_Pollack_needs_decay()
    {
        foreach (RuleInfo info in RuleCatalog.All)
        {
            var world = new World(1, of: RuleCases.All.GetValueOrDefault(info.Id));
            LearningRule rule = RuleCatalog.Make(info.Id, world.Network, new Rng(1));
            var updates = new Updates();
            Pass pass = rule.Network.Forward(world.Batch.X);
            rule.LearnFeedback(pass, rule.Teach(pass, world.Batch), world.Batch, default, updates);
            Assert.Equal(updates.Count > 0, info.FeedbackLearns);
            Assert.Equal(info.Id == "kolen-pollack", info.WeightDecay > 0);
        }
    }

    [Theory]
    [InlineData("backprop", "Unknown rule 'backprop'; did you mean 'pseudobackprop'? Known: bp, shallow, node-perturbation, fa, dfa, sign-symmetry, drtp, "
        + "kolen-pollack, weight-mirror, ")]
    [InlineData("fa:0.5", "'0.5' in 'fa:0.5': write settings as key=value, such as fa:scale=1.")]
    [InlineData("fa:scale=1:scale=2", "'scale=2' in 'fa:scale=1:scale=2': scale is set twice. Write each setting once, as key=value.")]
    [InlineData("fa:scal=1", "fa has no setting 'scal'; did you mean 'scale'? It has: scale, init, unshared, sparsity.")]
    [InlineData("bp:scale=1", "bp has no settings, so not 'scale' either.")]
    [InlineData("fa:scale=x", "fa:scale=x: 'x' is no scale of feedback.")]
    [InlineData("fa:scale=1,5", "fa:scale=1,5: '1,5' is no scale of feedback.")]
    [InlineData("fa:scale=-1", "fa:scale=-1: Feedback needs a positive, finite scale")]
    [InlineData("fa:sparsity=1", "fa:sparsity=1: Sparsity is the fraction held at zero")]
    [InlineData("fa:init=nowhere", "fa:init=nowhere: Unknown initialiser 'nowhere'.")]
    [InlineData("sign-symmetry:magnitude=big", "sign-symmetry:magnitude=big: use uniform, fixed or redrawn.")]
    [InlineData("ridge-fa:schedule=linear", "ridge-fa:schedule=linear: use constant, cutoff, inverse-square or exponential.")]
    [InlineData("ridge-fa:lambda=-1", "ridge-fa:lambda=-1: The penalty λ is finite and at least 0.")]
    [InlineData("ridge-fa:steps=0", "ridge-fa:steps=0: The schedule needs at least one step.")]
    [InlineData("mdfa:floor=-1", "mdfa:floor=-1: Weights of a mono-net are not negative")]
    [InlineData("mdfa:init=he", "Monotone rules need feedback of 0 or more, and he gave B1 [4, 2] negative entries. Use positive-fan-in, standard-uniform "
        + "or abs-normal:MEAN,SD.")]
    [InlineData("ntk:gate=relu", "ntk:gate=relu: use sigmoid or step.")]
    [InlineData("dtp-ai:adapt=yes", "dtp-ai:adapt=yes: use none, line-search or ratio.")]
    [InlineData("dtp-ai:omega=1", "dtp-ai:omega=1: The factor of the output step lies between 0 and 1 (both excluded).")]
    [InlineData("weight-mirror:samples=1.5", "weight-mirror:samples=1.5: a whole number is needed.")]
    [InlineData("node-perturbation:samples=0", "node-perturbation:samples=0: At least one perturbed pass.")]
    public void A_rule_that_is_none_says_what_is_allowed(string text, string message)
    {
        Network network = Network.Dense("3-4-2", new Rng(1));
        Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(() => RuleCatalog.Make(text, network, new Rng(1))).Message);
    }

    [Fact]
    public void An_initialiser_may_have_settings_of_its_own()
    {
        var world = new World(1, "5-60-50");
        LearningRule rule = RuleCatalog.Make("fa:init=normal:2,0.1:scale=3", world.Network, new Rng(1));
        Assert.Equal(6, rule.Feedback[0].Value.Mean(), 0.1);
    }

    private static IEnumerable<(string Key, string Value)> Settings(string id) =>
        RuleCatalog.Find(id).Settings.Select(setting => (setting.Key, setting.Default));

    private static string Written(string id) => string.Concat([id, .. Settings(id).Select(pair => $":{pair.Key}={pair.Value}")]);

    private static bool Differ(Updates x, Updates y) =>
        x.Count != y.Count || Enumerable.Range(0, x.Count).Any(i => !Matrices.Bits(x[i].Gradient()).SequenceEqual(Matrices.Bits(y[i].Gradient())));

    private static Updates Everything(World world, LearningRule rule, long step = 0)
    {
        var moment = new Moment(step);
        // Constrain changes weights: work on what it leaves, then put them back.
        Network network = rule.Network;
        Matrix[] before = [.. network.Parameters.Select(p => p.Value.Clone())];
        rule.Constrain();
        Pass pass = network.Forward(world.Batch.X);
        Updates updates = new();
        TeachingSignals signals = rule.Teach(pass, world.Batch, moment);
        network.AddUpdates(pass, signals, updates);
        rule.LearnFeedback(pass, signals, world.Batch, moment, updates);
        foreach ((Parameter parameter, Matrix value) in network.Parameters.Zip(before))
        {
            parameter.Value.CopyFrom(value);
        }

        return updates;
    }
}
