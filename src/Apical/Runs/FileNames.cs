namespace Apical.Runs;

/// <summary>Names of files after what a person wrote, for any system.</summary>
public static class FileNames
{
    private const int Longest = 150;

    /// <summary>A text with whatever is not an ASCII letter or digit replaced.</summary>
    /// <param name="text">The text.</param>
    /// <param name="kept">Further signs that stay.</param>
    /// <param name="other">Stands for all others.</param>
    public static string Plain(string text, string kept, char other) =>
        string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) || kept.Contains(c) ? c : other));

    /// <summary>As <see cref="Plain"/>, cut where it is long, and with a checksum of the text: different texts have different names.</summary>
    /// <param name="text">The text.</param>
    /// <param name="kept">Further signs that stay.</param>
    /// <param name="other">Stands for all others.</param>
    public static string Unique(string text, string kept, char other)
    {
        string plain = Plain(text, kept, other);
        return $"{plain[..Math.Min(plain.Length, Longest)]}-{Checksum(text):x8}";
    }

    /// <summary>As <see cref="Plain"/> where that will do for a file beside those of other texts, else as <see cref="Unique"/>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="all">All texts that have files in the folder.</param>
    /// <param name="kept">Further signs that stay.</param>
    /// <param name="other">Stands for all others.</param>
    public static string Among(string text, IEnumerable<string> all, string kept, char other)
    {
        string plain = Plain(text, kept, other);

        // Some file systems take FA and fa for one name.
        bool clashes = all.Any(one => one != text && string.Equals(Plain(one, kept, other), plain, StringComparison.OrdinalIgnoreCase));
        return clashes || plain.Length > Longest ? Unique(text, kept, other) : plain;
    }

    // FNV-1a.
    private static uint Checksum(string text) => text.Aggregate(2166136261, (hash, c) => unchecked((hash ^ c) * 16777619));
}
