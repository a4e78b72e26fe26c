namespace Apical.Runs;

/// <summary>
/// A file that a process holds open to tell others that it is at work. The system lets go of it when the process dies; a file that stays behind tells nothing.
/// </summary>
internal static class LockFile
{
    private const int Tries = 5;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Opens it. Who asks <see cref="IsHeld"/> has the file for an instant: so it is tried several times before it counts as taken.</summary>
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

    /// <summary>Whether a process, this one included, holds it.</summary>
    /// <param name="path">The file; it need not exist.</param>
    /// <param name="share">With whom the one who asks could share it: not with those who hold it.</param>
    public static bool IsHeld(string path, FileShare share)
    {
        try
        {
            using FileStream probe = Open(path, FileMode.Open, FileAccess.Read, share);
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
}
