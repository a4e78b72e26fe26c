using System.Text;
using Apical.Runs;

namespace Apical.Cli;

/// <summary>
/// Passes results on to the standard output. Where they cannot be written, as into a file on a full disk, the command does its work all the same, for what it
/// keeps lies elsewhere; the error is told at its end.
/// </summary>
/// <param name="writer">Takes the text.</param>
internal sealed class ResultWriter(TextWriter writer) : TextWriter
{
    /// <summary>Why something was lost; null when nothing was.</summary>
    public DiskException? Lost { get; private set; }

    public override Encoding Encoding => writer.Encoding;

    public override void Write(char value) => Told(() => writer.Write(value));

    public override void Write(string? value) => Told(() => writer.Write(value));

    public override void Write(char[] buffer, int index, int count) => Told(() => writer.Write(buffer, index, count));

    public override void WriteLine(string? value) => Told(() => writer.WriteLine(value));

    public override void Flush() => Told(writer.Flush);

    private void Told(Action write)
    {
        if (Lost is not null)
        {
            return;                                     // with a gap in it, it would be something else
        }

        try
        {
            write();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            Lost = new DiskException("standard output", error);
        }
    }
}
