using System.Runtime.InteropServices;
using SkiaSharp;

namespace Apical.Exchange.Images;

/// <summary>JPEG and PNG are decoded by a native library, which a build or a package carries for some platforms; all else of Apical needs none.</summary>
public static class NativeParts
{
    /// <summary>The platforms, as .NET names them, for which the library lies beside this program.</summary>
    public static IReadOnlyList<string> Platforms => In(AppContext.BaseDirectory);

    /// <summary>Sees to it that images can be decoded here.</summary>
    /// <exception cref="PlatformNotSupportedException">They cannot; the message says for which platforms the library is there.</exception>
    internal static void Require()
    {
        try
        {
            _ = SKImageInfo.PlatformColorType;          // the first call into it loads it
        }
        catch (Exception error) when (error is TypeInitializationException or DllNotFoundException or BadImageFormatException)
        {
            throw new PlatformNotSupportedException(Missing(RuntimeInformation.RuntimeIdentifier, Platforms), error);
        }
    }

    /// <summary>What is said where the library is missing.</summary>
    internal static string Missing(string here, IReadOnlyList<string> platforms) =>
        $"JPEG and PNG are read by a native library (SkiaSharp's), which cannot be loaded on this machine, {here}. "
        + (platforms.Count == 0 ? "It is not beside the program at all. " : $"It is there for {string.Join(", ", platforms)}. ")
        + "A clone brings that of the machine it is built on: build Apical here. "
        + "Everything but images works without; npz:FILE, csv:FILE and idx:FOLDER need no library.";

    /// <summary>The platforms for which it lies in a folder.</summary>
    internal static IReadOnlyList<string> In(string folder)
    {
        string runtimes = Path.Combine(folder, "runtimes");
        string[] found = !Directory.Exists(runtimes) ? [] :
        [
            .. Directory.EnumerateDirectories(runtimes).Where(platform => HasLibrary(Path.Combine(platform, "native")))
                .Select(platform => Path.GetFileName(platform)).Order(StringComparer.Ordinal),
        ];
        return found.Length > 0 || !HasLibrary(folder) ? found : [RuntimeInformation.RuntimeIdentifier];
    }

    private static bool HasLibrary(string folder) => Directory.Exists(folder) && Directory.EnumerateFiles(folder, "libSkiaSharp.*").Any();
}
