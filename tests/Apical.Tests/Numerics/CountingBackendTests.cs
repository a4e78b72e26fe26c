using Apical.Numerics.Backends;

namespace Apical.Tests.Numerics;

/// <summary>Operations counted by hand.</summary>
public sealed class CountingBackendTests
{
    [Fact]
    public void A_product_is_mkn_multiplications_and_m_k_less_1_n_additions()
    {
        var counting = new CountingBackend();
        using IDisposable scope = counting.Enter();
        Matrix a = Matrix.Of([[1, 2, 3], [4, 5, 6]], Precision.Double), b = Matrix.Of([[1, 0, 1, 0], [0, 1, 0, 1], [1, 1, 1, 1]], Precision.Double);

        Matrix c = a.Dot(b);

        Assert.Equal([4, 5, 4, 5, 10, 11, 10, 11], c.ToArray());
        Assert.Equal((24, 16), (counting.Multiplications, counting.Additions));
    }

    /// <summary>W + α u vᵀ for 3 by 2: α u is 3 multiplications or α v 2, u vᵀ 6, the sum 6 additions.</summary>
    [Fact]
    public void A_step_of_rank_one_is_an_outer_product_and_a_sum()
    {
        var counting = new CountingBackend();
        using IDisposable scope = counting.Enter();
        Matrix w = new(3, 2, Precision.Double), u = Matrix.Of([[1], [2], [3]], Precision.Double), v = Matrix.Of([[4], [5]], Precision.Double);

        w.AddProduct(0.5, u, v.T);

        Assert.Equal([2, 2.5, 4, 5, 6, 7.5], w.ToArray());
        Assert.Equal((6 + 2, 6), (counting.Multiplications, counting.Additions));
        counting.Reset();
        w.AddProduct(-1, u, v.T);
        Assert.Equal((6, 6), (counting.Multiplications, counting.Additions));
    }

    [Fact]
    public void Elementwise_operations_and_sums_count_once_per_entry()
    {
        var counting = new CountingBackend();
        using IDisposable scope = counting.Enter();
        Matrix x = Matrix.Of([[1, 2], [3, 4], [5, 6]], Precision.Double), y = x.Scaled(2);
        counting.Reset();

        _ = x.Plus(y);
        Assert.Equal((0, 6), (counting.Multiplications, counting.Additions));
        _ = x.Times(y);
        Assert.Equal((6, 6), (counting.Multiplications, counting.Additions));
        _ = x.InnerProduct(y);
        Assert.Equal((12, 11), (counting.Multiplications, counting.Additions));
        _ = x.ColumnSums();
        Assert.Equal((12, 15), (counting.Multiplications, counting.Additions));
    }

    [Fact]
    public void Only_matrices_made_in_the_scope_count_and_scopes_nest()
    {
        CountingBackend outer = new(), inner = new();
        var before = new Matrix(2, 2, Precision.Double);
        using (outer.Enter())
        {
            using (inner.Enter())
            {
                _ = new Matrix(2, 2, Precision.Double).Plus(new Matrix(2, 2, Precision.Double));
            }

            _ = before.Plus(before);
            _ = new Matrix(1, 1).Plus(new Matrix(1, 1));                                    // of another precision
            Assert.Equal((0, 4), (outer.Additions, inner.Additions));
            _ = new Matrix(2, 2, Precision.Double).Minus(new Matrix(2, 2, Precision.Double));
        }

        Assert.Equal(4, outer.Additions);
        Assert.NotSame(outer, new Matrix(1, 1, Precision.Double).Backend);
    }
}
