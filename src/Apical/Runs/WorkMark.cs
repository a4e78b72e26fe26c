namespace Apical.Runs;

/// <summary>
/// Tells other processes that one is at work in a folder in which several may work at a time. The system drops it when the process dies; a file that stays
/// behind tells nothing. The last one at work deletes it.
/// </summary>
public sealed class WorkMark : IDisposable
{
    private readonly string _path;
    private readonly FileStream _stream;

    private WorkMark(string path, FileStream stream) => (_path, _stream) = (path, stream);

    /// <summary>Begins to tell. Where no other process is at work, what killed ones were writing is removed first.</summary>
    /// <param name="file">A file of the folder, such as its record; the mark lies beside it.</param>
    /// <exception cref="DiskException">The mark cannot be made.</exception>
    public static WorkMark Of(string file)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        string path = file + MetricsFile.LockEnding;
        try
        {
            if (!IsOn(file))
            {
                // Held alone while it lasts: whoever begins meanwhile waits for the mark, and writes nothing before.
                using FileStream alone = LockFile.Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                LeftOvers.Remove(Path.GetDirectoryName(Path.GetFullPath(file))!);
            }
        }
        catch (IOException error) when (LockFile.IsTaken(error))
        {
            // Another began in this moment, and looks after it.
        }
        catch (UnauthorizedAccessException)
        {
            // A mark that another user's killed process left: what it was writing is that user's, too.
        }
        catch (Exception error) when (DiskException.IsOne(error))
        {
            throw new DiskException(file, error);
        }

        try
        {
            FileStream stream = Shared();
            while (!File.Exists(path))
            {
                stream.Dispose();                       // another deleted it in the moment in which it was opened here: nobody would see this one
                stream = Shared();
            }

            return new(path, stream);
        }
        catch (Exception error) when (DiskException.IsOne(error))
        {
            throw new DiskException(file, error);
        }

        FileStream Shared() => LockFile.Open(path, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
    }

    /// <summary>Whether a process is at work there.</summary>
    /// <param name="file">As in <see cref="Of"/>; it need not exist.</param>
    public static bool IsOn(string file) => LockFile.IsHeldTogether(file + MetricsFile.LockEnding);

    /// <inheritdoc/>
    public void Dispose()
    {
        _stream.Dispose();
        try
        {
            // Alone, or others are at work. Deleted before it is let go of.
            new FileStream(_path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It stays, and tells nothing when nobody is at work.
        }
    }
}
