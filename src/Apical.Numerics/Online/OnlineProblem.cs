using System.Numerics;

namespace Apical.Numerics.Online;

/// <summary>What is said of samples and targets that will not do.</summary>
internal static class OnlineProblem
{
    /// <summary>A sample of another size.</summary>
    public static ArgumentException Unfit(OnlineShape shape, int numbers, int active)
    {
        bool both = shape.Categories > 0;
        return new($"Expected {shape.Widths[0]} numbers{(both ? $" and {shape.Active} categories" : "")}, got {numbers}{(both ? $" and {active}" : "")}.");
    }

    /// <summary>A category that is not there.</summary>
    public static ArgumentOutOfRangeException NoCategory(OnlineShape shape, int category) =>
        new(nameof(category), category, $"Categories are numbered 0 to {shape.Categories - 1}.");

    /// <summary>A number that is none.</summary>
    public static ArgumentException NotFinite<T>(ReadOnlySpan<T> x)
        where T : IFloatingPointIeee754<T>
    {
        int i = 0;
        while (T.IsFinite(x[i]))
        {
            i++;
        }

        return new(FormattableString.Invariant($"Input {i + 1} of {x.Length} is {x[i]}: expected finite numbers. Leave such samples out, or mend them."));
    }

    /// <summary>An output that is no number.</summary>
    public static ArithmeticException TooLarge() => new(
        "The output is too large for a number: weights have grown without limit, or inputs are enormous. Begin with a fresh net, a lower learning rate and "
            + "inputs of the size of 1.");

    /// <summary>Learning without a sample.</summary>
    public static InvalidOperationException NothingPredicted() =>
        new("There is no sample to learn from. Predict one first; Learn then learns what its outcome was.");

    /// <summary>A target that a logistic output can never be.</summary>
    public static ArgumentException NoProbability<T>(T target) => new(FormattableString.Invariant(
        $"The target is {target}: binary cross-entropy expects 0, 1 or a probability between. Use squared error for other numbers."));

    /// <summary>A target from which nothing can be learned.</summary>
    public static ArgumentException NoStep<T>(T output, T error) => new(FormattableString.Invariant(
        $"The output is {output} and the error {error}: nothing can be learned from that. Expected a finite target, and a rate that fits it."));
}
