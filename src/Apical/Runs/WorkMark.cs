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

    /// <summary>Begins to tell.</summary>
    /// <param name="file">A file of the folder, such as its record; the mark lies beside it.</param>
    public static WorkMark Of(string file)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        return new(LockFile.Open(file + MetricsFile.LockEnding, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
    }

    /// <summary>Whether a process is at work there.</summary>
    /// <param name="file">As in <see cref="Of"/>; it need not exist.</param>
    public static bool IsOn(string file) => LockFile.IsHeld(file + MetricsFile.LockEnding, FileShare.None);

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();
}
