using Apical.Optimizers;

namespace Apical.Tests.Optimizers;

public sealed class OptimizerSettingsTests
{
    public static TheoryData<string> Names => Walk.Names;

    [Fact]
    public void An_unknown_name_lists_those_there_are()
    {
        var error = Assert.Throws<ArgumentException>(() => Optimizer.Create("adma"));
        Assert.Equal(
            "Unknown optimizer 'adma'; did you mean 'adam'? Known: sgd, momentum, nag, adagrad, adadelta, rmsprop, adam, signsgd, rprop.",
            error.Message);
    }

    [Fact]
    public void Names_may_be_written_in_capitals() => Assert.IsType<RmsProp>(Optimizer.Create("RMSprop"));

    [Fact]
    public void Create_sets_what_it_is_given_and_the_defaults_of_the_catalog_else()
    {
        Optimizer given = Optimizer.Create("adam", 0.2, 0.3, Schedule.Parse("cosine:5")), plain = Optimizer.Create("adam");

        Assert.Equal((0.2, 0.3, "cosine:5"), (given.LearningRate, given.WeightDecay, given.Schedule.ToString()));
        Assert.Equal((0.001, 0.0, "constant"), (plain.LearningRate, plain.WeightDecay, plain.Schedule.ToString()));
        Assert.Equal(0.1, given.LearningRateAt(2.5), 1e-15);
    }

    /// <summary>The defaults of torch.optim, where it has the optimizer; rates marked "ours" in the documentation are not checked here.</summary>
    [Fact]
    public void Defaults_are_those_of_pytorch()
    {
        Assert.Equal((0.9, 0.9), (new Momentum().Mu, new Nag().Mu));
        Assert.Equal((0.01, 1e-10, false), (new Adagrad().LearningRate, new Adagrad().Epsilon, new Adagrad().EpsilonInsideRoot));
        Assert.Equal((1, 0.9, 1e-6), (new Adadelta().LearningRate, new Adadelta().Rho, new Adadelta().Epsilon));
        var rmsprop = new RmsProp();
        Assert.Equal((0.01, 0.99, 1e-8, false), (rmsprop.LearningRate, rmsprop.Rho, rmsprop.Epsilon, rmsprop.EpsilonInsideRoot));
        var adam = new Adam();
        Assert.Equal((0.001, 0.9, 0.999, 1e-8, false), (adam.LearningRate, adam.Beta1, adam.Beta2, adam.Epsilon, adam.EpsilonInsideRoot));
        var rprop = new Rprop();
        Assert.Equal((0.01, 1.2, 0.5, 1e-6, 50), (rprop.LearningRate, rprop.Growth, rprop.Shrinkage, rprop.SmallestStep, rprop.LargestStep));
        Assert.All(OptimizerCatalog.All, o => Assert.Equal(o.LearningRate, Optimizer.Create(o.Name).LearningRate));
    }

    /// <summary>What is written behind the name is what the property says.</summary>
    [Theory]
    [InlineData("momentum:mu=0.5", "mu", 0.5)]
    [InlineData("nag:mu=0.5", "mu", 0.5)]
    [InlineData("adagrad:epsilon=2", "epsilon", 2.0)]
    [InlineData("adagrad:inside-root=1", "epsilonInsideRoot", true)]
    [InlineData("Adadelta:rho=0.25", "rho", 0.25)]
    [InlineData("adadelta:epsilon=2:scaled=1", "remembersScaled", true)]
    [InlineData("rmsprop:rho=0.9", "rho", 0.9)]
    [InlineData("rmsprop:epsilon=2:inside-root=1", "epsilonInsideRoot", true)]
    [InlineData("adam:beta1=0.5", "beta1", 0.5)]
    [InlineData("adam:beta2=0.5", "beta2", 0.5)]
    [InlineData("adam:epsilon=2", "epsilon", 2.0)]
    [InlineData("adam:inside-root=1", "epsilonInsideRoot", true)]
    public void Settings_stand_behind_the_name(string text, string key, object value) =>
        Assert.Equal(value, Optimizer.Create(text, 0.1).Settings.Single(setting => setting.Key == key).Value);

