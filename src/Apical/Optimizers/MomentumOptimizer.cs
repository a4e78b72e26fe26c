namespace Apical.Optimizers;

/// <summary>An optimizer with a velocity: <see cref="Momentum"/> and <see cref="Nag"/>.</summary>
/// <param name="learningRate">η.</param>
public abstract class MomentumOptimizer(double learningRate) : Optimizer(learningRate)
{
    /// <summary>μ, the share of the velocity that is kept.</summary>
    /// <value>Default 0.9 (demirbilek2021 §1.4.1). At least 0, below 1; 0 is plain gradient descent.</value>
    public double Mu
    {
        get;
        set => field = Setting.Kept(value, nameof(Mu));
    }
    = 0.9;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> StateNames { get; } = ["velocity"];

    /// <inheritdoc/>
    protected override IEnumerable<KeyValuePair<string, object>> OwnSettings => [new("mu", Mu)];
}
