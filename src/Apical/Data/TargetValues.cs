using Apical.Specs;

namespace Apical.Data;

/// <summary>Target values of the other classes and of the right one, written <c>0,1</c>.</summary>
/// <param name="Low">Of the other classes.</param>
/// <param name="High">Of the right one.</param>
public sealed record TargetValues(double Low, double High) : IReadable<TargetValues>
{
    /// <summary>Reads two rising numbers.</summary>
    /// <exception cref="ArgumentException">Anything else.</exception>
    public static TargetValues Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split(',').Select(ValueText.Number).ToArray() is [{ } low, { } high] && low < high && double.IsFinite(high - low) ? new(low, high)
            : throw new ArgumentException($"'{text}' are no targets: give two rising numbers such as 0,1 or -0.9,0.9.");
    }
}
