namespace Apical.Runs;

/// <summary>
/// Tells other processes that one is at work in a folder in which several may work at a time. The system drops it when the process dies; the file stays
/// behind and tells nothing.
/// </summary>
/// <remarks>The file is never deleted: a process that had just opened it would hold on to a file that no other can see.</remarks>
public sealed class WorkMark : IDisposable
{
    private readonly FileStream _stream;

    private WorkMark(FileStream stream) => _stream = stream;

    /// <summary>Begins to tell. Where no other process is at work, what killed ones were writing is removed first.</summary>
    /// <param name="file">A file of the folder, such as its record; the mark lies beside it.</param>
    /// <exception cref="DiskException">The mark cannot be made.</exception>
    public static WorkMark Of(string file)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        try
        {
            if (!IsOn(file))
            {
                // Held alone while it lasts: whoever begins meanwhile waits for the mark, and writes nothing before.
                using FileStream alone = LockFile.Open(file + MetricsFile.LockEnding, FileMode.OpenOrCreate, FileAccess.Read, FileShare.None);
                LeftOvers.Remove(Path.GetDirectoryName(Path.GetFullPath(file))!);
            }
        }
        catch (IOException error) when (LockFile.IsTaken(error))
        {
            // Another began in this moment, and looks after it.
        }
        catch (Exception error) when (DiskException.IsOne(error))
        {
            throw new DiskException(file, error);
        }

        try
        {
            return new(LockFile.Open(file + MetricsFile.LockEnding, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        }
        catch (Exception error) when (DiskException.IsOne(error))
        {
            throw new DiskException(file, error);
        }
    }

    /// <summary>Whether a process is at work there.</summary>
    /// <param name="file">As in <see cref="Of"/>; it need not exist.</param>
    public static bool IsOn(string file) => LockFile.IsHeld(file + MetricsFile.LockEnding, FileShare.None);

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();
}
