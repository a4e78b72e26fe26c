namespace Apical.Papers.Demirbilek2021;

/// <summary>A way to train, and its learning rate.</summary>
/// <param name="Group">What the figure calls it.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Optimizer">The optimizer.</param>
/// <param name="Rate">The learning rate.</param>
internal sealed record Method(string Group, string Rule, string Optimizer, Fixed<double> Rate)
{
    /// <summary>The published test accuracy for three digits after 20 epochs, where there is one.</summary>
    public double? Published { get; init; }
}
