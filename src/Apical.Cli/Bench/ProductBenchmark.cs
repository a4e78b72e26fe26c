using Apical.Numerics.Matrices;
using Apical.Numerics.Random;

namespace Apical.Cli.Bench;

/// <summary>One matrix product with its operands, ready to run as training runs it.</summary>
public sealed class ProductBenchmark
{
    private const ulong Seed = 1;

    private readonly Workspace _workspace;

    /// <summary>Draws the operands.</summary>
    /// <param name="shape">The product.</param>
    /// <param name="pool">Threads; null for the calling thread alone.</param>
    public ProductBenchmark(ProductShape shape, WorkerPool? pool = null)
    {
        ArgumentNullException.ThrowIfNull(shape);
        Shape = shape;
        _workspace = new Workspace(pool);
        (int m, int n, int k) = (shape.M, shape.N, shape.K);
        A = shape.Form == ProductForm.TN ? new Matrix(k, m) : new Matrix(m, k);
        B = shape.Form == ProductForm.NT ? new Matrix(n, k) : new Matrix(k, n);
        C = new Matrix(m, n);
        var rng = new Rng(Seed);
        A.FillNormal(rng);
        B.FillNormal(rng);
    }

    /// <summary>Which product.</summary>
    public ProductShape Shape { get; }

    /// <summary>The left factor, <c>[M, K]</c>, or <c>[K, M]</c> in the form TN.</summary>
    public Matrix A { get; }

    /// <summary>The right factor, <c>[K, N]</c>, or <c>[N, K]</c> in the form NT.</summary>
    public Matrix B { get; }

    /// <summary>The result, <c>[M, N]</c>.</summary>
    public Matrix C { get; }

    /// <summary>The factor of a product that is added, so small that the result does not grow out of bounds.</summary>
    /// <value>−10⁻⁶</value>
    public static double Alpha => -1e-6;

    /// <summary>Computes the product once.</summary>
    public void Run()
    {
        using Workspace.Scope scope = _workspace.Enter();
        switch (Shape.Form)
        {
            case ProductForm.NN:
                C.AddProduct(1, A, B, keep: 0);
                break;
            case ProductForm.TN:
                C.AddProduct(1, A.T, B, keep: 0);
                break;
            default:
                C.AddProduct(Alpha, A, B.T);
                break;
        }
    }

    /// <summary>Times the product.</summary>
    /// <param name="seconds">How long, warm-up not counted.</param>
    public Timing Measure(double seconds) => Timing.Measure(Run, seconds);
}
