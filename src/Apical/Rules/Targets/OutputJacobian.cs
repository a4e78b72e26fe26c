using Apical.Networks;

namespace Apical.Rules;

/// <summary>J_i = ∂h_L/∂h_i of each sample, row by row: row k of all samples is a matrix <c>[n_i, batch]</c>.</summary>
internal sealed class OutputJacobian
{
    private readonly Network _network;
    private readonly Matrix[,] _rows;                   // [i, k]: row k of J_i
    private readonly Matrix[] _units;                   // entry k: the k-th unit vector [n_L, 1]

    public OutputJacobian(Network network)
    {
        if (network.Layers.Any(layer => layer.NormalisesInput))
        {
            throw new ArgumentException(
                "gauss-newton needs the Jacobian of each sample, and with batch normalisation outputs depend on the other samples of a batch, too: leave "
                    + "batch normalisation out (no --batch-norm), or use another rule.", nameof(network));
        }

        _network = network;
        int outputs = network[network.L].FanOut;
        _rows = new Matrix[network.L + 1, outputs];
        _units = [.. Enumerable.Range(0, outputs).Select(
            k => Matrix.Of(outputs, 1, [.. Enumerable.Range(0, outputs).Select(j => j == k ? 1.0 : 0)], network.Precision))];
    }

    /// <summary>Computes J_1 .. J_{L−1} of a pass: one way back for each output.</summary>
    public void Compute(Pass pass)
    {
        int L = _network.L;
        Matrix ones = Workspace.Temporary(1, pass.Batch, pass.H[0].Backend);
        ones.Fill(1);
        for (int k = 0; k < _units.Length; k++)
        {
            Matrix v = Target.ToA(pass, _units[k].Dot(ones), L);
            for (int i = L - 1; i >= 1; i--)
            {
                // (D_{i+1} W_{i+1})ᵀ
                _rows[i, k] = pass.ToH(_network[i + 1].W.Value.T, v, i).ToMatrix();
                v = pass.ToA(_rows[i, k], i);
            }
        }
    }

    /// <summary>J_i x for each sample, as rows <c>[1, batch]</c>, one per output.</summary>
    /// <param name="i">1..L−1</param>
    /// <param name="k">Which output.</param>
    /// <param name="x"><c>[n_i, batch]</c></param>
    /// <returns><c>[1, batch]</c></returns>
    public Matrix Times(int i, int k, Matrix x) => _rows[i, k].ColumnProducts(x);

    /// <summary>Row k of e, <c>[1, batch]</c>.</summary>
    public Matrix Row(int k, Matrix e) => _units[k].T.Dot(e);

    /// <summary>Number of outputs.</summary>
    public int Outputs => _units.Length;

    /// <summary>Row k of J_i for all samples.</summary>
    /// <param name="i">1..L−1</param>
    /// <param name="k">Which output.</param>
    /// <returns><c>[n_i, batch]</c></returns>
    public Matrix Row(int i, int k) => _rows[i, k];
}
