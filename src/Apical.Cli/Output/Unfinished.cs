using Apical.Runs;

namespace Apical.Cli.Output;

/// <summary>Errors that end a run before its time: its folder says so as far as the disk allows, and the message says what is kept.</summary>
internal static class Unfinished
{
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
                throw Kept(error, $"go on with: {resume}");
            }

            throw;
        }
    }

    /// <summary>The error to tell when a file could not be written.</summary>
    /// <param name="error">A <see cref="DiskException"/>.</param>
    /// <param name="what">What to do when the disk is mended.</param>
    public static IOException Kept(Exception error, string what) => new($"{Problem.Line(error)} Everything finished is kept; then {what}", error);

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
