using Apical.Numerics.Matrices;
using Apical.Numerics.Random;

namespace Apical.Papers.Song2021;

/// <summary>Any ψ: W X, β and their steps are computed as they stand.</summary>
internal sealed class WideNet : IWideNet
{
    private readonly Workspace _workspace = new();
    private readonly Matrix _k, _y;
    private readonly ScalarFunction _psi, _slope;
    private readonly Step _step;
    private readonly Rng? _dropout;
    private readonly Rng _stepDropout = new(0);
    private readonly double _silent;
    private long _t;

    /// <summary>Starts it.</summary>
    /// <param name="start">Weights and data; copied.</param>
    /// <param name="psi">Identity, Relu, Tanh or Sigmoid.</param>
    /// <param name="step">η and the scale of the gradient.</param>
    /// <param name="dropout">Where dropout masks come from; null for none.</param>
    /// <param name="silent">Probability that a hidden unit is silenced for a sample.</param>
    public WideNet(WideStart start, ScalarFunction psi, Step step, Rng? dropout = null, double silent = 0)
    {
        (A, Beta, B, _y, _psi, _step, _dropout, _silent) = (start.A.Clone(), start.Beta.Clone(), start.B, start.Y, psi, step, dropout, silent);
        _k = start.X.T.Dot(start.X);
        _slope = psi switch
        {
            ScalarFunction.Identity => ScalarFunction.Identity,
            ScalarFunction.Relu => ScalarFunction.ReluSlope,
            ScalarFunction.Tanh => ScalarFunction.TanhSlope,
            ScalarFunction.Sigmoid => ScalarFunction.SigmoidSlope,
            _ => throw new ArgumentOutOfRangeException(nameof(psi), psi, "Identity, Relu, Tanh or Sigmoid."),
        };
    }

    /// <summary>W X <c>[p, n]</c></summary>
    public Matrix A { get; }

    /// <summary>β <c>[p, 1]</c></summary>
    public Matrix Beta { get; }

    /// <summary>b <c>[p, 1]</c>; set it to β for backpropagation.</summary>
    public Matrix B { get; init; }

    public double SquaredError
    {
        get
        {
            using Workspace.Scope scope = _workspace.Enter();
            return Error(A.Map(_psi)).SumOfSquares();
        }
    }

    public double Cosine => Beta.InnerProduct(B) / (Beta.Norm() * B.Norm());

    public void Step(double lambda)
    {
        using Workspace.Scope scope = _workspace.Enter();
        double eta = _step.Eta * _step.Scale / Math.Sqrt(A.Rows);
        Matrix h = A.Map(_psi);
        Matrix? mask = Mask();
        Matrix kept = mask is null ? h : h.Times(mask);
        Matrix e = Error(kept);

        // b eᵀ ⊙ ψ′(W X), from weights before the step
        Matrix delta = _psi == ScalarFunction.Identity ? B.Dot(e) : ((Operand)B).DotTimesMap(e, _slope, h);
        if (mask is not null)
        {
            delta.MultiplyBy(mask);
        }

        Beta.AddProduct(-eta, kept, e.T, keep: 1 - (_step.Eta * lambda));
        A.AddProduct(-eta, delta, _k);
        _t++;
    }

    private Matrix Error(Matrix h)
    {
        Matrix f = Beta.T.Dot(h);
        f.Blend(1 / Math.Sqrt(A.Rows), -1, _y);
        return f;
    }

    private Matrix? Mask()
    {
        if (_dropout is null)
        {
            return null;
        }

        Matrix mask = Workspace.Temporary(A.Rows, A.Columns, A.Backend);
        _dropout.ForkInto(_stepDropout, "mask", _t);
        mask.FillUniform(_stepDropout, 0, 1);
        mask.Apply(ScalarFunction.GreaterThan, _silent);
        mask.Scale(1 / (1 - _silent));
        return mask;
    }
}
