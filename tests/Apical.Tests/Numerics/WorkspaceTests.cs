namespace Apical.Tests.Numerics;

public sealed class WorkspaceTests
{
    private readonly Workspace _workspace = new();
    private readonly Matrix _x = Matrix.Of([[1, 2], [3, 4]]);
    private readonly Matrix _y = Matrix.Of([[10, 20], [30, 40]]);

    [Fact]
    public void The_kth_request_of_each_step_gets_the_same_buffer()
    {
        Matrix[] first = Step(), second = Step();

        Assert.Same(first[0], second[0]);
        Assert.Same(first[1], second[1]);
        Assert.Same(first[2], second[2]);
        Assert.Equal(3, first.Distinct().Count());

        Matrix[] Step()
        {
            using Workspace.Scope scope = _workspace.Enter();
            return [_x.Plus(_y), _x.Minus(_y), _x.Dot(_y)];
        }
    }

    [Fact]
    public void Results_stay_valid_within_their_scope()
    {
        using Workspace.Scope scope = _workspace.Enter();
        Matrix sum = _x.Plus(_y), difference = _y.Minus(_x), product = sum.Dot(difference), twice = product.Scaled(2);

        Assert.Equal([11, 22, 33, 44], sum.ToArray());
        Assert.Equal([9, 18, 27, 36], difference.ToArray());
        Assert.Equal([693, 990, 1485, 2178], product.ToArray());      // [11·9 + 22·27, 11·18 + 22·36; 33·9 + 44·27, 33·18 + 44·36]
        Assert.Equal([1386, 1980, 2970, 4356], twice.ToArray());
    }

    [Fact]
    public void A_clone_outlives_the_scope()
    {
        Matrix clone, temporary;
        using (_workspace.Enter())
        {
            temporary = _x.Plus(_y);
            clone = temporary.Clone();
        }

        using (_workspace.Enter())
        {
            _x.Times(_y);
        }

        Assert.Equal([11, 22, 33, 44], clone.ToArray());
        Assert.Equal([10, 40, 90, 160], temporary.ToArray());       // its memory went to the first request of the next step
    }

    [Fact]
    public void An_inner_scope_takes_further_buffers_and_gives_them_back()
    {
        using Workspace.Scope outer = _workspace.Enter();
        Matrix before = _x.Plus(_y), inside;
        using (_workspace.Enter())
        {
            inside = _x.Minus(_y);
            Assert.NotSame(before, inside);
        }

        Assert.Same(inside, _x.Scaled(3));
        Assert.Equal([11, 22, 33, 44], before.ToArray());
    }

    [Fact]
    public void Other_shapes_and_precisions_get_what_they_need()
    {
        foreach ((int rows, int columns, Precision precision) in new[]
        {
            (2, 2, Precision.Single), (1, 3, Precision.Single), (50, 40, Precision.Single), (3, 2, Precision.Double), (0, 5, Precision.Double),
                (60, 41, Precision.Double), (2, 2, Precision.Single),
        })
        {
            using Workspace.Scope scope = _workspace.Enter();
            Matrix x = Backend.Cpu(precision).Fill(rows, columns, 1), twice = x.Scaled(2), sum = twice.Plus(x);

            Assert.Equal((rows, columns, precision), (sum.Rows, sum.Columns, sum.Precision));
            Assert.All(x.ToArray().Zip(sum.ToArray()), p => Assert.Equal(3 * p.First, p.Second, 1e-6));
        }
    }

    /// <summary>A last batch that is smaller must not cost the buffer of the full ones.</summary>
    [Fact]
    public void A_smaller_request_leaves_the_buffer_large()
    {
        Matrix large = Take(new Matrix(30, 64)), small = Take(new Matrix(30, 17)), again = Take(new Matrix(30, 64));

        Assert.Same(large, small);
        Assert.Same(large, again);

        Matrix Take(Matrix x)
        {
            using Workspace.Scope scope = _workspace.Enter();
            return x.Scaled(2);
        }
    }

    [Fact]
    public void A_warmed_up_step_allocates_nothing()
    {
        Matrix w = Backend.Cpu(Precision.Single).Fill(33, 50, 1), h = Backend.Cpu(Precision.Single).Fill(50, 17, 2),
            last = Backend.Cpu(Precision.Single).Fill(50, 9, 3);
        Matrix bias = Backend.Cpu(Precision.Single).Fill(33, 1, 4);
        var rows = new int[17];
        for (int i = 0; i < 3; i++)
        {
            Step(h);
            Step(last);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++)
        {
            Step(h);
            Step(last);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Step(Matrix batch)
        {
            using Workspace.Scope scope = _workspace.Enter();
            Matrix a = w.Dot(batch).PlusColumn(bias), tanh = a.Map(ScalarFunction.Tanh), softmax = a.Softmax();
            Matrix back = w.T.Dot(tanh).TimesRow(a.LogSumExp()).MinusRow(softmax.ColumnSums());
            tanh.MultiplyBy(softmax);
            tanh.AddScaled(0.5, a);
            w.AddProduct(1e-9, tanh, back.T);
            bias.AddScaled(tanh.Sum() * 1e-9, tanh.RowSums());
            softmax.ArgMax(rows);
            using Workspace.Scope inner = _workspace.Enter();
            batch.T.ToMatrix().Negated();
        }
    }

    [Fact]
    public void Outside_of_any_workspace_results_are_fresh()
    {
        Assert.Null(Workspace.Current);
        Assert.NotSame(_x.Plus(_y), _x.Plus(_y));
    }

    [Fact]
    public void Leaving_brings_back_the_workspace_outside_even_after_an_exception()
    {
        var other = new Workspace();
        using (_workspace.Enter())
        {
            Assert.Throws<ArgumentException>(() =>
            {
                using Workspace.Scope scope = other.Enter();
                Assert.Same(other, Workspace.Current);
                _x.Plus(new Matrix(1, 1));
            });
            Assert.Same(_workspace, Workspace.Current);
        }

        Assert.Null(Workspace.Current);
    }

    [Fact]
    public void Another_thread_does_not_see_the_scope()
    {
        using Workspace.Scope scope = _workspace.Enter();
        Workspace? seen = _workspace;
        var thread = new Thread(() => seen = Workspace.Current);
        thread.Start();
        thread.Join();

        Assert.Null(seen);
        Assert.Same(_workspace, Workspace.Current);
    }

    [Fact]
    public void A_workspace_knows_its_pool()
    {
        using var pool = new WorkerPool(2);
        Assert.Same(pool, new Workspace(pool).Pool);
        Assert.Null(_workspace.Pool);
    }
}
