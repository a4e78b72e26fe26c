using System.Text;
using System.Text.RegularExpressions;

namespace Apical.Cli;

/// <summary>
/// Breaks long lines between words, where the terminal would break them inside. What has control sequences, or goes on with a line that is begun, is left
/// alone. A command to type begins a line, and is broken so that a copy of its lines is the command.
/// </summary>
/// <param name="writer">Takes the text.</param>
/// <param name="width">Columns there are now.</param>
/// <param name="program">What commands begin with.</param>
internal sealed partial class WrappingWriter(TextWriter writer, Func<int> width, string program = CommandWords.Program) : TextWriter
{
    private bool _begun, _sign;

    public override Encoding Encoding => writer.Encoding;

    public override void Write(char value)
    {
        writer.Write(value);
        bool isSign = value == '\e' || _sign;           // of the terminal: up to the letter at its end
        _sign = isSign && !char.IsLetter(value) && value != '\n';
        _begun = value is not ('\n' or '\r') && (_begun || (!isSign && !char.IsControl(value)));
    }

    public override void Write(string? value)
    {
        writer.Write(value);
        _begun = Begins(value ?? "");
    }

    public override void Write(char[] buffer, int index, int count)
    {
        writer.Write(buffer, index, count);
        _begun = Begins(new string(buffer, index, count));
    }

    public override void WriteLine() => WriteLine("");

    public override void WriteLine(string? value)
    {
        bool whole = _begun || value is null || value.Contains('\e');
        writer.WriteLine(whole ? value : string.Join(writer.NewLine, value!.Split('\n').SelectMany(line => Lines(line, width(), program))));
        _begun = false;
    }

    public override void Flush() => writer.Flush();

    /// <summary>The lines that a line becomes; a word that is longer than a line keeps one for itself.</summary>
    internal static IEnumerable<string> Lines(string text, int width, string program = CommandWords.Program)
    {
        int command = CommandAt(text, $"{CommandWords.Quoted(program)} ");
        return text.Length <= width || command < 0 ? Words(text, width)
            : [.. Words(text[..command].TrimEnd(), width), .. CommandWords.Lines(text[command..], width)];
    }

    // Behind a colon; elsewhere it is a part of a sentence.
    private static int CommandAt(string text, string word)
    {
        int at = text.IndexOf(word, StringComparison.Ordinal);
        while (at >= 0 && !(at > 0 && text[at - 1] == ' ' && text[..at].TrimEnd(' ').EndsWith(':')))
        {
            at = text.IndexOf(word, at + 1, StringComparison.Ordinal);
        }

        return at;
    }

    // Signs of the terminal, such as that which shows its cursor again, take no room.
    private bool Begins(string text)
    {
        int end = text.LastIndexOfAny(['\n', '\r']);
        return (_begun && end < 0) || Signs().Replace(text[(end + 1)..], "").Length > 0;
    }

    private static IEnumerable<string> Words(string text, int width)
    {
        int start = 0;
        while (text.Length - start > width)
        {
            int end = text.LastIndexOf(' ', start + width, width + 1);
            end = end > start ? end : text.IndexOf(' ', start + 1);
            if (end < 0 || string.IsNullOrWhiteSpace(text[start..end]))
            {
                break;
            }

            yield return text[start..end].TrimEnd();
            start = end + 1;
        }

        yield return text[start..];
    }

    [GeneratedRegex(@"\e\[[0-9;?]*[A-Za-z]")]
    private static partial Regex Signs();
}
