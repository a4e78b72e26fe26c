using System.Text;

namespace Apical.Cli;

/// <summary>
/// Breaks long lines between words, where the terminal would break them inside. What has control sequences, or goes on with a line that is begun, is left
/// alone; so is a command to type, which must come in one piece to be copied.
/// </summary>
/// <param name="writer">Takes the text.</param>
/// <param name="width">Columns there are now.</param>
internal sealed class WrappingWriter(TextWriter writer, Func<int> width) : TextWriter
{
    private const string Command = ": apical ";

    private bool _begun;

    public override Encoding Encoding => writer.Encoding;

    public override void Write(char value)
    {
        writer.Write(value);
        _begun = value != '\n';
    }

    public override void Write(string? value)
    {
        writer.Write(value);
        _begun = string.IsNullOrEmpty(value) ? _begun : !value.EndsWith('\n');
    }

    public override void Write(char[] buffer, int index, int count)
    {
        writer.Write(buffer, index, count);
        _begun = count == 0 ? _begun : buffer[index + count - 1] != '\n';
    }

    public override void WriteLine() => WriteLine("");

    public override void WriteLine(string? value)
    {
        bool whole = _begun || value is null || value.Contains('\e');
        writer.WriteLine(whole ? value : string.Join(writer.NewLine, value!.Split('\n').SelectMany(line => Lines(line, width()))));
        _begun = false;
    }

    public override void Flush() => writer.Flush();

    /// <summary>The lines that a line becomes; a word that is longer than a line keeps one for itself.</summary>
    internal static IEnumerable<string> Lines(string text, int width)
    {
        int start = 0, command = text.IndexOf(Command, StringComparison.Ordinal);
        while (text.Length - start > width)
        {
            int end = text.LastIndexOf(' ', start + width, width + 1);
            end = end > start ? end : text.IndexOf(' ', start + 1);
            end = command > start && (end < 0 || end > command) ? command + 1 : end;
            if (end < 0 || (command >= 0 && start > command) || string.IsNullOrWhiteSpace(text[start..end]))
            {
                break;
            }

            yield return text[start..end].TrimEnd();
            start = end + 1;
        }

        yield return text[start..];
    }
}
