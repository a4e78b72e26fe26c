using System.Text;

namespace Apical.Cli;

/// <summary>Says commands as this program was started. Only in whole lines: what goes on with a line that is begun says them so before.</summary>
/// <param name="writer">Takes the text.</param>
/// <param name="program">What a person typed to start this program.</param>
internal sealed class NamingWriter(TextWriter writer, string program) : TextWriter
{
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
        _begun = string.IsNullOrEmpty(value) ? _begun : value[^1] != '\n';
    }

    public override void Write(char[] buffer, int index, int count)
    {
        writer.Write(buffer, index, count);
        _begun = count == 0 ? _begun : buffer[index + count - 1] != '\n';
    }

    public override void WriteLine() => WriteLine("");

    public override void WriteLine(string? value)
    {
        writer.WriteLine(_begun || value is null ? value : CommandWords.StartedAs(program, value));
        _begun = false;
    }

    public override void Flush() => writer.Flush();
}
