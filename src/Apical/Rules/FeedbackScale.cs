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

    private readonly double[] _numbers;                 // factors, or ratios where they are to be measured

    private FeedbackScale(double[] numbers, bool isBalanced) => (_numbers, IsBalanced) = (numbers, isBalanced);

    /// <summary>What it means, for help.</summary>
    internal const string Meaning = "factor on B_i as it is drawn: one for all, one for each (2/5/5), or balanced, "
        + "so that the rms of δ_i is that of δ_L (balanced:0.3 or balanced:3/1/1: times so much)";

    /// <summary>The same where it has to be known (<see cref="RequireKnown"/>).</summary>
    internal const string MeaningOfKnown = "factor on B_i as it is drawn, positive: one for all, or one for each (2/5/5)";

    /// <summary>As drawn.</summary>
    public static FeedbackScale One { get; } = new([1], isBalanced: false);

    /// <summary>Whether the factors are to be measured.</summary>
    public bool IsBalanced { get; }

    /// <summary>The same factor for all B_i.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive and finite.</exception>
    public static implicit operator FeedbackScale(double factor) => Of(factor);

    /// <summary>A factor for each of B_1, B_2, …, or one for all.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is not positive and finite.</exception>
    public static FeedbackScale Of(params IReadOnlyList<double> factors) =>
        new([.. factors.DefaultIfEmpty(1).Select(factor => Checked.Positive(factor, "Scale", NotPositive))], isBalanced: false);

    /// <summary>Factors that <see cref="LearningRule.Balance"/> measures, so that the rms of δ_i is that of δ_L times a ratio, for each hidden layer.</summary>
    /// <param name="ratios">rms of δ_i over rms of δ_L, for each hidden layer or one for all. Default 1: all are equal. Positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">One is not positive and finite.</exception>
    public static FeedbackScale Balanced(params IReadOnlyList<double> ratios) => new([.. ratios.DefaultIfEmpty(1)
        .Select(ratio => Checked.Positive(ratio, nameof(ratios), "The size of δ_i over that of δ_L is positive and finite."))], isBalanced: true);

    /// <summary>Reads <c>2</c>, <c>2/5/5</c>, <c>balanced</c>, <c>balanced:0.3</c> or <c>balanced:3/1/1</c>.</summary>
    /// <exception cref="ArgumentException">It is none of them.</exception>
    public static FeedbackScale Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split(':');
        return parts[0].Trim().Equals(BalancedName, StringComparison.OrdinalIgnoreCase) && parts.Length <= 2
            ? Balanced([.. parts.Skip(1).SelectMany(ratios => ratios.Split('/')).Select(Number)])
            : Of([.. text.Split('/').Select(Number)]);

        double Number(string piece) => ValueText.Number(piece) ?? throw new ArgumentException(
            $"'{text}' is no scale of feedback. Give a factor for all B_i (2), one for each (2/5/5), or balanced, with the size of δ_i over that of δ_L if "
                + "that is not 1 (balanced:0.3, balanced:3/1/1).");
    }

    /// <summary>The factor on B_i, as far as it is known before a measurement: 1 where there is to be one.</summary>
    /// <param name="i">The layer that it brings errors to; 0, which only rules with a way down to the input have, has that of layer 1.</param>
    /// <param name="hidden">Hidden layers of the network.</param>
    /// <exception cref="ArgumentException">There are numbers for more or fewer layers.</exception>
    public double At(int i, int hidden) => Of(i, hidden) is var factor && IsBalanced ? 1 : factor;

    /// <summary>Sees to it that there are numbers for as many layers as a network has, one without hidden layers, too.</summary>
    /// <param name="hidden">Hidden layers of the network.</param>
    /// <exception cref="ArgumentException">There are not.</exception>
    internal void RequireFit(int hidden) => Of(1, hidden);

    /// <summary>What is wanted of the rms of δ_i over that of δ_L, where factors are to be measured.</summary>
    /// <param name="i">1..L−1</param>
    /// <param name="hidden">Hidden layers of the network.</param>
    internal double RatioAt(int i, int hidden) => Of(i, hidden);

    /// <summary>Sees to it that the factors are known before the feedback is drawn, where more than B_i is made of it.</summary>
    /// <param name="rule">Who asks.</param>
    /// <exception cref="ArgumentException">They are to be measured.</exception>
    internal void RequireKnown(string rule)
    {
        if (IsBalanced)
        {
            throw new ArgumentException($"{rule} makes other weights of its B_i as they are drawn, so scale={this}, which is measured afterwards, is not for "
                + "it. Give numbers, such as scale=2.");
        }
    }

    /// <inheritdoc/>
    public bool Equals(FeedbackScale? other) => other is not null && IsBalanced == other.IsBalanced && _numbers.AsSpan().SequenceEqual(other._numbers);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FeedbackScale);

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>As <see cref="Parse"/> reads it.</summary>
    public override string ToString()
    {
        string numbers = string.Join('/', _numbers.Select(ValueText.Show));
        return !IsBalanced ? numbers : numbers == "1" ? BalancedName : $"{BalancedName}:{numbers}";
    }

    private double Of(int i, int hidden) => _numbers.Length == 1 ? _numbers[0] : _numbers.Length == hidden ? _numbers[Math.Max(i, 1) - 1]
        : throw new ArgumentException($"scale={this} has {_numbers.Length} numbers, and the network has {Counted.Of(hidden, "hidden layer")}: give one for "
            + "each, from the first layer up, or a single one for all.");
}
