namespace Apical.Runs;

/// <summary>A <see cref="LockFile"/> that one process holds alone, and that is deleted when it lets go of it.</summary>
internal sealed class HeldFile : IDisposable
{
    private const int Tries = 20;

    private readonly string _path;
    private readonly FileStream _stream;

    private HeldFile(string path, FileStream stream) => (_path, _stream) = (path, stream);

    /// <summary>Takes it. Who opened it in the moment in which another deleted it holds what nobody else can see, and tries again.</summary>
    /// <param name="path">The file; made where it is not there.</param>
    /// <exception cref="IOException">Another process holds it.</exception>
    public static HeldFile Take(string path)
    {
        for (int attempt = 1; ; attempt++)
        {
            FileStream stream = LockFile.Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            var held = new HeldFile(path, stream);
            if (held.IsInPlace || attempt == Tries)
            {
                return held;
            }

            stream.Dispose();
        }
    }

    /// <summary>Whether there is a file of that name, this one or another's.</summary>
    public bool IsThere => File.Exists(_path);

    /// <summary>Whether the file of that name is this one: it was made at the same moment.</summary>
    public bool IsInPlace => IsThere && File.GetLastWriteTimeUtc(_path) == File.GetLastWriteTimeUtc(_stream.SafeFileHandle);

    /// <inheritdoc/>
    public void Dispose()
    {
        // Deleted while it is held: afterwards it may be another's. Windows does not let go of a name that is open.
        bool mine = !_stream.SafeFileHandle.IsClosed && IsInPlace;
        if (mine && !OperatingSystem.IsWindows())
        {
            Delete();
        }

        _stream.Dispose();
        if (mine && OperatingSystem.IsWindows())
        {
            Delete();
        }
    }

    private void Delete()
    {
        try
        {
            File.Delete(_path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It stays behind, and tells nothing.
        }
    }
}
