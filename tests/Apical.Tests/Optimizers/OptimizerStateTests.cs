using Apical.Optimizers;

namespace Apical.Tests.Optimizers;

/// <summary>Saving and restoring: a run that was interrupted must go on to the same bits.</summary>
public sealed class OptimizerStateTests
{
    public static TheoryData<string> Names => Walk.Names;

    [Theory, MemberData(nameof(Names))]
    public void A_restored_optimizer_goes_on_with_the_same_bits(string name)
    {
        Run unbroken = new(Make(name)), first = new(Make(name));
        unbroken.Steps(0, 7);
        first.Steps(0, 3);
        KeyValuePair<string, Matrix>[] saved = [.. first.Optimizer.State.Select(s => KeyValuePair.Create(s.Key, s.Value.Clone()))];

        Run resumed = new(Make(name), first.W.Value.Clone(), first.B.Value.Clone());
        resumed.Optimizer.Restore(saved, [resumed.B, resumed.W]);
        first.Steps(3, 5);                              // the saved entries are copies: this must not disturb the resumed run
        resumed.Steps(3, 7);

        Assert.Equal(unbroken.W.Value.ToArray(), resumed.W.Value.ToArray());
        Assert.Equal(unbroken.B.Value.ToArray(), resumed.B.Value.ToArray());
    }

    /// <summary>Without its memory, an optimizer that has one takes another way: so the test above cannot pass by chance.</summary>
    [Theory]
    [InlineData("momentum")]
    [InlineData("nag")]
    [InlineData("adagrad")]
    [InlineData("adadelta")]
    [InlineData("rmsprop")]
    [InlineData("adam")]
    [InlineData("rprop")]
    public void Going_on_without_the_state_gives_other_weights(string name)
    {
        Run unbroken = new(Make(name)), first = new(Make(name));
        unbroken.Steps(0, 7);
        first.Steps(0, 3);

        Run forgetful = new(first.Optimizer.NewLike(), first.W.Value.Clone(), first.B.Value.Clone());
        forgetful.Steps(3, 7);

        Assert.NotEqual(unbroken.W.Value.ToArray(), forgetful.W.Value.ToArray());
    }

