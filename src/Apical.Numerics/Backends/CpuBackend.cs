using System.Numerics;
using Apical.Numerics.Kernels;
using Apical.Numerics.Matrices;

namespace Apical.Numerics.Backends;

/// <summary>
/// The CPU in one precision and vector width. Large operations are shared out over the workspace's pool in parts that do not depend on its size.
/// </summary>
internal sealed unsafe partial class CpuBackend<V, T>(Precision precision) : Backend
    where V : struct, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override Precision Precision => precision;

    internal override int EntrySize => sizeof(T);

    internal override Type EntryType => typeof(T);

    internal override double Get(Matrix x, int index) => double.CreateTruncating(x.AsSpan<T>()[index]);

    internal override void Set(Matrix x, int index, double value) => x.AsSpan<T>()[index] = T.CreateTruncating(value);

    internal override void Fill(Matrix x, double value) => x.AsSpan<T>().Fill(T.CreateTruncating(value));

    internal override void Copy(Matrix x, Matrix destination) => x.AsSpan<T>().CopyTo(destination.AsSpan<T>());

    internal override void Transpose(Matrix x, Matrix destination)
    {
        TransposeKernel.Run(At(x), x.Columns, null, x.Rows, x.Columns, At(destination), x.Rows);
        Alive(x, destination);
    }

    internal override void Product(Operand a, Operand b, double alpha, double beta, Matrix destination)
    {
        Product<T> p = Describe(a, b);
        p.Alpha = T.CreateTruncating(alpha);
        p.Beta = T.CreateTruncating(beta);
        p.Accumulate = beta != 0;
        ProductKernel<V, T>.Run(Workspace.Current?.Pool, ref p, new PlainSink<T>(At(destination), destination.Columns));
        Alive(a.Matrix, b.Matrix, destination);
    }

    internal override void ProductTimesMap(Operand a, Operand b, ScalarFunction f, double parameter, Matrix y, Matrix destination)
    {
        Product<T> p = Describe(a, b);
        p.Alpha = T.One;
        var sink = new TimesMapSink<V, T>(At(destination), At(y), destination.Columns, f, T.CreateTruncating(parameter));
        ProductKernel<V, T>.Run(Workspace.Current?.Pool, ref p, sink);
        Alive(a.Matrix, b.Matrix, y, destination);
    }

    internal override void Affine(Matrix w, Matrix h, Matrix? bias, ScalarFunction f, double parameter, Matrix a, Matrix result)
    {
        Product<T> p = Describe(w, h);
        p.Alpha = T.One;
        p.Bias = bias is null ? null : At(bias);
        var sink = new ActivationSink<V, T>(At(a), At(result), a.Columns, f, T.CreateTruncating(parameter));
        ProductKernel<V, T>.Run(Workspace.Current?.Pool, ref p, sink);
        Alive(w, h, a, result);
        GC.KeepAlive(bias);
    }

    internal override void Update<TFormula>(Matrix delta, Matrix h, Matrix w, Matrix? s, Matrix? q, in Coefficients<double> c)
    {
        Product<T> p = Describe(delta, h.T);
        p.Alpha = T.One;
        var sink = new UpdateSink<V, T, TFormula>(At(w), s is null ? null : At(s), q is null ? null : At(q), w.Columns, Convert(in c));
        ProductKernel<V, T>.Run(Workspace.Current?.Pool, ref p, sink);
        Alive(delta, h, w);
        GC.KeepAlive(s);
        GC.KeepAlive(q);
    }

    internal override void Update<TFormula>(Matrix gradient, Matrix w, Matrix? s, Matrix? q, in Coefficients<double> c)
    {
        Coefficients<T> converted = Convert(in c);
        UpdateKernel<V, T, TFormula>.Run(At(w), s is null ? null : At(s), q is null ? null : At(q), At(gradient), w.Count, in converted);
        Alive(gradient, w);
        GC.KeepAlive(s);
        GC.KeepAlive(q);
    }

    internal override void Map(ScalarFunction f, double parameter, Matrix x, Matrix destination)
    {
        var job = new EntryJobs<V, T>.MapJob { F = f, Parameter = T.CreateTruncating(parameter), X = At(x), To = At(destination), Count = x.Count };
        WorkerPool.Run(Workspace.Current?.Pool, ref job, EntryJobs<V, T>.Parts(x.Count));
        Alive(x, destination);
    }

    internal override void TimesMap(Matrix x, ScalarFunction f, double parameter, Matrix y, Matrix destination)
    {
        var job = new EntryJobs<V, T>.TimesMapJob
        {
            F = f,
            Parameter = T.CreateTruncating(parameter),
            X = At(x),
            Y = At(y),
            To = At(destination),
            Count = x.Count,
        };
        WorkerPool.Run(Workspace.Current?.Pool, ref job, EntryJobs<V, T>.Parts(x.Count));
        Alive(x, y, destination);
    }

    internal override void Combine(BinaryFunction f, Matrix x, Matrix y, Matrix destination)
    {
        var job = new EntryJobs<V, T>.CombineJob { F = f, X = At(x), Y = At(y), To = At(destination), Count = x.Count };
        WorkerPool.Run(Workspace.Current?.Pool, ref job, EntryJobs<V, T>.Parts(x.Count));
        Alive(x, y, destination);
    }

    internal override void CombineColumn(BinaryFunction f, Matrix x, Matrix y, Matrix destination)
    {
        var job = new RowJobs<V, T>.CombineColumnJob
        {
            F = f,
            X = At(x),
            Y = At(y),
            To = At(destination),
            Rows = x.Rows,
            Columns = x.Columns,
            RowsOfPart = RowJobs<V, T>.RowsOfPart(x.Rows, x.Columns),
        };
        WorkerPool.Run(Workspace.Current?.Pool, ref job, job.Parts);
        Alive(x, y, destination);
    }

    internal override void CombineRow(BinaryFunction f, Matrix x, Matrix y, Matrix destination)
    {
        for (int r = 0; r < x.Rows; r++)
        {
            CombineKernel<V, T>.Run(f, At(x) + ((nint)r * x.Columns), At(y), At(destination) + ((nint)r * x.Columns), x.Columns);
        }

        Alive(x, y, destination);
    }

    internal override void Linear(double alpha, Matrix x, double beta, Matrix y, Matrix destination)
    {
        var job = new EntryJobs<V, T>.LinearJob
        {
            Alpha = T.CreateTruncating(alpha),
            X = At(x),
            Beta = T.CreateTruncating(beta),
            Y = At(y),
            To = At(destination),
            Count = x.Count,
        };
        WorkerPool.Run(Workspace.Current?.Pool, ref job, EntryJobs<V, T>.Parts(x.Count));
        Alive(x, y, destination);
    }

    internal override double Reduce(Reduction reduction, Matrix x)
    {
        double result = ReduceKernel<V, T>.Total(reduction, At(x), x.Count);
        GC.KeepAlive(x);
        return result;
    }

    internal override double InnerProduct(Matrix x, Matrix y)
    {
        double result = ReduceKernel<V, T>.Inner(At(x), At(y), x.Count);
        Alive(x, y);
        return result;
    }

    internal override void ReduceRows(Reduction reduction, Matrix x, Matrix destination)
    {
        var job = new RowJobs<V, T>.ReduceJob
        {
            Reduction = reduction,
            X = At(x),
            To = At(destination),
            Rows = x.Rows,
            Columns = x.Columns,
            RowsOfPart = RowJobs<V, T>.RowsOfPart(x.Rows, x.Columns, RowSums<V, T>.RowsAtOnce),
        };
        WorkerPool.Run(Workspace.Current?.Pool, ref job, job.Parts);
        Alive(x, destination);
    }

    internal override void ReduceColumns(Reduction reduction, Matrix x, Matrix destination)
    {
        ReduceKernel<V, T>.Columns(reduction, At(x), x.Rows, x.Columns, At(destination));
        Alive(x, destination);
    }

    internal override void ColumnProducts(Matrix x, Matrix y, Matrix destination)
    {
        ReduceKernel<V, T>.ColumnInner(At(x), At(y), x.Rows, x.Columns, At(destination));
        Alive(x, y, destination);
    }

    internal override void Softmax(Matrix x, Matrix destination)
    {
        SoftmaxKernel<V, T>.Softmax(At(x), x.Rows, x.Columns, At(destination));
        Alive(x, destination);
    }

    internal override void LogSumExp(Matrix x, Matrix destination)
    {
        SoftmaxKernel<V, T>.LogSumExp(At(x), x.Rows, x.Columns, At(destination));
        Alive(x, destination);
    }

    internal override void ArgMax(Matrix x, Span<int> destination)
    {
        T* best = Scratch.Get<T>(ScratchSlot.Sums, x.Columns);
        Span<T> entries = x.AsSpan<T>();
        for (int r = 0; r < x.Rows; r++)
        {
            for (int c = 0; c < x.Columns; c++)
            {
                T value = entries[(r * x.Columns) + c];
                if (r == 0 || value > best[c])
                {
                    best[c] = value;
                    destination[c] = r;
                }
            }
        }
    }

    internal override void GatherRows(Matrix x, ReadOnlySpan<int> rows, Matrix destination)
    {
        Span<T> from = x.AsSpan<T>(), to = destination.AsSpan<T>();
        for (int i = 0; i < rows.Length; i++)
        {
            from.Slice(rows[i] * x.Columns, x.Columns).CopyTo(to[(i * x.Columns)..]);
        }
    }

    internal override void GatherSamples(Matrix x, ReadOnlySpan<int> rows, Matrix destination)
    {
        fixed (int* chosen = rows)
        {
            TransposeKernel.Run(At(x), x.Columns, chosen, rows.Length, x.Columns, At(destination), rows.Length);
        }

        Alive(x, destination);
    }

    private static T* At(Matrix x) => (T*)x.Pointer;

    private static Coefficients<T> Convert(in Coefficients<double> c) => new(
        T.CreateTruncating(c.A), T.CreateTruncating(c.B), T.CreateTruncating(c.C), T.CreateTruncating(c.D),
        T.CreateTruncating(c.E), T.CreateTruncating(c.F), T.CreateTruncating(c.G), T.CreateTruncating(c.H));

    /// <summary>The memory of matrices must outlive the kernels that hold its bare address.</summary>
    private static void Alive(Matrix x, Matrix y)
    {
        GC.KeepAlive(x);
        GC.KeepAlive(y);
    }

    private static void Alive(Matrix x, Matrix y, Matrix z)
    {
        Alive(x, y);
        GC.KeepAlive(z);
    }

    private static void Alive(Matrix x, Matrix y, Matrix z, Matrix u)
    {
        Alive(x, y);
        Alive(z, u);
    }

    private static Product<T> Describe(Operand a, Operand b)
    {
        var p = new Product<T>
        {
            M = a.Rows,
            N = b.Columns,
            K = a.Columns,
            A = At(a.Matrix),
            RowStride = a.IsTransposed ? 1 : a.Matrix.Columns,
            InnerStride = a.IsTransposed ? a.Matrix.Columns : 1,
            B = At(b.Matrix),
            BStride = b.Columns,
            PanelStride = 2 * V.Count,
        };
        if (b.IsTransposed && p.K > 1 && p.N > 1)
        {
            p.BT = p.B;
        }

        return p;
    }
}
