namespace Apical.Runs;

/// <summary>Writes a file so that a reader sees the old content or the new one, never half of it.</summary>
public static class AtomicFile
{
    private const int BufferSize = 1 << 16;
    private const int Tries = 5;

    /// <summary>Writes to a temporary file in the same folder, then renames it to <paramref name="path"/>.</summary>
    /// <param name="path">The file to create or to replace. Its folder must exist.</param>
    /// <param name="write">Writes the content. When it throws, <paramref name="path"/> stays as it was and the temporary file is removed.</param>
    /// <exception cref="DiskException">The disk is full, or a limit is reached; <paramref name="path"/> stays as it was.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);

        // Same folder, because a rename is atomic only within one file system.
        string full = Path.GetFullPath(path);
        if (OpenStreamAt(full) is { } device)
        {
            using var open = new DiskStream(device, path);
            write(open);
            return;
        }

        full = Target(full);                            // a link stays, and leads to what is written
        Again(() => WriteOnce(full, path, write));
    }

    private static void WriteOnce(string full, string path, Action<Stream> write)
    {
        string temporary = TemporaryOf(full);
        try
        {
            using (DiskStream disk = Create(temporary, path))
            {
                // A buffer of ours, not that of a FileStream, which would try again to write what the disk refused: in its finalizer, too.
                var buffer = new BufferedStream(disk, BufferSize);
                write(buffer);
                buffer.Flush();
                disk.FlushTo(disk: true);               // or a power cut after the rename could leave an empty file
            }

            Rename(temporary, full, path);
        }
        catch
        {
            Remove(temporary);
            throw;
        }
    }

    /// <summary>Writes a file unless it is there: of several processes that try at a time one does, without any lock; others see its file whole.</summary>
    /// <param name="path">The file to create. Its folder must exist.</param>
    /// <param name="text">The whole content.</param>
    /// <returns>Whether this process wrote it.</returns>
    /// <exception cref="DiskException">The disk is full, or a limit is reached.</exception>
    public static bool CreateText(string path, string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        bool created = false;
        Again(() => created = CreateOnce(path, text));
        return created;
    }

    private static bool CreateOnce(string path, string text)
    {
        string temporary = TemporaryOf(Path.GetFullPath(path));
        try
        {
            using (DiskStream disk = Create(temporary, path))
            {
                disk.Write(System.Text.Encoding.UTF8.GetBytes(text));
                disk.FlushTo(disk: true);
            }

            if (HardLink.TryCreate(temporary, path) is { } created)
            {
                return created;
            }

            File.Move(temporary, path, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
        catch (Exception error) when (DiskException.IsOne(error))
        {
            throw new DiskException(path, error);
        }
        finally
        {
            Remove(temporary);
        }
    }

    /// <summary>Makes a folder with its parents, unless it is there.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="DiskException">The disk has no room for it, or cannot be written.</exception>
    public static void MakeFolder(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception error) when (DiskException.IsOne(error))
        {
            throw new DiskException(path, error);
        }
    }

    /// <summary>Makes a folder within the folder of a run, which must be there: one that was deleted does not come back with a part of it.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="DirectoryNotFoundException">What it lies in is not there.</exception>
    /// <exception cref="DiskException">The disk has no room for it, or cannot be written.</exception>
    public static void MakePart(string path)
    {
        string whole = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)))!;
        if (!Directory.Exists(whole))
        {
            throw RunPlace.Gone(whole);
        }

        MakeFolder(path);
    }

    /// <summary>Whether a file is one that was being written here when its process died.</summary>
    /// <param name="path">The file.</param>
    internal static bool IsTemporary(string path) => Path.GetFileName(path).Split('.') is ["", _, .., { Length: 8 }, { Length: 3 }, "tmp"];

    // Where processes share a folder without locks, one may take for left over what another is writing.
    private static void Again(Action write)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                write();
                return;
            }
            catch (FileNotFoundException) when (attempt < Tries)
            {
                // Removed before it had its name: once more.
            }
        }
    }

    private static string TemporaryOf(string full) => Path.Combine(Path.GetDirectoryName(full)!, $".{Path.GetFileName(full)}.{Path.GetRandomFileName()}.tmp");

    private static DiskStream Create(string temporary, string path)
    {
        try
        {
            return new(new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0), path);
        }
        catch (DirectoryNotFoundException error)
        {
            throw NoFolder(path, error);
        }
        catch (Exception error) when (DiskException.IsOne(error))
        {
            throw new DiskException(path, error);
        }
    }

    private static void Rename(string temporary, string full, string path)
    {
        try
        {
            File.Move(temporary, full, overwrite: true);
        }
        catch (Exception error) when ((error is FileNotFoundException or DirectoryNotFoundException) && !Directory.Exists(Path.GetDirectoryName(full)))
        {
            throw NoFolder(path, error);
        }
        catch (Exception error) when (DiskException.IsOne(error))
        {
            throw new DiskException(path, error);       // a folder that has to grow for the name needs room, too
        }
    }

    private static DirectoryNotFoundException NoFolder(string path, Exception error) =>
        new($"'{path}' cannot be written: its folder is not there. If it was deleted or moved meanwhile, go on where it is now, or begin again.", error);

    private static void Remove(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // the error that led here is the one to be told
        }
    }

    private static bool IsDevice(string path) =>
        path.StartsWith("/dev/", StringComparison.Ordinal) && !path.StartsWith("/dev/shm/", StringComparison.Ordinal);

    private static string Target(string path) =>
        new FileInfo(path) is { LinkTarget: not null } link && link.ResolveLinkTarget(returnFinalTarget: true) is { } target ? target.FullName : path;

    /// <summary>Devices and pipes are written to, and never replaced by a file: /dev/null, /dev/fd/63, what mkfifo made. Null for anything else.</summary>
    private static FileStream? OpenStreamAt(string path)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(path))
        {
            return null;
        }

        // Asked by name first: whoever may do everything could replace a device, and some devices say that they are files.
        if (IsDevice(path) || IsDevice(Target(path)))
        {
            return new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }

        // One look, for the folder may be moved at any moment. Pipes have no length.
        if (new FileInfo(path) is not { Exists: true, Length: 0 })
        {
            return null;
        }

        try
        {
            var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            if (!stream.CanSeek)
            {
                return stream;
            }

            stream.Dispose();
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException)
        {
            // A file that may not be written, in a folder that may: it is replaced.
        }

        return null;
    }

    /// <summary>Writes <paramref name="text"/> as UTF-8 without a byte order mark.</summary>
    /// <param name="path">The file to create or to replace. Its folder must exist.</param>
    /// <param name="text">The whole content.</param>
    public static void WriteText(string path, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text);
        Write(path, stream => stream.Write(bytes));
    }
}
