using Apical.Exchange.Images;
using Apical.Tests.Runs;

namespace Apical.Tests.Exchange;

/// <summary>Where the native library lies, and what is said where it does not.</summary>
public sealed class NativePartsTests
{
    [Fact]
    public void Platforms_are_the_folders_that_have_the_library()
    {
        using var folder = new TemporaryFolder();
        string[] files = ["runtimes/win-x64/native/libSkiaSharp.dll", "runtimes/linux-x64/native/libSkiaSharp.so", "runtimes/osx/native/other.dylib"];
        foreach (string file in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder[file])!);
            File.WriteAllText(folder[file], "");
        }

        Assert.Equal(["linux-x64", "win-x64"], NativeParts.In(folder.Path));
        Assert.Empty(NativeParts.In(folder["runtimes/osx"]));
        Assert.Single(NativeParts.In(folder["runtimes/win-x64/native"]));       // published for one platform, it lies beside the program
    }

    [Fact]
    public void Images_can_be_read_where_these_tests_run() => NativeParts.Require();

    [Fact]
    public void On_another_platform_it_is_said_what_is_missing_and_what_works()
    {
        string said = NativeParts.Missing("freebsd-x64", ["linux-x64", "win-x64"]);
        Assert.Contains("freebsd-x64", said, StringComparison.Ordinal);
        Assert.Contains("linux-x64, win-x64", said, StringComparison.Ordinal);
        Assert.Contains("not beside the program", NativeParts.Missing("freebsd-x64", []), StringComparison.Ordinal);
    }
}
