using Apical.Numerics.Matrices;

namespace Apical.Papers.Song2021;

/// <summary>ψ(u) = u: the network moves in 2n + 2 directions only, so that a step costs the same at any width.</summary>
/// <remarks>
/// <code>
///   W X  = W(0) X + b vᵀ                                v ← v − η/√p K e,   K = XᵀX
///   β    = ρ β(0) + W(0) X α₁ + α₂ b                    §6
///   α₁ ← (1 − ηλ) α₁ − η/√p e,   α₂ ← (1 − ηλ) α₂ − η/√p v·e,   ρ ← (1 − ηλ) ρ
/// </code>
/// Exact algebra: a step of <see cref="WideNet"/> in other coordinates, in double precision, whose products with W(0) X are taken once.
/// </remarks>
internal sealed class LinearWideNet : IWideNet
{
    private readonly Workspace _workspace = new();
    private readonly Matrix _k, _y;
    private readonly Matrix _gram;                          // (W(0) X)ᵀ W(0) X [n, n]
    private readonly Matrix _aBeta, _aB;                    // (W(0) X)ᵀ β(0), (W(0) X)ᵀ b [n, 1]
    private readonly double _bb, _bBeta, _betaBeta, _rootP;
    private readonly Matrix _v, _alpha1;
    private readonly Step _step;
    private double _rho = 1, _alpha2;

    /// <summary>Starts it.</summary>
    /// <param name="start">Weights and data, in any precision.</param>
    /// <param name="step">η and the scale of the gradient.</param>
    public LinearWideNet(WideStart start, Step step)
    {
        Matrix x = start.X.To(Precision.Double), a = start.A.To(Precision.Double), beta = start.Beta.To(Precision.Double), b = start.B.To(Precision.Double);
        (_step, _k, _y, _rootP) = (step, x.T.Dot(x), start.Y.To(Precision.Double).T.ToMatrix(), Math.Sqrt(start.P));
        (_gram, _aBeta, _aB) = (a.T.Dot(a), a.T.Dot(beta), a.T.Dot(b));
        (_bb, _bBeta, _betaBeta) = (b.SumOfSquares(), b.InnerProduct(beta), beta.SumOfSquares());
        (_v, _alpha1) = (new(start.N, 1, Precision.Double), new(start.N, 1, Precision.Double));
    }

    public double SquaredError
    {
        get
        {
            using Workspace.Scope scope = _workspace.Enter();
            return Error().SumOfSquares();
        }
    }

    public double Cosine => BDotBeta / Math.Sqrt(_bb * BetaSquared);

    /// <summary>b·β</summary>
    private double BDotBeta => (_rho * _bBeta) + _aB.InnerProduct(_alpha1) + (_alpha2 * _bb);

    /// <summary>‖β‖²</summary>
    private double BetaSquared
    {
        get
        {
            using Workspace.Scope scope = _workspace.Enter();
            double cross = (_rho * _aBeta.InnerProduct(_alpha1)) + (_rho * _alpha2 * _bBeta) + (_alpha2 * _aB.InnerProduct(_alpha1));
            return (_rho * _rho * _betaBeta) + _gram.Dot(_alpha1).InnerProduct(_alpha1) + (_alpha2 * _alpha2 * _bb) + (2 * cross);
        }
    }

    public void Step(double lambda)
    {
        using Workspace.Scope scope = _workspace.Enter();
        double eta = _step.Eta * _step.Scale / _rootP, keep = 1 - (_step.Eta * lambda);
        Matrix e = Error();
        _alpha2 = (keep * _alpha2) - (eta * _v.InnerProduct(e));
        _alpha1.Blend(keep, -eta, e);
        _rho *= keep;
        _v.AddProduct(-eta, _k, e);
    }

    // e = (W X)ᵀ β / √p − y, with (W X)ᵀ β = (W(0) X)ᵀ β + (b·β) v
    private Matrix Error()
    {
        Matrix e = _gram.Dot(_alpha1);
        e.AddScaled(_rho, _aBeta);
        e.AddScaled(_alpha2, _aB);
        e.AddScaled(BDotBeta, _v);
        e.Blend(1 / _rootP, -1, _y);
        return e;
    }
}
