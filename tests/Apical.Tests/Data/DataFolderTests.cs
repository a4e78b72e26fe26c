namespace Apical.Tests.Data;

public sealed class DataFolderTests
{
    private static readonly Dictionary<string, string> s_all = new() { ["APICAL_DATA"] = "/env", ["XDG_CACHE_HOME"] = "/cache", ["LOCALAPPDATA"] = "/local" };

    [Fact]
    public void The_folder_given_comes_first_then_the_variable_then_the_cache_of_the_user()
    {
        Assert.Equal("given", Resolve("given", "APICAL_DATA", "XDG_CACHE_HOME"));
        Assert.Equal("/env", Resolve(null, "APICAL_DATA", "XDG_CACHE_HOME"));
        Assert.Equal("/env", Resolve("", "APICAL_DATA"));
        Assert.Equal(Path.Combine("/cache", "apical"), Resolve(null, "XDG_CACHE_HOME"));
        Assert.Equal(Path.Combine("/home/me", ".cache", "apical"), Resolve(null));
    }

    [Fact]
    public void Windows_has_a_place_of_its_own()
    {
        Assert.Equal(Path.Combine("/local", "apical"), DataFolder.Resolve(null, Set("LOCALAPPDATA"), windows: true, "/home/me"));
        Assert.Equal(Path.Combine("/home/me", ".cache", "apical"), DataFolder.Resolve(null, Set("LOCALAPPDATA"), windows: false, "/home/me"));
    }

    /// <summary>As the XDG specification says.</summary>
    [Fact]
    public void A_relative_cache_folder_is_ignored() =>
        Assert.Equal(Path.Combine("/home/me", ".cache", "apical"),
            DataFolder.Resolve(null, name => name == "XDG_CACHE_HOME" ? "cache" : null, false, "/home/me"));

    private static string Resolve(string? given, params string[] set) => DataFolder.Resolve(given, Set(set), windows: false, "/home/me");

    private static Func<string, string?> Set(params string[] names) => name => names.Contains(name) ? s_all[name] : null;
}
