using Apical.Numerics.Matrices;
using Apical.Parameters;

namespace Apical.Networks;

/// <summary>Full connections: every unit hears every one below. W is <c>[outputs, inputs]</c>.</summary>
/// <param name="input">The units below.</param>
/// <param name="outputs">Units of the layer.</param>
public sealed class Dense(Shape input, int outputs) : Connections(input, new Shape(outputs), outputs, input.Units, outputs)
{
    /// <summary>Connects units that lie nowhere in particular.</summary>
    /// <param name="inputs">Units below.</param>
    /// <param name="outputs">Units of the layer.</param>
    public Dense(int inputs, int outputs)
        : this(new Shape(inputs), outputs)
    {
    }

    /// <inheritdoc/>
    public override bool IsFull => true;

    /// <inheritdoc/>
    public override void Compute(Matrix W, Matrix h, Matrix? bias, Activation activation, Matrix a, Matrix output) =>
        FusedLayer.Affine(W, h, bias, activation.Function, activation.Parameter, a, output);

    /// <inheritdoc/>
    public override Matrix Forward(Matrix W, Matrix h) => W.Dot(h);

    /// <inheritdoc/>
    public override Signal Back(Operand weights, Matrix delta) => new(weights, delta);

    /// <inheritdoc/>
    public override void Correlate(Operand x, double factor, Matrix h, Matrix delta, double keep = 1)
    {
        (Matrix left, Matrix right) = x.IsTransposed ? (delta, h) : (h, delta);
        x.Matrix.AddProduct(factor, left, right.T, keep);
    }

    /// <inheritdoc/>
    public override void AddUpdate(Parameter W, Matrix delta, Matrix h, Updates updates) => updates.Add(W, delta, h);

    /// <inheritdoc/>
    public override void AddFeedbackUpdate(Parameter B, Matrix delta, Matrix h, Updates updates) => updates.Add(B, h, delta);

    /// <inheritdoc/>
    public override string ToString() => "fully connected";
}