    [Theory]
    [InlineData("sgd", "")]
    [InlineData("momentum", "steps velocity")]
    [InlineData("nag", "steps velocity")]
    [InlineData("adagrad", "steps sum-of-squares")]
    [InlineData("adadelta", "steps mean-square mean-square-move")]
    [InlineData("rmsprop", "steps mean-square")]
    [InlineData("adam", "steps mean mean-square")]
    [InlineData("signsgd", "")]
    [InlineData("rprop", "steps sign step")]
    public void State_has_stable_names_and_counts_the_steps_of_each_parameter(string name, string slots)
    {
        var run = new Run(Make(name));
        run.Steps(0, 2);
        run.OnlyB();

        string[] expected = [.. slots.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        Assert.Equal([.. expected.Select(s => "layer1/W/" + s), .. expected.Select(s => "layer1/b/" + s)], run.Optimizer.State.Select(s => s.Key));
        if (expected.Length > 0)
        {
            Dictionary<string, Matrix> state = new(run.Optimizer.State);
            Assert.Equal([2.0], state["layer1/W/steps"].ToArray());
            Assert.Equal([3.0], state["layer1/b/steps"].ToArray());
            Assert.Equal((4, 3), (state["layer1/W/" + expected[1]].Rows, state["layer1/W/" + expected[1]].Columns));
        }
    }

    /// <summary>A layer that learns for the first time after others have had 5 steps: Adam's first step has size η for it, too.</summary>
    [Fact]
    public void A_parameter_that_joins_late_has_its_own_count()
    {
        var optimizer = new Adam(0.1);
        Parameter early = new("early", Matrix.Of([[0]], Precision.Double)), late = new("late", Matrix.Of([[0]], Precision.Double));
        var updates = new Updates();
        updates.Add(early, Matrix.Of([[1]], Precision.Double));
        for (int i = 0; i < 5; i++)
        {
            optimizer.Step(updates, 0);
        }

        updates.Add(late, Matrix.Of([[0.003]], Precision.Double));
        optimizer.Step(updates, 0);

        Assert.Equal(-0.1, late.Value[0, 0], 1e-6);
    }

    [Theory, MemberData(nameof(Names))]
    public void A_new_one_like_it_has_all_settings_and_no_memory(string name)
    {
        Optimizer optimizer = Make(name);
        optimizer.Schedule = Schedule.Parse("step:1,2:0.3");
        var run = new Run(optimizer);
        run.Steps(0, 3);

        Optimizer like = optimizer.NewLike();

        Assert.Equal(optimizer.Settings, like.Settings);
        Assert.Empty(like.State);
        var fresh = new Run(Optimizer.Create(name, 0.02, weightDecay: 0.1, schedule: Schedule.Parse("step:1,2:0.3")));
        var second = new Run(like);
        fresh.Steps(0, 3);
        second.Steps(0, 3);
        Assert.Equal(fresh.W.Value.ToArray(), second.W.Value.ToArray());
    }

    [Fact]
    public void The_state_of_another_optimizer_is_refused()
    {
        Run adam = new(Make("adam")), momentum = new(Make("momentum")), sgd = new(Make("sgd"));
        adam.Steps(0, 1);
        momentum.Steps(0, 1);

        var error = Assert.Throws<ArgumentException>(() => momentum.Optimizer.Restore(adam.Optimizer.State, [adam.W, adam.B]));
        Assert.Equal("The saved state has no entry layer1/W/velocity, though it has others of layer1/W.", error.Message);
        error = Assert.Throws<ArgumentException>(() => sgd.Optimizer.Restore(momentum.Optimizer.State, [momentum.W, momentum.B]));
        Assert.Equal(
            "sgd cannot use layer1/W/steps, layer1/W/velocity, layer1/b/steps, layer1/b/velocity: no such parameter was given, or this is the state of "
                + "another optimizer. (Parameter 'state')",
            error.Message);
        Assert.Equal(4, momentum.Optimizer.State.Count());      // a refused state changes nothing
    }

    [Fact]
    public void A_saved_matrix_of_another_shape_or_precision_is_named()
    {
        var run = new Run(Make("momentum"));
        run.Steps(0, 1);
        Parameter wider = new("layer1/W", new Matrix(4, 5)), doubled = new("layer1/W", new Matrix(4, 3, Precision.Double));

        var error = Assert.Throws<ArgumentException>(() => Make("momentum").Restore(run.Optimizer.State, [wider, run.B]));
        Assert.Equal("The saved layer1/W/velocity is [4, 3] in Single precision; it must be [4, 5] in Single.", error.Message);
        error = Assert.Throws<ArgumentException>(() => Make("momentum").Restore(run.Optimizer.State, [doubled, run.B]));
        Assert.Equal("The saved layer1/W/velocity is [4, 3] in Single precision; it must be [4, 3] in Double.", error.Message);
    }

    private static Optimizer Make(string name) => Optimizer.Create(name, 0.02, weightDecay: 0.1);

    private sealed class Run(Optimizer optimizer, Matrix? w = null, Matrix? b = null)
    {
        private readonly Updates _updates = new();

        public Optimizer Optimizer { get; } = optimizer;

        public Parameter W { get; } = new("layer1/W", w ?? Walk.Numbers(4, 3, 1));

        public Parameter B { get; } = new("layer1/b", b ?? Walk.Numbers(4, 1, 2), decays: false);

        public void Steps(int from, int to)
        {
            for (int step = from; step < to; step++)
            {
                _updates.Clear();
                _updates.Add(W, Walk.Numbers(4, 5, 10 + step), Walk.Numbers(3, 5, 40 + step));
                _updates.Add(B, Walk.Numbers(4, 1, 70 + step));
                Optimizer.Step(_updates, step);
            }
        }

        public void OnlyB()
        {
            _updates.Clear();
            _updates.Add(B, Walk.Numbers(4, 1, 99));
            Optimizer.Step(_updates, 0);
        }
    }
}
