using Apical.Numerics.Kernels;
using Apical.Numerics.Matrices;
using Apical.Numerics.Random;
using Apical.Parameters;

namespace Apical.Networks;

/// <summary>A fully connected layer.</summary>
public sealed class Dense : Layer
{
    /// <summary>Draws the weights.</summary>
    /// <param name="fanIn">Units below.</param>
    /// <param name="fanOut">Units of this layer.</param>
    /// <param name="activation">s</param>
    /// <param name="rng">Where the weights come from.</param>
    /// <param name="name">Prefix of the parameters' names, e.g. <c>layer1</c>.</param>
    /// <param name="initialiser">Default: uniform ±1/√fan-in. Biases are drawn the same way with the default, and are zero with any other, as the weights' recipe need not suit them.</param>
    /// <param name="bias">Default: true.</param>
    /// <param name="dropout">Default: 0.</param>
    /// <param name="precision">Default: single.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size below 1, or a dropout outside [0, 1).</exception>
    public Dense(int fanIn, int fanOut, Activation activation, Rng rng, string name, Initialiser? initialiser = null, bool bias = true, double dropout = 0, Precision precision = Precision.Single)
        : base(fanIn, fanOut, activation, dropout)
    {
        ArgumentNullException.ThrowIfNull(rng);
        Name = name;
        W = new Parameter(name + "/W", new Matrix(fanOut, fanIn, precision));
        (initialiser ?? Initialiser.UniformFanIn).Fill(W.Value, rng.Fork("W"), fanIn, fanOut);
        if (bias)
        {
            Bias = new Parameter(name + "/b", new Matrix(fanOut, 1, precision), decays: false);
            if (initialiser is null || initialiser == Initialiser.UniformFanIn)
            {
                Initialiser.UniformFanIn.Fill(Bias.Value, rng.Fork("b"), fanIn, fanOut);
            }
        }
    }

    /// <summary>Prefix of the parameters' names.</summary>
    public string Name { get; }

    /// <summary>The weights, <c>[fan-out, fan-in]</c>.</summary>
    public override Parameter W { get; }

    /// <summary>The biases, <c>[fan-out, 1]</c>, or null.</summary>
    public override Parameter? Bias { get; }

    /// <inheritdoc/>
    public override void Compute(Matrix h, Matrix a, Matrix output)
    {
        if (h.Rows != FanIn)
        {
            throw new ArgumentException($"Expected input of shape [{FanIn}, batch], got [{h.Rows}, {h.Columns}]. {W.Name} was built with fan-in {FanIn}; samples are columns.", nameof(h));
        }

        FusedLayer.Affine(W.Value, h, Bias?.Value, Activation.Function, Activation.Parameter, a, output);
    }

    /// <inheritdoc/>
    public override Matrix CarryForward(Matrix h) => W.Value.Dot(h);

    /// <inheritdoc/>
    public override Matrix CarryBack(Operand weights, Matrix signal) => weights.Dot(signal);

    /// <inheritdoc/>
    public override Matrix CarryBack(Operand weights, Matrix signal, Activation below, Matrix h) => below.TimesSlope(weights, signal, h);

    /// <inheritdoc/>
    public override void AddUpdates(Matrix delta, Matrix presynaptic, Updates updates)
    {
        if (Frozen)
        {
            return;
        }

        updates.Add(W, delta, presynaptic);
        if (Bias is not null)
        {
            updates.Add(Bias, delta.RowSums());
        }
    }

    /// <inheritdoc/>
    public override void AddTransposedUpdate(Parameter feedback, Matrix signal, Matrix h, Updates updates) => updates.Add(feedback, h, signal);

    /// <inheritdoc/>
    public override void AddCorrelation(Matrix x, double factor, Matrix h, Matrix signal) => x.AddProduct(factor, h, signal.T);
}
