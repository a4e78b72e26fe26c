using System.Diagnostics;
using Apical.Tests.Architecture;
using Apical.Tests.Runs;

namespace Apical.Tests.Cli;

/// <summary>The script that starts Apical says how it was started; here it starts something that repeats that.</summary>
public sealed class StartScriptTests
{
    [Theory]
    [InlineData("./apical", "./apical train")]
    [InlineData("bash apical", "./apical train")]
    [InlineData("cd src && ../apical", "../apical train")]
    [InlineData("PATH=$PWD:$PATH apical", "apical train")]
    [InlineData("ln -s $PWD/apical bin/ap && PATH=$PWD/bin:$PATH ap", "ap train")]
    [InlineData("cd / && \"$OLDPWD/apical\"", "{folder}/apical train")]
    public void Apical_is_told_how_it_was_started(string typed, string told)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there it is apical.cmd");
        using var folder = new TemporaryFolder();
        string build = Path.Combine("src", "Apical.Cli", "bin", "Release");
        Directory.CreateDirectory(folder[Path.Combine(build, "net10.0")]);
        Directory.CreateDirectory(folder["bin"]);
        File.Copy(Path.Combine(Repository.Root, "apical"), folder["apical"]);
        foreach (string name in new[] { "Directory.Build.props", "Directory.Build.targets", "global.json", Path.Combine(build, "net10.0", "Apical.Cli.dll") })
        {
            File.WriteAllText(folder[name], "");
        }

        File.WriteAllText(folder["bin/dotnet"], "#!/bin/bash\necho \"$APICAL_PROGRAM $2\"\n");
        File.WriteAllText(folder[Path.Combine(build, ".built")], "");       // last: nothing is newer than what was built
        string script = $"chmod +x bin/dotnet apical; export PATH=$PWD/bin:$PATH; {typed} train";
        using Process process = Process.Start(new ProcessStartInfo("bash", ["-c", script])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Assert.Equal(told.Replace("{folder}", folder.Path), process.StandardOutput.ReadToEnd().Trim());
        Assert.Equal("", process.StandardError.ReadToEnd());
    }
}
