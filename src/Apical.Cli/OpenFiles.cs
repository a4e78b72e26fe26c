using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Apical.Cli;

/// <summary>How many files this process may have open. .NET opens some hundred of its own, and ends without a word that helps where it may not.</summary>
internal static class OpenFiles
{
    private const int Least = 150;
    private const string Limits = "/proc/self/limits", Line = "Max open files";

    /// <summary>Tells where they are too few, with nothing but what is loaded already.</summary>
    /// <returns>Whether they are.</returns>
    public static bool AreTooFew()
    {
        if (Most() is not { } most || most >= Least)
        {
            return false;
        }

        string told = string.Create(CultureInfo.InvariantCulture,
            $"apical: this process may have {most} files open at a time (ulimit -n), and .NET alone needs {Least}. Raise the limit: ulimit -n 1024.\n");
        using var error = new SafeFileHandle(2, ownsHandle: false);
        try
        {
            using var stream = new FileStream(error, FileAccess.Write, bufferSize: 0);
            stream.Write(Encoding.UTF8.GetBytes(told));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            // Then the exit code has to do.
        }

        return true;
    }

    private static int? Most()
    {
        try
        {
            foreach (string line in File.Exists(Limits) ? File.ReadAllLines(Limits) : [])
            {
                if (line.StartsWith(Line, StringComparison.Ordinal))
                {
                    string number = line[Line.Length..].TrimStart();
                    return int.TryParse(number.AsSpan(0, number.IndexOf(' ')), out int most) ? most : null;        // or unlimited
                }
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // not known, then
        }

        return null;
    }
}
