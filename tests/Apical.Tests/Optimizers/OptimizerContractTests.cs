using Apical.Optimizers;

namespace Apical.Tests.Optimizers;

/// <summary>What holds for every optimizer. The list is the catalog, so a new one inherits all checks.</summary>
public sealed class OptimizerContractTests
{
    public static TheoryData<string> Names => Walk.Names;

    [Fact]
    public void Every_optimizer_in_the_assembly_is_in_the_catalog_under_its_own_name()
    {
        IEnumerable<Type> written = typeof(Optimizer).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Optimizer)) && !t.IsAbstract);
        Assert.Equal(written.Select(t => t.Name).Order(), OptimizerCatalog.All.Select(o => o.Make(0.1).GetType().Name).Order());
        Assert.All(OptimizerCatalog.All, o => Assert.Equal(o.Name, o.Make(0.1).Name));
        Assert.Equal(["sgd", "momentum", "nag", "adagrad", "adadelta", "rmsprop", "adam", "signsgd", "rprop"], OptimizerCatalog.All.Select(o => o.Name));
    }

    [Theory, MemberData(nameof(Names))]
    public void Two_factors_give_the_step_of_the_gradient_they_stand_for(string name)
    {
        foreach (Precision precision in new[] { Precision.Single, Precision.Double })
        {
            foreach ((int rows, int columns, int batch) in new[] { (1, 1, 1), (5, 7, 3), (13, 37, 1), (30, 70, 20) })
            {
                Parameter factored = Weights(rows, columns, precision), formed = Weights(rows, columns, precision);
                Optimizer one = Make(name), two = Make(name);
                for (int step = 0; step < 4; step++)
                {
                    Matrix delta = Walk.Numbers(rows, batch, step, precision), h = Walk.Numbers(columns, batch, 50 + step, precision);
                    var updates = new Updates();
                    updates.Add(factored, delta, h);
                    one.Step(updates, epoch: step);
                    updates.Clear();
                    updates.Add(formed, delta.Dot(h.T));
                    two.Step(updates, epoch: step);
                }

                Close(formed.Value, factored.Value, precision == Precision.Single ? 1e-5 : 1e-13);
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Single_precision_takes_the_same_way_as_double(string name)
    {
        Parameter single = Weights(9, 11, Precision.Single), wide = new("w", single.Value.To(Precision.Double));
        Optimizer one = Make(name), two = Make(name);
        for (int step = 0; step < 5; step++)
        {
            Matrix gradient = Walk.Numbers(9, 11, 20 + step);
            Take(one, single, gradient, step);
            Take(two, wide, gradient.To(Precision.Double), step);
        }

        Assert.Equal(Precision.Single, single.Value.Precision);
        Assert.All(one.State.Where(s => !s.Key.EndsWith("/steps", StringComparison.Ordinal)), s => Assert.Equal(Precision.Single, s.Value.Precision));
        Close(wide.Value, single.Value, 1e-5);
    }

    [Theory, MemberData(nameof(Names))]
    public void Any_number_of_threads_gives_the_same_bits(string name)
    {
        using var pool = new WorkerPool(2);
        foreach ((int rows, int columns, int batch) in new[] { (120, 201, 40), (10, 1000, 64), (1000, 10, 64) })
        {
            double[] alone = Train(new Workspace()), shared = Train(new Workspace(pool));
            Assert.Equal(alone, shared);

            double[] Train(Workspace workspace)
            {
                Parameter w = Weights(rows, columns, Precision.Single);
                Optimizer optimizer = Make(name);
                var updates = new Updates();
                for (int step = 0; step < 3; step++)
                {
                    using (workspace.Enter())
                    {
                        updates.Clear();
                        updates.Add(w, Walk.Numbers(rows, batch, step), Walk.Numbers(columns, batch, 9 + step));
                        optimizer.Step(updates, step);
                    }
                }

                return w.Value.ToArray();
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void A_warmed_up_step_allocates_nothing(string name)
    {
        Parameter w = Weights(17, 33, Precision.Single), b = new("b", Walk.Numbers(17, 1, 2), decays: false);
        Matrix delta = Walk.Numbers(17, 8, 3), h = Walk.Numbers(33, 8, 4), gradient = Walk.Numbers(17, 1, 5);
        Optimizer optimizer = Make(name);
        var updates = new Updates();
        var workspace = new Workspace();
        for (int i = 0; i < 3; i++)
        {
            Step(i);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 3; i < 13; i++)
        {
            Step(i);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Step(int number)
        {
            using Workspace.Scope scope = workspace.Enter();
            updates.Clear();
            bool swapped = number % 3 == 0;             // another order costs a look-up, but no memory
            if (swapped)
            {
                updates.Add(b, gradient);
            }

            updates.Add(w, delta, h);
            if (!swapped)
            {
                updates.Add(b, gradient);
            }

            optimizer.Step(updates, number * 0.1, scale: 0.5);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Scale_and_schedule_multiply_the_move(string name)
    {
        double start = 1;
        double whole = Move(Make(name), epoch: 0, scale: 1), half = Move(Make(name), epoch: 0, scale: 0.5);
        Optimizer stepped = Make(name);
        stepped.Schedule = new StepSchedule([4], factor: 0.5);
        double before = Move(stepped, epoch: 3.99, scale: 1), after = Move(stepped.NewLike(), epoch: 4, scale: 1);

        Assert.NotEqual(0, whole);
        Assert.Equal(whole / 2, half, 1e-15);
        Assert.Equal(whole, before, 1e-15);
        Assert.Equal(whole / 2, after, 1e-15);
        Assert.Equal(0, Move(Make(name), epoch: 0, scale: 0));

        double Move(Optimizer optimizer, double epoch, double scale)
        {
            var w = new Parameter("w", Matrix.Of([[start]], Precision.Double));
            var updates = new Updates();
            updates.Add(w, Matrix.Of([[0.7]], Precision.Double));
            optimizer.Step(updates, epoch, scale);
            return w.Value[0, 0] - start;
        }
    }

    /// <summary>L2 decay is by definition the gradient g + λ w, whatever the optimizer makes of it.</summary>
    [Theory, MemberData(nameof(Names))]
    public void Weight_decay_is_a_gradient_of_lambda_w_and_spares_what_does_not_decay(string name)
    {
        const double lambda = 0.3;
        Parameter decaying = Weights(6, 5, Precision.Double), byHand = Weights(6, 5, Precision.Double);
        Parameter spared = new("b", Walk.Numbers(6, 5, 1, Precision.Double), decays: false), plain = new("b", Walk.Numbers(6, 5, 1, Precision.Double));
        Optimizer withDecay = OptimizerCatalog.Find(name).Make(0.05), without = OptimizerCatalog.Find(name).Make(0.05), forSpared = withDecay.NewLike(),
            forPlain = without.NewLike();
        withDecay.WeightDecay = forSpared.WeightDecay = lambda;
        for (int step = 0; step < 4; step++)
        {
            Matrix g = Walk.Numbers(6, 5, 30 + step, Precision.Double);
            Take(withDecay, decaying, g, step);
            Matrix sum = g.Clone();
            sum.AddScaled(lambda, byHand.Value);
            Take(without, byHand, sum, step);
            Take(forSpared, spared, g, step);
            Take(forPlain, plain, g, step);
        }

        Close(byHand.Value, decaying.Value, 1e-13);
        Assert.Equal(plain.Value.ToArray(), spared.Value.ToArray());
        Assert.NotEqual(plain.Value.ToArray(), decaying.Value.ToArray());
    }

    /// <summary>½ Σ aᵢ (wᵢ − tᵢ)² with curvatures from 0.5 to 2; a schedule to 0 lets those of fixed step size come to rest.</summary>
    [Theory]
    [InlineData("sgd", 0.1)]
    [InlineData("momentum", 0.05)]
    [InlineData("nag", 0.05)]
    [InlineData("adagrad", 0.5)]
    [InlineData("adadelta", 10)]
    [InlineData("rmsprop", 0.05)]
    [InlineData("adam", 0.1)]
    [InlineData("signsgd", 0.05)]
    [InlineData("rprop", 0.1)]
    public void Finds_the_bottom_of_a_bowl(string name, double learningRate)
    {
        Matrix target = Walk.Numbers(3, 4, 8, Precision.Double), curvature = Walk.Numbers(3, 4, 9, Precision.Double).Scaled(0.75).Shifted(1.25);
        Parameter w = Weights(3, 4, Precision.Double);
        Optimizer optimizer = Optimizer.Create(name, learningRate, schedule: new CosineSchedule(400));
        double start = w.Value.Minus(target).Norm();
        for (int step = 0; step < 400; step++)
        {
            Take(optimizer, w, w.Value.Minus(target).Times(curvature), step);
        }

        Assert.True(w.Value.Minus(target).Norm() < 0.01 * start, $"{w.Value.Minus(target).Norm()} of {start} is left");
    }

    [Theory, MemberData(nameof(Names))]
    public void A_gradient_that_is_not_a_number_shows_in_the_weights(string name) =>
        Assert.Equal([double.NaN], Walk.Of(Make(name), 1, double.NaN));

    [Theory, MemberData(nameof(Names))]
    public void A_weight_whose_gradient_is_zero_from_the_start_stays(string name) =>
        Assert.Equal([1.5, 1.5, 1.5], Walk.Of(OptimizerCatalog.Find(name).Make(0.1), 1.5, 0, 0, 0));

    /// <summary>As the contract tests need them: with decay, and a rate at which float32 rounding stays small.</summary>
    private static Optimizer Make(string name) => Optimizer.Create(name, 0.01, weightDecay: 0.1);

    private static Parameter Weights(int rows, int columns, Precision precision) => new("layer1/W", Walk.Numbers(rows, columns, 77, precision));

    private static void Take(Optimizer optimizer, Parameter parameter, Matrix gradient, double epoch)
    {
        var updates = new Updates();
        updates.Add(parameter, gradient);
        optimizer.Step(updates, epoch);
    }

    private static void Close(Matrix expected, Matrix actual, double tolerance)
    {
        double[] x = expected.ToArray(), y = actual.ToArray();
        Assert.Equal(x.Length, y.Length);
        for (int i = 0; i < x.Length; i++)
        {
            Assert.True(Math.Abs(x[i] - y[i]) <= tolerance, $"entry {i} is {y[i]}, should be {x[i]}");
        }
    }
}
