namespace Apical.Specs;

/// <summary>
/// Cuts text at signs that stand outside quotes. A quote, ' or ", opens at the beginning of a piece only, so that an apostrophe in a word is none.
/// </summary>
internal static class Pieces
{
    private const string Signs = ":,/=";

    /// <summary>The pieces between the signs <paramref name="at"/>, quotes and blanks included.</summary>
    /// <exception cref="ArgumentException">A quote is not closed, or something follows the closing one.</exception>
    public static IReadOnlyList<string> Split(string text, char at)
    {
        bool[] quoted = Quoted(text);
        var pieces = new List<string>();
        int begin = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == at && !quoted[i])
            {
                pieces.Add(text[begin..i]);
                begin = i + 1;
            }
        }

        pieces.Add(text[begin..]);
        return pieces;
    }

    /// <summary>Where a sign stands outside quotes, or −1.</summary>
    public static int IndexOf(string text, char sign)
    {
        bool[] quoted = Quoted(text);
        return Enumerable.Range(0, text.Length).FirstOrDefault(i => text[i] == sign && !quoted[i], -1);
    }

    /// <summary>Whether all of it stands in one pair of quotes.</summary>
    public static bool IsQuoted(string piece) => piece.Trim() is [('\'' or '"') and var quote, .., var last] whole && last == quote
        && whole.IndexOf(quote, 1) == whole.Length - 1;

    /// <summary>A value without blanks around it, and without its quotes.</summary>
    public static string Plain(string piece) => IsQuoted(piece) ? piece.Trim()[1..^1] : piece.Trim();

    /// <summary>A value in quotes where it needs them.</summary>
    public static string Quote(string value) =>
        !IsQuoted(value) && value.IndexOfAny([.. Signs, '\'', '"']) < 0 && value.Trim() == value ? value : value.Contains('\'') ? $"\"{value}\"" : $"'{value}'";

    private static bool[] Quoted(string text)
    {
        var quoted = new bool[text.Length];
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is not ('\'' or '"') || !Begins(text, i))
            {
                continue;
            }

            int close = text.IndexOf(text[i], i + 1);
            if (close < 0)
            {
                throw new ArgumentException($"{text[i..]} in {text}: the quote is not closed.");
            }

            string rest = text[(close + 1)..].TrimStart();
            if (rest.Length > 0 && !Signs.Contains(rest[0]))
            {
                throw new ArgumentException($"{text[i..(close + 1)]} in {text}: '{rest[0]}' follows the closing quote. A value stands in quotes as a whole.");
            }

            Array.Fill(quoted, true, i, close + 1 - i);
            i = close;
        }

        return quoted;
    }

    private static bool Begins(string text, int at)
    {
        string before = text[..at].TrimEnd();
        return before.Length == 0 || Signs.Contains(before[^1]);
    }
}
