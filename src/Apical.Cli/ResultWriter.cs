using System.Text;
using Apical.Runs;

namespace Apical.Cli;

/// <summary>Passes results on to the standard output; where they cannot be written, as into a file on a full disk, the error says so.</summary>
/// <param name="writer">Takes the text.</param>
internal sealed class ResultWriter(TextWriter writer) : TextWriter
{
    public override Encoding Encoding => writer.Encoding;

    public override void Write(char value) => Told(() => writer.Write(value));

    public override void Write(string? value) => Told(() => writer.Write(value));

    public override void Write(char[] buffer, int index, int count) => Told(() => writer.Write(buffer, index, count));

    public override void WriteLine(string? value) => Told(() => writer.WriteLine(value));

    public override void Flush() => Told(writer.Flush);

    private static void Told(Action write)
    {
        try
        {
            write();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            throw new DiskException("standard output", error);
        }
    }
}
