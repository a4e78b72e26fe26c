using System.Runtime.InteropServices;

namespace Apical.Runs;

/// <summary>
/// Gives a file a second name unless that name is taken. Of several processes that try, on one machine or on several that share a folder (NFS, too), one
/// succeeds. .NET's own move looks first and renames then, between which another may have come.
/// </summary>
internal static class HardLink
{
    private const int NoEntry = 2, Exists = 17;         // the same on Linux and macOS

    /// <summary>Tries it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">Its second name.</param>
    /// <returns>Whether it has it now, or another file has; null where this cannot be done: on Windows, or on file systems that know no links.</returns>
    /// <exception cref="FileNotFoundException">The file is not there any more.</exception>
    public static bool? TryCreate(string file, string name)
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        if (Link(file, name) == 0)
        {
            return true;
        }

        return Marshal.GetLastPInvokeError() switch
        {
            Exists => false,
            NoEntry => throw new FileNotFoundException($"There is no '{file}'.", file),
            _ => null,
        };
    }

    [DllImport("libc", EntryPoint = "link", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Link([MarshalAs(UnmanagedType.LPUTF8Str)] string file, [MarshalAs(UnmanagedType.LPUTF8Str)] string name);
}
