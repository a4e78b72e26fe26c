using Apical.Networks;

namespace Apical.Cli.Bench;

/// <summary>One matrix product of training.</summary>
/// <param name="Form">The form.</param>
/// <param name="M">Rows of the result.</param>
/// <param name="N">Columns of the result.</param>
/// <param name="K">Length of the sums.</param>
public sealed record ProductShape(ProductForm Form, int M, int N, int K)
{
    /// <summary>Multiply-adds, times two.</summary>
    public double Flops => 2.0 * M * N * K;

    /// <summary>The products of one step: forward and update of every layer, carrying back into every layer but the first.</summary>
    /// <param name="benchCase">The case; dfa's products come with the rule dfa only. What convolutions compute are no products of matrices that lie in memory,
    /// so nets with them have none.</param>
    public static IEnumerable<ProductShape> Of(BenchCase benchCase)
    {
        ArgumentNullException.ThrowIfNull(benchCase);
        NetworkSpec net = NetworkSpec.Parse(benchCase.Net);
        IReadOnlyList<int> n = net.Layers.All(layer => layer is DenseSpec) ? net.Widths : [];
        for (int i = 1; i < n.Count; i++)
        {
            yield return new(ProductForm.NN, n[i], benchCase.Batch, n[i - 1]);
        }

        for (int i = n.Count - 1; i >= 2; i--)
        {
            yield return benchCase.Rule switch
            {
                "bp" => new(ProductForm.TN, n[i - 1], benchCase.Batch, n[i]),
                "fa" => new(ProductForm.NN, n[i - 1], benchCase.Batch, n[i]),
                _ => new(ProductForm.NN, n[i - 1], benchCase.Batch, n[^1]),
            };
        }

        for (int i = 1; i < n.Count; i++)
        {
            yield return new(ProductForm.NT, n[i], n[i - 1], benchCase.Batch);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Form} {M}x{N}x{K}";
}
