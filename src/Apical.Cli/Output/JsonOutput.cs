using System.Text.Encodings.Web;
using System.Text.Json;
using Apical.Runs;

namespace Apical.Cli.Output;

/// <summary>Where <c>--json</c> goes.</summary>
internal static class JsonOutput
{
    /// <summary>Indented, with letters of all languages as they are.</summary>
    public static JsonSerializerOptions Readable { get; } = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes to the standard output, to a file, or not at all.</summary>
    /// <param name="shell">Has the standard output.</param>
    /// <param name="target"><c>-</c>, a file, or null.</param>
    /// <param name="text">Makes the text.</param>
    public static void Write(Shell shell, string? target, Func<string> text)
    {
        if (target == "-")
        {
            shell.Output.Data.WriteLine(text());
        }
        else if (target is not null)
        {
            AtomicFile.WriteText(target, text() + "\n");
        }
    }
}
