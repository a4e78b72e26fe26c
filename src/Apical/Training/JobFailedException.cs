using Apical.Data;

namespace Apical.Training;

/// <summary>A job diverged, or found that it cannot be computed. That is a result: it is kept, counted and shown, and not done again.</summary>
/// <param name="reason">Why, in a few words, the same for all jobs that fail alike.</param>
public sealed class JobFailedException(string reason) : Exception(reason)
{
    /// <summary>Whether an error says nothing about the job: a full disk, a missing file, no memory. It stops the list, and no result is made of it.</summary>
    /// <param name="error">What a job threw.</param>
    internal static bool IsFromOutside(Exception error) =>
        error is IOException or UnauthorizedAccessException or InvalidDataException or DatasetException or OutOfMemoryException;
}
