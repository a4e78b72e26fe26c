using System.Text.Json.Nodes;
using Apical.Runs;

namespace Apical.Cli.Output;

/// <summary>Makes the folder of a new run.</summary>
internal static class RunFolders
{
    private const int Tries = 3;

    /// <summary>Begins a run in the folder asked for, or in one named by time, command and subject under <c>runs/</c>.</summary>
    /// <param name="wanted">The folder asked for, or null.</param>
    /// <param name="args">The command line.</param>
    /// <param name="subject">What the run is about, for the folder's name.</param>
    /// <param name="settings">All settings.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="time">The clock.</param>
    public static RunFolder Create(string? wanted, IReadOnlyList<string> args, string subject, JsonObject settings, ulong seed, TimeProvider time)
    {
        var description = new RunDescription { Command = CommandText(args), Settings = settings, Seeds = [seed] };
        if (wanted is not null)
        {
            return Create(wanted, description, time);
        }

        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return Create(RunFolder.DefaultPath(args[0], subject, time), description, time);
            }
            catch (IOException) when (attempt < Tries)
            {
                // Another run that began in the same second may have taken the name.
            }
        }
    }

    /// <summary>Where the model of one run of a comparison goes: <c>models/fa-1.safetensors</c>.</summary>
    public static string ModelPath(RunFolder folder, string rule, int run) =>
        Path.Combine(folder.FolderPath, "models", $"{FileName(rule)}-{run}.safetensors");

    private static RunFolder Create(string path, RunDescription description, TimeProvider time)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception error) when (Problem.IsExpected(error))
        {
            throw new IOException($"The folder '{path}' cannot be made. {Problem.Line(error)} Choose another with --out.", error);
        }

        return RunFolder.Create(path, description, time);
    }

    /// <summary>A rule with its settings as part of a file name on any system: ':' becomes '_'.</summary>
    private static string FileName(string rule) => string.Concat(rule.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '=' or ',' or '+' ? c : '_'));

    /// <summary>The command line as a person would type it.</summary>
    public static string CommandText(IReadOnlyList<string> args) => string.Join(' ', args.Select(Quoted).Prepend("apical"));

    private static string Quoted(string arg) =>
        arg.Length > 0 && arg.All(c => char.IsAsciiLetterOrDigit(c) || "-_=.,:/\\+@%".Contains(c)) ? arg : $"'{arg.Replace("'", "'\\''")}'";
}
