using Apical.Numerics.Matrices;
using Apical.Parameters;

namespace Apical.Networks;

/// <summary>
/// One layer i: a_i = (W_i h_{i−1} + b_i), h_i = s_i(a_i). It computes; how it learns is the rule's business. A layer knows how to carry a signal
/// back through given weights of its own kind and how to turn a signal and its presynaptic activity into updates, so no rule knows layer types.
/// </summary>
public abstract class Layer
{
    /// <summary>Sets what all layers have.</summary>
    /// <param name="fanIn">Units below; at least 1.</param>
    /// <param name="fanOut">Units of this layer; at least 1.</param>
    /// <param name="activation">s_i</param>
    /// <param name="dropout">Probability that a unit is silenced in a training step; from 0 up to 1 (excluded).</param>
    protected Layer(int fanIn, int fanOut, Activation activation, double dropout)
    {
        if (fanIn < 1 || fanOut < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(fanIn), $"A layer needs at least one unit on each side, got {fanIn} to {fanOut}.");
        }

        ArgumentNullException.ThrowIfNull(activation);
        if (dropout is not (>= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(dropout), dropout, "Dropout is a probability from 0 up to 1 (excluded).");
        }

        (FanIn, FanOut, Activation, Dropout) = (fanIn, fanOut, activation, dropout);
    }

    /// <summary>Units below.</summary>
    public int FanIn { get; }

    /// <summary>Units of this layer.</summary>
    public int FanOut { get; }

    /// <summary>s_i</summary>
    public Activation Activation { get; }

    /// <summary>
    /// Probability that a unit is silenced in a training step; the others are scaled by 1/(1 − dropout). A property of the layer rather than a layer
    /// of its own, so that indices stay the papers': the mask is part of s_i and so of D_i, and every rule respects it.
    /// </summary>
    public double Dropout { get; }

    /// <summary>
    /// Whether each unit below is brought to mean 0 and variance 1 over the batch before it enters the layer: batch normalisation without learned scale
    /// and shift (meulemans2019, algorithm A.1). The statistics are those of the batch at hand, in use too.
    /// </summary>
    public bool NormalisesInput { get; init; }

    /// <summary>A frozen layer computes as ever but gets no updates.</summary>
    public bool Frozen { get; set; }

    /// <summary>The weights, one row per unit and one column per connection that a unit has; for a dense layer <c>[fan-out, fan-in]</c>.</summary>
    public abstract Parameter W { get; }

    /// <summary>Connections that a unit has with the layer below: what initial weights are scaled by. In a dense layer the fan-in.</summary>
    public int Connections => W.Value.Columns;

    /// <summary>The biases, or null.</summary>
    public abstract Parameter? Bias { get; }

    /// <summary>All that a model file must hold of it: W, the biases if any, and what a layer keeps fixed besides.</summary>
    public virtual IReadOnlyList<Parameter> Parameters => Bias is null ? [W] : [W, Bias];

    /// <summary>Whether, with weights W ≥ 0, no unit falls when a unit below rises.</summary>
    public virtual bool IsMonotone => Activation.IsMonotone;

    /// <summary>Factors on s(a) that depend on the layer's input, <c>[fan-out, batch]</c>, or null. They are part of s_i and so of D_i, as dropout is, and no signal runs back through them.</summary>
    /// <param name="h">h_{i−1}, <c>[fan-in, batch]</c></param>
    public virtual Matrix? Gates(Matrix h) => null;

    /// <summary>a = W h + b and s(a), in one pass; the softmax is left to the network.</summary>
    /// <param name="h">h_{i−1}, <c>[fan-in, batch]</c></param>
    /// <param name="a">Receives a_i, <c>[fan-out, batch]</c>.</param>
    /// <param name="output">Receives s(a_i), <c>[fan-out, batch]</c>; may be <paramref name="a"/>.</param>
    public abstract void Compute(Matrix h, Matrix a, Matrix output);

    /// <summary>W h alone, without bias and activation.</summary>
    /// <param name="h"><c>[fan-in, batch]</c></param>
    /// <returns><c>[fan-out, batch]</c></returns>
    public abstract Matrix CarryForward(Matrix h);

    /// <summary>Carries a signal at a_i back to h_{i−1} through weights of this layer's kind: its own (<c>W.T</c>) or feedback in their place.</summary>
    /// <param name="weights">For a dense layer <c>[fan-in, fan-out]</c>.</param>
    /// <param name="signal"><c>[fan-out, batch]</c></param>
    /// <returns><c>[fan-in, batch]</c></returns>
    public abstract Matrix CarryBack(Operand weights, Matrix signal);

    /// <summary>As <see cref="CarryBack(Operand, Matrix)"/>, ⊙ the slope of the layer below.</summary>
    /// <param name="weights">For a dense layer <c>[fan-in, fan-out]</c>.</param>
    /// <param name="signal"><c>[fan-out, batch]</c></param>
    /// <param name="below">The activation of the layer below.</param>
    /// <param name="h">What the layer below put out, <c>[fan-in, batch]</c>.</param>
    /// <returns><c>[fan-in, batch]</c></returns>
    public virtual Matrix CarryBack(Operand weights, Matrix signal, Activation below, Matrix h) => below.TimesSlope(CarryBack(weights, signal), h);

    /// <summary>Adds the updates that follow from a teaching signal, unless the layer is frozen.</summary>
    /// <param name="delta">δ_i, <c>[fan-out, batch]</c></param>
    /// <param name="presynaptic">h_{i−1} or what the rule puts in its place, <c>[fan-in, batch]</c></param>
    /// <param name="updates">Receives the updates.</param>
    public abstract void AddUpdates(Matrix delta, Matrix presynaptic, Updates updates);

    /// <summary>Adds the update h signalᵀ, where there are connections, of feedback in the place of Wᵀ; whether the layer is frozen makes no difference.</summary>
    /// <param name="feedback">Shaped as the transpose of W; for a dense layer <c>[fan-in, fan-out]</c>.</param>
    /// <param name="signal">On the side of this layer, <c>[fan-out, batch]</c></param>
    /// <param name="h">On the side of the layer below, <c>[fan-in, batch]</c></param>
    /// <param name="updates">Receives the update.</param>
    public abstract void AddTransposedUpdate(Parameter feedback, Matrix signal, Matrix h, Updates updates);

    /// <summary>Changes <paramref name="x"/>: adds factor · h signalᵀ, where there are connections.</summary>
    /// <param name="x">Shaped as the transpose of W; for a dense layer <c>[fan-in, fan-out]</c>.</param>
    /// <param name="factor">Of the product.</param>
    /// <param name="h"><c>[fan-in, samples]</c></param>
    /// <param name="signal"><c>[fan-out, samples]</c></param>
    public abstract void AddCorrelation(Matrix x, double factor, Matrix h, Matrix signal);
}
