namespace Apical.Runs;

/// <summary>
/// Tells other processes that one is at work in a folder in which several may work at a time. The system drops it when the process dies; a file that stays
/// behind tells nothing.
/// </summary>
public sealed class WorkMark : IDisposable
{
    private readonly string _path;
    private readonly FileStream _stream;

    private WorkMark(string path, FileStream stream) => (_path, _stream) = (path, stream);

    /// <summary>Begins to tell.</summary>
    /// <param name="file">A file of the folder, such as its record; the mark lies beside it.</param>
    public static WorkMark Of(string file)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        string path = file + MetricsFile.LockEnding;
        return new(path, new FileStream(path, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1));
    }

    /// <summary>Whether a process is at work there.</summary>
    /// <param name="file">As in <see cref="Of"/>; it need not exist.</param>
    public static bool IsOn(string file)
    {
        try
        {
            using var probe = new FileStream(file + MetricsFile.LockEnding, FileMode.Open, FileAccess.Read, FileShare.None, 1);
            return false;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stream.Dispose();
        try
        {
            new FileStream(_path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (IOException)
        {
            // Another process is still at work: the last one takes it away.
        }
    }
}
