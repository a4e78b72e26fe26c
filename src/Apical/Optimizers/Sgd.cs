using Apical.Parameters;

namespace Apical.Optimizers;

/// <summary>Gradient descent: every weight moves against its gradient.</summary>
/// <remarks>
/// <code>
///   w ← (1 − η λ) w − η g          demirbilek2021 §1.4.1 with weight decay
/// </code>
/// A gradient in two factors, g = δ hᵀ, is never formed: the product is added to w in place.
/// </remarks>
/// <param name="learningRate">η. Default 0.1 (ours).</param>
public sealed class Sgd(double learningRate = Sgd.DefaultLearningRate) : Optimizer(learningRate)
{
    /// <summary>η when none is given.</summary>
    /// <value>0.1 (ours)</value>
    public const double DefaultLearningRate = 0.1;

    /// <inheritdoc/>
    public override string Name => "sgd";

    /// <inheritdoc/>
    protected override IReadOnlyList<string> StateNames => [];

    /// <inheritdoc/>
    protected override void Move(in Update update, ParameterState state, double eta, double lambda)
    {
        Matrix w = update.Parameter.Value;
        double keep = 1 - (eta * lambda);
        if (update.Presynaptic is { } h)
        {
            w.AddProduct(-eta, update.Delta, h.T, keep);
        }
        else
        {
            w.Blend(keep, -eta, update.Delta);
        }
    }
}