    [Theory]
    [InlineData("rmsprop:rho", "'rho' in 'rmsprop:rho': write settings as key=value, such as rmsprop:rho=0.99.")]
    [InlineData("rmsprop:rho=x", "rmsprop:rho=x: 'x' is not a number.")]
    [InlineData("rmsprop:rho=1", "rmsprop:rho=1: Rho must be at least 0 and below 1")]
    [InlineData("rmsprop:rho=0.5:rho=0.6", "'rho=0.6' in ")]
    [InlineData("rmsprop:mu=0.5", "rmsprop has no setting 'mu'. It has: rho, epsilon, inside-root.")]
    [InlineData("sgd:mu=0.5", "sgd has no settings, so not 'mu' either.")]
    [InlineData("adam:inside-root=0.5", "adam:inside-root=0.5: use no, yes, 0 or 1.")]
    [InlineData("adams:mu=1", "Unknown optimizer 'adams'; did you mean 'adam'?")]
    public void Settings_that_are_none_are_refused(string text, string message) =>
        Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(() => Optimizer.Create(text)).Message);

    [Theory]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Rates_and_decays_that_make_no_sense_are_refused(double value)
    {
        foreach (OptimizerInfo info in OptimizerCatalog.All)
        {
            Says("LearningRate must be finite and at least 0.", () => info.Make(value));
            Says("WeightDecay must be finite and at least 0.", () => info.Make(0.1).WeightDecay = value);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1.5)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void Shares_of_the_past_lie_below_1(double value)
    {
        const string range = " must be at least 0 and below 1: with 1 or more the past never fades.";
        Says("Mu" + range, () => new Momentum { Mu = value });
        Says("Mu" + range, () => new Nag { Mu = value });
        Says("Rho" + range, () => new Adadelta { Rho = value });
        Says("Rho" + range, () => new RmsProp { Rho = value });
        Says("Beta1" + range, () => new Adam { Beta1 = value });
        Says("Beta2" + range, () => new Adam { Beta2 = value });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1e-8)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Epsilons_and_limits_lie_above_0(double value)
    {
        Says("Epsilon must be finite and above 0: ", () => new Adagrad { Epsilon = value });
        Says("Epsilon must be finite and above 0: ", () => new Adadelta { Epsilon = value });
        Says("Epsilon must be finite and above 0: ", () => new RmsProp { Epsilon = value });
        Says("Epsilon must be finite and above 0: ", () => new Adam { Epsilon = value });
        Says("SmallestStep must be finite and above 0: ", () => new Rprop { SmallestStep = value });
        Says("LargestStep must be finite and above 0: ", () => new Rprop { LargestStep = value });
        Says("Growth must be finite and above 1: ", () => new Rprop { Growth = value });
        Says("Shrinkage must be above 0 and below 1: ", () => new Rprop { Shrinkage = value });
    }

    /// <summary>With a factor of 1 a step would neither grow nor shrink, ever.</summary>
    [Fact]
    public void Steps_of_rprop_do_change()
    {
        Says("Growth must be finite and above 1: ", () => new Rprop { Growth = 1 });
        Says("Shrinkage must be above 0 and below 1: ", () => new Rprop { Shrinkage = 1 });
    }

    [Theory]
    [InlineData(-1, 1, "Give the epochs done so far: finite, at least 0.")]
    [InlineData(double.NaN, 1, "Give the epochs done so far: finite, at least 0.")]
    [InlineData(0, double.NaN, "The step's scale must be finite; use 1 for a plain step.")]
    [InlineData(0, double.NegativeInfinity, "The step's scale must be finite; use 1 for a plain step.")]
    public void A_step_needs_an_epoch_and_a_scale(double epoch, double scale, string message) =>
        Says(message, () => new Sgd().Step(new Updates(), epoch, scale));

    [Theory, MemberData(nameof(Names))]
    public void A_rate_of_0_moves_nothing(string name) => Assert.Equal([1.0, 1.0], Walk.Of(Optimizer.Create(name, 0), 1, 2, -1));

    /// <summary>Whatever can be set must be found in the run's file: so every public property is among the settings.</summary>
    [Theory, MemberData(nameof(Names))]
    public void Settings_tell_every_property(string name)
    {
        Optimizer optimizer = Optimizer.Create(name);
        IEnumerable<string> properties = optimizer.GetType().GetProperties().Select(p => p.Name).Except(["Settings", "State"]);

        Assert.Equal(properties.Select(p => char.ToLowerInvariant(p[0]) + p[1..]).Order(), optimizer.Settings.Select(s => s.Key).Order());
    }

    [Fact]
    public void An_optimizer_shows_its_settings() => Assert.Equal(
        "adam (learningRate 0.5, schedule linear:60, weightDecay 0, beta1 0.9, beta2 0.999, epsilon 1E-08, epsilonInsideRoot False)",
        Optimizer.Create("adam", 0.5, schedule: Schedule.Parse("linear:60")).ToString());

    private static void Says(string message, Func<object> act) => Says(message, () => { act(); });

    private static void Says(string message, Action act)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(act);
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }
}
