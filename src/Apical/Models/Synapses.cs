using Apical.Parameters;

namespace Apical.Models;

/// <summary>All synapses from one population to another, and the low-passed change that they are about to make.</summary>
/// <param name="w"><c>[post, pre]</c></param>
/// <param name="bias"><c>[post, 1]</c>, or null.</param>
internal sealed class Synapses(Parameter w, Parameter? bias = null)
{
    private readonly Matrix _change = new(w.Value.Rows, w.Value.Columns, w.Value.Precision);
    private readonly Matrix? _biasChange = bias is null ? null : new(w.Value.Rows, 1, w.Value.Precision);

    /// <summary>W <c>[post, pre]</c>.</summary>
    public Parameter W => w;

    public IEnumerable<Parameter> Parameters => bias is null ? [w] : [w, bias];

    /// <summary>What is about to change, by name: <c>[post, pre]</c>, of thresholds <c>[post, 1]</c>.</summary>
    public IEnumerable<(string Name, Matrix Value)> Changes =>
        _biasChange is null ? [($"{w.Name}/change", _change)] : [($"{w.Name}/change", _change), ($"{bias!.Name}/change", _biasChange)];

    /// <summary>W r + b</summary>
    /// <param name="r"><c>[pre, columns]</c></param>
    /// <returns><c>[post, columns]</c></returns>
    public Matrix Of(Matrix r)
    {
        Matrix v = Workspace.Temporary(w.Value.Rows, r.Columns, r.Backend);
        FusedLayer.Affine(w.Value, r, bias?.Value, ScalarFunction.Identity, 0, v, v);
        return v;
    }

    /// <summary>An Euler step of  τ_w dΔ/dt = error rᵀ − Δ,  dW/dt = rate Δ;  the mean over columns is learned.</summary>
    /// <param name="error"><c>[post, columns]</c></param>
    /// <param name="r"><c>[pre, columns]</c></param>
    /// <param name="rate">0 leaves W and Δ alone.</param>
    /// <param name="dt">Step.</param>
    /// <param name="tau">τ_w; 0 for none.</param>
    public void Learn(Matrix error, Matrix r, double rate, double dt, double tau)
    {
        if (rate == 0)
        {
            return;
        }

        double share = tau == 0 ? 1 : dt / tau;
        _change.AddProduct(share / r.Columns, error, r.T, 1 - share);
        w.Value.AddScaled(dt * rate, _change);
        if (bias is not null && _biasChange is not null)
        {
            _biasChange.Blend(1 - share, share / r.Columns, error.RowSums());
            bias.Value.AddScaled(dt * rate, _biasChange);
        }
    }
}
