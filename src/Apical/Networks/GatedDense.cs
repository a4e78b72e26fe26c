using Apical.Numerics.Matrices;
using Apical.Numerics.Random;
using Apical.Parameters;

namespace Apical.Networks;

/// <summary>A fully connected layer whose units are switched by fixed random gates: h_i = s(W h_{i−1} + b) ⊙ gate(G h_{i−1}).</summary>
/// <remarks>
/// With s the identity it is the gated linear layer of the neural tangent kernel (demirbilek2021, 1.3.1): linear in W, which learns, while G never moves.
/// Signals pass through the linear part only. In layer 1 that is exact; above it, it leaves out how sigmoid gates change with h_{i−1}.
/// </remarks>
public sealed class GatedDense : Layer
{
    private readonly Dense _dense;
    private readonly Gate _gate;

    /// <summary>Puts gates on a dense layer, which keeps its weights.</summary>
    /// <param name="dense">The layer that learns.</param>
    /// <param name="rng">Where G comes from.</param>
    /// <param name="gate">What switches.</param>
    public GatedDense(Dense dense, Rng rng, Gate gate = Gate.Sigmoid)
        : base((dense ?? throw new ArgumentNullException(nameof(dense))).FanIn, dense.FanOut, dense.Activation, dense.Dropout)
    {
        ArgumentNullException.ThrowIfNull(rng);
        (_dense, _gate) = (dense, gate);
        G = new Parameter(dense.Name + "/G", new Matrix(FanOut, FanIn, W.Value.Precision), decays: false);
        Initialiser.UniformFanIn.Fill(G.Value, rng, FanIn, FanOut);
    }

    /// <inheritdoc/>
    public override Parameter W => _dense.W;

    /// <inheritdoc/>
    public override Parameter? Bias => _dense.Bias;

    /// <summary>What the gates listen with, <c>[fan-out, fan-in]</c>: uniform ±1/√fan-in, drawn once.</summary>
    public Parameter G { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => [.. _dense.Parameters, G];

    /// <summary>False: gates may close as the units below rise.</summary>
    public override bool IsMonotone => false;

    /// <inheritdoc/>
    public override Matrix Gates(Matrix h)
    {
        Matrix gates = G.Value.Dot(h);
        gates.Apply(_gate == Gate.Sigmoid ? ScalarFunction.Sigmoid : ScalarFunction.GreaterThan);
        return gates;
    }

    /// <inheritdoc/>
    public override void Compute(Matrix h, Matrix a, Matrix output) => _dense.Compute(h, a, output);

    /// <inheritdoc/>
    public override Matrix CarryForward(Matrix h) => _dense.CarryForward(h);

    /// <inheritdoc/>
    public override Matrix CarryBack(Operand weights, Matrix signal) => _dense.CarryBack(weights, signal);

    /// <inheritdoc/>
    public override Matrix CarryBack(Operand weights, Matrix signal, Activation below, Matrix h) => _dense.CarryBack(weights, signal, below, h);

    /// <inheritdoc/>
    public override void AddUpdates(Matrix delta, Matrix presynaptic, Updates updates)
    {
        if (!Frozen)
        {
            _dense.AddUpdates(delta, presynaptic, updates);
        }
    }

    /// <inheritdoc/>
    public override void AddTransposedUpdate(Parameter feedback, Matrix delta, Matrix presynaptic, Updates updates)
    {
        if (!Frozen)
        {
            _dense.AddTransposedUpdate(feedback, delta, presynaptic, updates);
        }
    }

    /// <inheritdoc/>
    public override void AddCorrelation(Matrix x, double factor, Matrix h, Matrix signal) => _dense.AddCorrelation(x, factor, h, signal);
}
