using Apical.Parameters;

namespace Apical.Networks;

/// <summary>
/// What joins a layer to the one below: which unit hears which, through which entry of W. One sealed class a kind. It holds no weights, so that W, feedback in
/// the place of Wᵀ, signs and masks all go the same ways; and no rule asks for its kind.
/// </summary>
/// <remarks>W has a row for each unit, or group of units, with weights of its own, and a column for each connection of a unit: <c>[rows, taps]</c>. Feedback in
/// its place is <c>[taps, rows]</c>.</remarks>
public abstract class Connections
{
    /// <summary>Sets what all kinds have.</summary>
    /// <param name="input">The units below.</param>
    /// <param name="output">The units of the layer.</param>
    /// <param name="rows">Rows of W.</param>
    /// <param name="taps">Connections of each unit.</param>
    /// <param name="reach">Connections of each unit below.</param>
    /// <exception cref="ArgumentException">A side without units.</exception>
    protected Connections(Shape input, Shape output, int rows, int taps, int reach)
    {
        if (input.Units < 1 || output.Units < 1)
        {
            throw new ArgumentException($"A layer needs at least one unit on each side, got {input} to {output}.");
        }

        (Input, Output, Inputs, Outputs) = (input, output, input.Units, output.Units);
        (Rows, Taps, Reach) = (rows, taps, reach);
    }

    /// <summary>How the units below lie.</summary>
    public Shape Input { get; }

    /// <summary>How the units of the layer lie.</summary>
    public Shape Output { get; }

    /// <summary>Units below.</summary>
    public int Inputs { get; }

    /// <summary>Units of the layer.</summary>
    public int Outputs { get; }

    /// <summary>Rows of W.</summary>
    public int Rows { get; }

    /// <summary>Biases of the layer: one for each row of W, unless a kind says otherwise.</summary>
    public virtual int BiasRows => Rows;

    /// <summary>Connections that a unit has with the layer below: columns of W, and the fan-in that initial weights are scaled by.</summary>
    public int Taps { get; }

    /// <summary>Connections that a unit below has with the layer: the fan-out of initial weights.</summary>
    public int Reach { get; }

    /// <summary>
    /// Whether every unit hears every one below through a weight of its own, so that W is the whole matrix of the layer, to be inverted or multiplied out.
    /// </summary>
    public abstract bool IsFull { get; }

    /// <summary>Whether the units of a map share their weights, and so belong together where statistics are taken.</summary>
    public virtual bool IsShared => false;

    /// <summary>The patches that units see, where they see patches.</summary>
    public virtual PatchShape? Patches => null;

    /// <summary>a = W h + b and s(a), in one pass where the kind can; the softmax is left to the network.</summary>
    /// <param name="W"><c>[rows, taps]</c></param>
    /// <param name="h"><c>[inputs, batch]</c></param>
    /// <param name="bias"><c>[bias rows, 1]</c>, or null.</param>
    /// <param name="activation">s</param>
    /// <param name="a">Receives W h + b, <c>[outputs, batch]</c>.</param>
    /// <param name="output">Receives s(a), <c>[outputs, batch]</c>; may be <paramref name="a"/>.</param>
    public abstract void Compute(Matrix W, Matrix h, Matrix? bias, Activation activation, Matrix a, Matrix output);

    /// <summary>W h</summary>
    /// <param name="W"><c>[rows, taps]</c></param>
    /// <param name="h"><c>[inputs, batch]</c></param>
    /// <returns><c>[outputs, batch]</c></returns>
    public abstract Matrix Forward(Matrix W, Matrix h);

    /// <summary>Carries a signal back to the units below, through weights of this kind.</summary>
    /// <param name="weights">Wᵀ or what stands in its place, <c>[taps, rows]</c>.</param>
    /// <param name="delta"><c>[outputs, batch]</c></param>
    /// <returns>A signal <c>[inputs, batch]</c>.</returns>
    public abstract Signal Back(Operand weights, Matrix delta);

    /// <summary>Changes <paramref name="x"/>: x = keep · x + factor · (h δᵀ, where there are connections).</summary>
    /// <param name="x"><c>[taps, rows]</c>; the transpose of a matrix shaped as W may be given.</param>
    /// <param name="factor">Of the product.</param>
    /// <param name="h"><c>[inputs, batch]</c></param>
    /// <param name="delta"><c>[outputs, batch]</c></param>
    /// <param name="keep">Of what was there; 0 overwrites it.</param>
    public abstract void Correlate(Operand x, double factor, Matrix h, Matrix delta, double keep = 1);

    /// <summary>As <see cref="Correlate"/>, but with the mean over the units that share a weight in the place of their sum.</summary>
    /// <param name="x"><c>[taps, rows]</c></param>
    /// <param name="factor">Of the product.</param>
    /// <param name="h"><c>[inputs, batch]</c></param>
    /// <param name="delta"><c>[outputs, batch]</c></param>
    public virtual void CorrelateMean(Matrix x, double factor, Matrix h, Matrix delta) => Correlate(x, factor, h, delta);

    /// <summary>Proposes δ hᵀ, where there are connections, for weights of this kind.</summary>
    /// <param name="W"><c>[rows, taps]</c></param>
    /// <param name="delta"><c>[outputs, batch]</c></param>
    /// <param name="h"><c>[inputs, batch]</c></param>
    /// <param name="updates">Receives the update.</param>
    public virtual void AddUpdate(Parameter W, Matrix delta, Matrix h, Updates updates)
    {
        Matrix gradient = Workspace.Temporary(Rows, Taps, delta.Backend);
        Correlate(gradient.T, 1, h, delta, keep: 0);
        updates.Add(W, gradient);
    }

    /// <summary>Proposes h δᵀ, where there are connections, for feedback in the place of Wᵀ; whether the layer is frozen makes no difference.</summary>
    /// <param name="B"><c>[taps, rows]</c></param>
    /// <param name="delta"><c>[outputs, batch]</c></param>
    /// <param name="h"><c>[inputs, batch]</c></param>
    /// <param name="updates">Receives the update.</param>
    public virtual void AddFeedbackUpdate(Parameter B, Matrix delta, Matrix h, Updates updates)
    {
        Matrix gradient = Workspace.Temporary(B.Value.Rows, B.Value.Columns, delta.Backend);
        Correlate(gradient, 1, h, delta, keep: 0);
        updates.Add(B, gradient);
    }

    /// <summary>The gradient of the biases: δ summed over the batch, and over units that share one.</summary>
    /// <param name="delta"><c>[outputs, batch]</c></param>
    /// <returns><c>[bias rows, 1]</c></returns>
    public virtual Matrix BiasGradient(Matrix delta) => delta.RowSums();
}
