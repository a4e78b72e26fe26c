using System.Text;

namespace Apical.Cli;

/// <summary>Says commands as this program was started. Only in whole lines: what is laid out in columns says them so before.</summary>
/// <param name="writer">Takes the text.</param>
/// <param name="program">What a person typed to start this program.</param>
internal sealed class NamingWriter(TextWriter writer, string program) : TextWriter
{
    public override Encoding Encoding => writer.Encoding;

    public override void Write(char value) => writer.Write(value);

    public override void Write(string? value) => writer.Write(value);

    public override void Write(char[] buffer, int index, int count) => writer.Write(buffer, index, count);

    public override void WriteLine() => writer.WriteLine();

    public override void WriteLine(string? value) => writer.WriteLine(value is null ? null : CommandWords.StartedAs(program, value));

    public override void Flush() => writer.Flush();
}
