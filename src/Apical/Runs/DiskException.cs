namespace Apical.Runs;

/// <summary>A file could not be written: a full disk, a quota, a limit. It says nothing about what was to be written; what was there before is whole.</summary>
/// <param name="path">The file.</param>
/// <param name="cause">What the system said.</param>
public sealed class DiskException(string path, Exception cause) : IOException($"'{path}' cannot be written: {Reason(cause)}", cause)
{
    private const string Room = "Make room on the disk, or choose another folder.";

    /// <summary>Whether an error of writing is the system's, not that of whoever writes.</summary>
    /// <param name="error">What writing to a file threw. (.NET tells a file that grew beyond a limit as an argument out of range.)</param>
    internal static bool IsOne(Exception error) =>
        error is IOException and not (DiskException or FileNotFoundException or DirectoryNotFoundException or PathTooLongException)
            or ArgumentOutOfRangeException { ParamName: "value" };

    // .NET appends the path, which here is that of a temporary file. Errors of Unix have their number, those of Windows 16 bits of it.
    private static string Reason(Exception cause) => cause is ArgumentOutOfRangeException
        ? "it would be larger than this process may write (ulimit -f), or than the file system allows. Raise the limit, or choose another folder."
        : $"{cause.Message.Split(" : '")[0].TrimEnd('.')}. {Advice(cause.HResult & 0xFFFF)}";

    private static string Advice(int number) => OperatingSystem.IsWindows()
        ? number is 0x70 or 0x27 ? Room : "Mend that, or choose another folder."
        : number switch
        {
            28 => Room,                                                                     // ENOSPC
            69 or 122 => "Make room in your quota, or choose another folder.",              // EDQUOT of macOS, of Linux
            24 => "Raise the limit (ulimit -n), or use fewer threads.",                     // EMFILE
            _ => "Mend that, or choose another folder.",
        };
}
