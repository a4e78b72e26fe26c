using Apical.Runs;
using Apical.Training;

namespace Apical.Cli.Output;

/// <summary>Errors that end a run before its time: its folder says so as far as the disk allows, and the message says what is kept.</summary>
internal static class Unfinished
{
    private const string Everything = "Everything finished is kept";

    private static readonly string[] s_finished = [RunFolder.JobsName, "replicates"];

    /// <summary>Does the work of a run; an error that ends it marks the folder before it is passed on.</summary>
    /// <param name="folder">The folder of the run.</param>
    /// <param name="resume">How to go on.</param>
    /// <param name="work">Does it.</param>
    /// <exception cref="IOException">Something could not be written.</exception>
    public static T While<T>(RunFolder folder, string resume, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception error)
        {
            Mark(folder, $"{Problem.Line(error)} Go on with: {resume}");
            if (error is DiskException)
            {
                throw Kept(error, folder.FolderPath, $"go on with: {resume}");
            }

            throw;
        }
    }

    /// <summary>The error to tell when a file could not be written.</summary>
    /// <param name="error">A <see cref="DiskException"/>.</param>
    /// <param name="folder">Where what is finished lies; null where all is.</param>
    /// <param name="what">What to do when the disk is mended.</param>
    public static IOException Kept(Exception error, string? folder, string what) =>
        new($"{Problem.Line(error)} {(folder is null ? Everything : KeptIn(folder))}; then {what}", error);

    private static string KeptIn(string folder)
    {
        try
        {
            return Checkpoint.IsThere(Path.Combine(folder, RunFolder.CheckpointName)) ? "What the last checkpoint has is kept"
                : s_finished.Any(name => Directory.EnumerateDirectories(folder, name, SearchOption.AllDirectories)
                    .Any(jobs => Directory.EnumerateFiles(jobs, "*.json").Any())) ? Everything
                : "Nothing had been finished";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Everything;
        }
    }

    private static void Mark(RunFolder folder, string reason)
    {
        try
        {
            folder.Fail(reason);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Then the record stays as after a kill, or the folder is gone.
        }
    }
}
