using Apical.Networks;
using Apical.Numerics;

namespace Apical.Rules;

/// <summary>J_i = ∂h_L/∂h_i of each sample, row by row: row k of all samples is a matrix <c>[n_i, batch]</c>; and the Gauss–Newton steps that follow from it.</summary>
internal sealed class OutputJacobian
{
    private readonly Network _network;
    private readonly Matrix[,] _rows;                   // [i, k]: row k of J_i
    private readonly Matrix[] _units;                   // entry k: the k-th unit vector [n_L, 1]
    private readonly SampleSystems _systems;

    public OutputJacobian(Network network)
    {
        if (network.Layers.Any(layer => layer.NormalisesInput))
        {
            throw new ArgumentException("With batch normalisation the samples of a batch have no Jacobians of their own: use this rule on a network without it.", nameof(network));
        }

        _network = network;
        int outputs = network[network.L].FanOut;
        _rows = new Matrix[network.L + 1, outputs];
        _units = [.. Enumerable.Range(0, outputs).Select(k => Matrix.Of(outputs, 1, [.. Enumerable.Range(0, outputs).Select(j => j == k ? 1.0 : 0)], network.Precision))];
        _systems = new SampleSystems(outputs);
    }

    /// <summary>Computes J_1 .. J_{L−1} of a pass: one way back for each output.</summary>
    public void Compute(Pass pass)
    {
        int L = _network.L;
        Matrix ones = Workspace.Temporary(1, pass.Batch, pass.H[0].Backend);
        ones.Fill(1);
        for (int k = 0; k < _units.Length; k++)
        {
            Matrix v = Target.TimesSlope(pass, _units[k].Dot(ones), L);
            for (int i = L - 1; i >= 1; i--)
            {
                // (D_{i+1} W_{i+1})ᵀ
                _rows[i, k] = _network[i + 1].CarryBack(_network[i + 1].W.Value.T, v);
                v = pass.TimesSlope(_rows[i, k], i);
            }
        }
    }

    /// <summary>J_i x for each sample, as rows <c>[1, batch]</c>, one per output.</summary>
    /// <param name="i">1..L−1</param>
    /// <param name="k">Which output.</param>
    /// <param name="x"><c>[n_i, batch]</c></param>
    public Matrix Times(int i, int k, Matrix x) => _rows[i, k].ColumnProducts(x);

    /// <summary>Row k of e, <c>[1, batch]</c>.</summary>
    public Matrix Row(int k, Matrix e) => _units[k].T.Dot(e);

    /// <summary>Number of outputs.</summary>
    public int Outputs => _units.Length;

    /// <summary>Δh_i for each layer; Δh_L = −e.</summary>
    public void Steps(Pass pass, Matrix e, GaussNewtonCurvature curvature, double damping, Matrix?[] steps)
    {
        int L = _network.L;
        steps[L] = e.Negated();
        if (curvature == GaussNewtonCurvature.Full && L > 1)
        {
            Dual(1, L - 1, e, damping);
        }

        for (int i = 1; i < L; i++)
        {
            if (curvature == GaussNewtonCurvature.Batch)
            {
                steps[i] = Averaged(pass, i, e, damping);
                continue;
            }

            if (curvature == GaussNewtonCurvature.Block)
            {
                Dual(i, i, e, damping);
            }

            // −J_iᵀ y
            Matrix step = _rows[i, 0].TimesRow(_systems.Solution(0));
            for (int k = 1; k < Outputs; k++)
            {
                step.Add(_rows[i, k].TimesRow(_systems.Solution(k)));
            }

            step.Scale(-1);
            steps[i] = step;
        }
    }

    /// <summary>y with (Σ J Jᵀ + λI) y = e, the sum over layers from..to.</summary>
    private void Dual(int from, int to, Matrix e, double damping)
    {
        for (int k = 0; k < Outputs; k++)
        {
            for (int l = 0; l <= k; l++)
            {
                Matrix entry = _rows[from, k].ColumnProducts(_rows[from, l]);
                for (int i = from + 1; i <= to; i++)
                {
                    entry.Add(_rows[i, k].ColumnProducts(_rows[i, l]));
                }

                _systems.Set(k, l, entry);
            }

            _systems.SetRight(k, Row(k, e));
        }

        // With fewer units than outputs J Jᵀ is singular; a trace of damping finds the pseudo-inverse.
        int units = 0;
        for (int i = from; i <= to; i++)
        {
            units += _network[i].FanOut;
        }

        _systems.Solve(damping, singular: damping == 0 && units < Outputs);
    }

    private Matrix Averaged(Pass pass, int i, Matrix e, double damping)
    {
        int n = _network[i].FanOut;
        Matrix curvature = Workspace.Temporary(n, n, e.Backend), gradient = _rows[i, 0].TimesRow(Row(0, e));
        curvature.Fill(0);
        for (int k = 0; k < Outputs; k++)
        {
            curvature.AddProduct(1.0 / pass.Batch, _rows[i, k], _rows[i, k].T);
            if (k > 0)
            {
                gradient.Add(_rows[i, k].TimesRow(Row(k, e)));
            }
        }

        Matrix step = LeastSquares.Solve(curvature, gradient, damping);
        step.Scale(-1);
        return step;
    }
}
