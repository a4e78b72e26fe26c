using System.Globalization;
using Apical.Cli.Output;
using Apical.Cli.Plugins;
using Apical.Cluster;
using Apical.Runs;
using Apical.Training;

namespace Apical.Cli.Parts;

/// <summary>What parts of a run say of themselves, and what is said of them when some of their jobs are missing.</summary>
internal static class SharedParts
{
    private const int MostNamed = 5;

    /// <summary>Says in the shared folder that a part is at work.</summary>
    /// <param name="shell">The clock, the environment.</param>
    /// <param name="folder">The folder that all parts share.</param>
    /// <param name="part">The part.</param>
    /// <param name="args">The command line.</param>
    /// <param name="dealt">Whether jobs are dealt as parts become free.</param>
    public static PartsFolder Enter(Shell shell, string folder, Part part, IReadOnlyList<string> args, bool dealt)
    {
        string? array = shell.Variable("SLURM_ARRAY_JOB_ID"), task = shell.Variable("SLURM_ARRAY_TASK_ID"), job = shell.Variable("SLURM_JOB_ID");
        string slurm = array is not null ? $", Slurm job {array}_{task}" : job is not null ? $", Slurm job {job}" : "";
        PartsFolder at = PartsFolder.Enter(folder, new(
            part.Number, part.Of, $"{Environment.MachineName}, process {Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}{slurm}",
            shell.Time.GetUtcNow(), Share.FullPaths(Share.Without(Share.WithoutPart(args), ["--out", "--json"], "--quiet"), ["--data-dir", PluginOption.Name]))
        {
            Dealt = dealt,
        });
        if (at.IsTwice)
        {
            shell.Error.Writer.WriteLine($"apical: part {part} of {folder} is at work already, in another process: both do the same runs, to the same bits.");
        }

        return at;
    }

    /// <summary>
    /// How it stands with the parts of a run: looked at before their jobs are, or what one does that ends between the two looks would seem to be left undone.
    /// </summary>
    /// <param name="folder">The folder that all parts share.</param>
    public static IReadOnlyList<(PartNote Note, bool AtWork)> Look(string folder) =>
        [.. PartsFolder.Read(folder).Select(note => (note, note.Status == RunStatus.Running && PartsFolder.IsAtWork(folder, note)))];

    /// <summary>Names the jobs that are missing, part by part, with how it stands with the part and the command that does them.</summary>
    /// <param name="shell">Where to.</param>
    /// <param name="what">How many are missing.</param>
    /// <param name="folder">The folder that all parts share.</param>
    /// <param name="parts">What <see cref="Look"/> saw before.</param>
    /// <param name="missing">The jobs: name, and which part of how many they fall to.</param>
    /// <param name="line">The command that goes on, without the part.</param>
    public static void TellMissing(
        Shell shell, string what, string folder, IReadOnlyList<(PartNote Note, bool AtWork)> parts, IReadOnlyList<(string Name, Func<int, int> Owner)> missing,
        string line)
    {
        TextWriter error = shell.Error.Writer;
        if (parts.Count == 0)
        {
            error.WriteLine($"apical: {what}: {Named([.. missing.Select(job => job.Name)])}. Do them with: {line}");
            return;
        }

        // Where it was begun anew in other parts, those count.
        PartNote last = parts.MaxBy(part => part.Note.Started).Note;
        int of = last.Of;
        if (last.Dealt)
        {
            error.WriteLine($"apical: {what}: {Named([.. missing.Select(job => job.Name)])}.");
            foreach ((PartNote note, bool atWork) in parts.Where(part => part.Note.Of == of && part.Note.Status != RunStatus.Finished))
            {
                error.WriteLine($"apical: rank {note.Number - 1} of {of} {How(note, atWork)}");
            }

            error.WriteLine($"apical: Go on with: {Launcher.Line(of, line)}, or by one process: {line}");
            return;
        }

        error.WriteLine($"apical: {what}. The same parts started again do these and no others, or one by one:");
        foreach (var part in missing.GroupBy(job => job.Owner(of)).OrderBy(part => part.Key))
        {
            (PartNote? note, bool atWork) = parts.FirstOrDefault(one => (one.Note.Number, one.Note.Of) == (part.Key, of));
            error.WriteLine($"apical: part {part.Key}/{of} {(note is null ? "never began" : How(note, atWork))}: {Named([.. part.Select(job => job.Name)])}");
            if (!atWork)
            {
                error.WriteLine($"apical:   {line} --part {part.Key}/{of}");
            }
        }

        error.WriteLine($"apical: then, unless the last part has concluded: {GatherCommand.Line(folder)}");
    }

    private static string How(PartNote note, bool atWork) => note.Status switch
    {
        RunStatus.Running when atWork => $"is at work ({note.Where})",
        RunStatus.Running => $"began {Time(note.Started)} and did not end ({note.Where}): it died, or is at work where it is not seen from here",
        RunStatus.Interrupted => $"was stopped {Time(note.Ended)} ({note.Where})",
        RunStatus.Failed => $"failed {Time(note.Ended)} ({note.Where}): {Problem.Line(note.Reason ?? "")}",
        _ => $"ended {Time(note.Ended)} ({note.Where})",
    };

    private static string Time(DateTimeOffset? time) => time is { } at ? at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture) : "";

    private static string Named(IReadOnlyList<string> jobs) =>
        string.Join(", ", jobs.Take(MostNamed)) + (jobs.Count > MostNamed ? $" and {Show.Count(jobs.Count - MostNamed, "other")}" : "");
}
