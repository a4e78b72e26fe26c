using System.Globalization;

namespace Apical.Exchange.Images;

/// <summary>A size to bring images to: a number, <c>64</c>, rows and columns, <c>48x64</c>, or <c>none</c>.</summary>
/// <param name="Height">Rows, or the number.</param>
/// <param name="Width">Columns, or the number.</param>
/// <param name="IsNumber">Whether a single number was written.</param>
public sealed record Extent(int Height, int Width, bool IsNumber)
{
    private const int Most = 4096;

    /// <summary>No size.</summary>
    public static Extent None { get; } = new(0, 0, false);

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <exception cref="ArgumentException">Something else.</exception>
    public static Extent Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int?[] sides = [.. text.ToLowerInvariant().Split('x', '×').Select(word =>
            int.TryParse(word.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int side) && side is > 0 and <= Most ? (int?)side : null)];
        return sides switch
        {
            _ when text.Equals("none", StringComparison.OrdinalIgnoreCase) => None,
            [{ } side] => new(side, side, true),
            [{ } height, { } width] => new(height, width, false),
            _ => throw new ArgumentException($"'{text}' is no size; write a number of pixels from 1 to {Most}, rows and columns such as 48x64, or none."),
        };
    }

    /// <inheritdoc/>
    public override string ToString() => this == None ? "none"
        : IsNumber ? Height.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{Height}x{Width}");
}
