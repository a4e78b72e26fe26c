namespace Apical.Data;

/// <summary>Where data sets lie when nobody says where.</summary>
public static class DataFolder
{
    /// <summary>The environment variable that names the folder.</summary>
    public const string Variable = "APICAL_DATA";

    /// <summary>
    /// The folder given; without one, that of the environment variable <c>APICAL_DATA</c>; without it, <c>apical</c> in the user's cache folder
    /// (<c>XDG_CACHE_HOME</c>, or <c>~/.cache</c>; on Windows the local application data).
    /// </summary>
    /// <remarks>Each set has a subfolder of its name in it, except in a folder given by the user, which may hold the files themselves.</remarks>
    public static string Resolve(string? given = null) =>
        Resolve(given, Environment.GetEnvironmentVariable, OperatingSystem.IsWindows(),
            // Not looked whether it is there: a folder that is not is still the user's, and never one below the current folder.
            Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify));

    /// <summary>Where a path of the user's leads: as it is, or else below the folder of data sets.</summary>
    /// <param name="path">A file or folder.</param>
    /// <param name="folder">As in <see cref="Resolve(string?)"/>.</param>
    /// <param name="isThere">Whether what is wanted lies somewhere.</param>
    /// <returns>Null when it is in neither place, or no path is given.</returns>
    public static string? Find(string path, string? folder, Func<string, bool> isThere)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.Length == 0 ? null : new[] { path, Path.Combine(Resolve(folder), path) }.FirstOrDefault(isThere);
    }

    internal static string Resolve(string? given, Func<string, string?> variable, bool windows, string home)
    {
        if (!string.IsNullOrEmpty(given))
        {
            return given;
        }

        string? set = variable(Variable);
        if (!string.IsNullOrEmpty(set))
        {
            return set;
        }

        // a relative XDG_CACHE_HOME is to be ignored, says its specification
        string? cache = variable("XDG_CACHE_HOME");
        if (!string.IsNullOrEmpty(cache) && Path.IsPathRooted(cache))
        {
            return Path.Combine(cache, "apical");
        }

        string? local = windows ? variable("LOCALAPPDATA") : null;
        return Path.Combine(string.IsNullOrEmpty(local) ? Path.Combine(home, ".cache") : local, "apical");
    }
}
