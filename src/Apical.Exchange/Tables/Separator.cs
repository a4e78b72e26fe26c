namespace Apical.Exchange.Tables;

/// <summary>What stands between the values of a line.</summary>
/// <param name="Sign">The sign; null when the file shows it.</param>
/// <param name="Name">The word for it.</param>
public sealed record Separator(char? Sign, string Name)
{
    private static readonly Separator[] s_known = [new(null, "auto"), new('\t', "tab"), new(';', "semicolon"), new(',', "comma"), new('|', "bar")];

    /// <summary>The file shows it.</summary>
    public static Separator Auto => s_known[0];

    /// <summary>Those that a file may show, in the order in which they are tried: a comma may stand in numbers, and a tab hardly anywhere else.</summary>
    internal static IEnumerable<Separator> Tried => s_known.Skip(1);

    /// <summary>Reads a word or the sign itself.</summary>
    /// <exception cref="ArgumentException">Something else.</exception>
    public static Separator Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return s_known.FirstOrDefault(known => known.Name.Equals(text, StringComparison.OrdinalIgnoreCase) || known.Sign is { } sign && text == $"{sign}")
            ?? throw new ArgumentException($"'{text}' is no separator: write auto, comma, semicolon, tab or bar, or the sign itself.");
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
