using Apical.Cli.Collection;
using Apical.Exchange.TensorBoard;
using Apical.Runs;
using Apical.Training;

namespace Apical.Cli.Settings;

/// <summary>How to run, and where results go.</summary>
/// <param name="Threads">Threads in all.</param>
/// <param name="Probes">Names of probes.</param>
/// <param name="ProbeSamples">Test samples they look at.</param>
/// <param name="Sample">The test sample whose maps are drawn, from 1.</param>
/// <param name="Out">Folder of the run, or null for one with a name of its own.</param>
/// <param name="Json">Where to write the result for a program: a file, <c>-</c>, or null.</param>
/// <param name="Quiet">Whether only the result is printed.</param>
/// <param name="Keep">Which weights are written as a model.</param>
internal sealed record RunRequest(
    int Threads, IReadOnlyList<string> Probes, int ProbeSamples, int Sample, string? Out, string? Json, bool Quiet, KeptModel Keep)
{
    /// <summary>The folder in which each run's folder of event files is made; null where none are written.</summary>
    public string? TensorBoard { get; init; }

    /// <summary>What a line to go on with has for that, behind the rest of it.</summary>
    public string TensorBoardOption => TensorBoard is null ? "" : $" {RunOptions.TensorBoardName} {CommandWords.Quoted(TensorBoard)}";

    /// <summary>The folder of the run, where it has one already.</summary>
    public string? Existing => Out is not null && File.Exists(Path.Combine(Out, RunFolder.RecordName)) ? Out : null;

    /// <summary>Whether the weights of the best epoch are wanted.</summary>
    public bool KeepsBest => Keep is KeptModel.Best or KeptModel.Both;

    /// <summary>Has a run write event files, where they are asked for.</summary>
    /// <param name="run">Put together.</param>
    /// <param name="folder">The folder of the run.</param>
    /// <param name="time">Tells when.</param>
    public void Log(TrainingRun run, string folder, TimeProvider time)
    {
        if (TensorBoard is { } wanted)
        {
            // Its name alone among those in runs/; elsewhere with a checksum of where it is, for others may have the same.
            string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)), name = Path.GetFileName(full);
            if (Path.GetDirectoryName(full) != Path.GetFullPath(RunFinder.DefaultFolder))
            {
                string unique = FileNames.Unique(full, "", '-');
                name += unique[unique.LastIndexOf('-')..];
            }

            TensorBoardLog.Attach(run, Path.Combine(wanted, name), ProbeSamples, time);
        }
    }

    /// <summary>Whether the standard output belongs to a program.</summary>
    public bool JsonToOutput => Json == "-";

    /// <summary>Whether the standard output gets the table for people.</summary>
    public bool PrintsTable => !JsonToOutput && !(Quiet && Json is not null);

    /// <summary>Whether the standard output gets more than the table.</summary>
    public bool PrintsWords => !JsonToOutput && !Quiet;
}
