namespace Apical.Runs;

/// <summary>
/// A file that a process holds open to tell others that it is at work. The system lets go of it when the process dies; a file that stays behind tells nothing.
/// </summary>
internal static class LockFile
{
    private const int Tries = 5;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Opens it. Who asks has the file for an instant: so it is tried several times before it counts as taken.</summary>
    /// <exception cref="IOException">Another process holds it.</exception>
    public static FileStream Open(string path, FileMode mode, FileAccess access, FileShare share, FileOptions options = FileOptions.None)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return new FileStream(path, mode, access, share, 1, options);
            }
            catch (IOException error) when (
                attempt < Tries && IsTaken(error))
            {
                Thread.Sleep(s_pause);
            }
        }
    }

    /// <summary>Whether a file could not be opened because another process holds it, rather than because the disk is full, say.</summary>
    /// <param name="error">What opening it threw.</param>
    public static bool IsTaken(IOException error) =>
        error is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException)
            && (error.HResult & 0xFFFF) is var number
            && (OperatingSystem.IsWindows() ? number is 32 or 33 : number is 11 or 35);         // EWOULDBLOCK of Linux, of macOS

    /// <summary>
    /// Whether a process, this one included, holds it alone. It is asked once: those who ask do not disturb each other. (They ask for a lock that is shared,
    /// for which reading is enough; NFS gives one that excludes others only to those who may write.)
    /// </summary>
    /// <param name="path">The file; it need not exist.</param>
    public static bool IsHeld(string path) => Refuses(path, FileAccess.Read, FileShare.Read) ?? false;

    /// <summary>Whether processes hold it that share it. Who asks has it alone for an instant, and another who asks at the same time waits for that.</summary>
    /// <param name="path">The file; it need not exist.</param>
    public static bool IsHeldTogether(string path)
    {
        for (int attempt = 1; RefusesAll(path); attempt++)
        {
            bool alone = Refuses(path, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete) == true;
            if (attempt == Tries || (!alone && RefusesAll(path)))
            {
                return true;
            }

            if (alone)
            {
                Thread.Sleep(s_pause);
            }
        }

        return false;
    }

    // A file that may only be read can be asked where locks are the machine's own.
    private static bool RefusesAll(string path) =>
        Refuses(path, FileAccess.ReadWrite, FileShare.None) ?? Refuses(path, FileAccess.Read, FileShare.None) ?? false;

    // Null where it may not be opened in this way.
    private static bool? Refuses(string path, FileAccess access, FileShare share)
    {
        try
        {
            using var probe = new FileStream(path, FileMode.Open, access, share, 1);
            return false;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
        catch (IOException error)
        {
            return access == FileAccess.Read || IsTaken(error) ? true : null;
        }
    }
}
