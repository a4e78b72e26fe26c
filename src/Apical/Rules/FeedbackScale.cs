using Apical.Specs;

namespace Apical.Rules;

/// <summary>
/// Factors on the feedback as it is drawn, so that errors arrive at each layer at a useful size: one for all B_i, one for each, or those that a measurement
/// finds (<see cref="LearningRule.Balance"/>).
/// </summary>
/// <remarks>lillicrap2016, Note 5, scales each B_i by trial until errors of about the same magnitude arrive at each layer.</remarks>
public sealed class FeedbackScale : IEquatable<FeedbackScale>
{
    private const string BalancedName = "balanced";
    private const string NotPositive = "Feedback needs a positive, finite scale: with 0, no error reaches the hidden layers.";

    private readonly double[] _factors;

    private FeedbackScale(double[] factors, double? ratio = null) => (_factors, Ratio) = (factors, ratio);

    /// <summary>What it means, for help.</summary>
    internal const string Meaning = "factor on B_i as it is drawn: one for all, one for each (2/5/5), or balanced, so that the rms of δ_i is that of δ_L";

    /// <summary>The same where it has to be known (<see cref="RequireKnown"/>).</summary>
    internal const string MeaningOfKnown = "factor on B_i as it is drawn, positive: one for all, or one for each (2/5/5)";

    /// <summary>As drawn.</summary>
    public static FeedbackScale One { get; } = new([1]);

    /// <summary>What is wanted of the size of δ_i over that of δ_L, where the factors are to be measured; else null.</summary>
    public double? Ratio { get; }

    /// <summary>The same factor for all B_i.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive and finite.</exception>
    public static implicit operator FeedbackScale(double factor) => new([Checked.Positive(factor, "Scale", NotPositive)]);

    /// <summary>A factor for each of B_1, B_2, ….</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is not positive and finite.</exception>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static FeedbackScale Of(params IReadOnlyList<double> factors) => factors.Count > 0
        ? new([.. factors.Select(factor => Checked.Positive(factor, "Scale", NotPositive))])
        : throw new ArgumentException("Give one factor for all B_i, or one for each.", nameof(factors));

    /// <summary>Factors that <see cref="LearningRule.Balance"/> measures, so that the rms of δ_i is that of δ_L times a ratio, for each hidden layer.</summary>
    /// <param name="ratio">rms of δ_i over rms of δ_L. Default 1: all are equal. Positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive and finite.</exception>
    public static FeedbackScale Balanced(double ratio = 1) =>
        new([1], Checked.Positive(ratio, nameof(ratio), "The size of δ_i over that of δ_L is positive and finite."));

    /// <summary>Reads <c>2</c>, <c>2/5/5</c>, <c>balanced</c> or <c>balanced:0.3</c>.</summary>
    /// <exception cref="ArgumentException">It is none of them.</exception>
    public static FeedbackScale Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split(':');
        if (parts[0].Trim().Equals(BalancedName, StringComparison.OrdinalIgnoreCase) && parts.Length <= 2)
        {
            return Balanced(parts.Length == 1 ? 1 : Number(parts[1]));
        }

        return Of([.. text.Split('/').Select(Number)]);

        double Number(string piece) => ValueText.Number(piece) ?? throw new ArgumentException(
            $"'{text}' is no scale of feedback. Give a factor for all B_i (2), one for each (2/5/5), or balanced, with the size of δ_i over that of δ_L if that "
                + "is not 1 (balanced:0.3).");
    }

    /// <summary>The factor on B_i.</summary>
    /// <param name="i">The layer that it brings errors to; 0, which only rules with a way down to the input have, has the factor of 1.</param>
    /// <param name="hidden">Hidden layers of the network.</param>
    /// <exception cref="ArgumentException">There are factors for another number of layers.</exception>
    public double At(int i, int hidden) => _factors.Length == 1 ? _factors[0] : _factors.Length == hidden ? _factors[Math.Max(i, 1) - 1]
        : throw new ArgumentException($"scale={this} has {_factors.Length} factors, and the network has {Counted.Of(hidden, "hidden layer")}: give one "
            + "factor for each, from the first layer up, or a single one for all.");

    /// <summary>Sees to it that the factors are known before the feedback is drawn, where more than B_i is made of it.</summary>
    /// <param name="rule">Who asks.</param>
    /// <exception cref="ArgumentException">They are to be measured.</exception>
    internal void RequireKnown(string rule)
    {
        if (Ratio is not null)
        {
            throw new ArgumentException($"{rule} makes other weights of its B_i as they are drawn, so scale={this}, which is measured afterwards, is not for "
                + "it. Give numbers, such as scale=2.");
        }
    }

    /// <inheritdoc/>
    public bool Equals(FeedbackScale? other) => other is not null && Ratio == other.Ratio && _factors.AsSpan().SequenceEqual(other._factors);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FeedbackScale);

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>As <see cref="Parse"/> reads it.</summary>
    public override string ToString() => Ratio is not { } ratio ? string.Join('/', _factors.Select(ValueText.Show))
        : ratio == 1 ? BalancedName : $"{BalancedName}:{ValueText.Show(ratio)}";
}
