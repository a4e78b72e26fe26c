using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Apical.Tests.Architecture;
using Apical.Tests.Cli;
using Apical.Tests.Runs;

namespace Apical.Tests.Docs;

/// <summary>The project on docs/extending.md, taken from the page, is built against the packages as another project builds it, and used.</summary>
public sealed partial class ExtendingPageTests
{
    private const int Minutes = 10;

    [Fact]
    public void The_project_on_the_page_builds_from_packages_and_is_used()
    {
        LongTests.Only();
        using var folder = new TemporaryFolder();
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs/extending.md")).ReplaceLineEndings("\n");
        Directory.CreateDirectory(folder["MyRules"]);
        Assert.Equal(Regex.Count(page, "^#### ", RegexOptions.Multiline), Files().Count(page));
        foreach (Match file in Files().Matches(page))
        {
            File.WriteAllText(folder[file.Groups["path"].Value], file.Groups["text"].Value);
        }

        // As on the page, but offline: the packages just made, and beside them what this machine has.
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        string cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        Dotnet(Repository.Root, "pack", "Apical.slnx", "-c", configuration, "--no-build", "-o", folder["packages"]);
        Dotnet(
            folder["MyRules"], "build", "-c", "Release", $"-p:RestoreSources={folder["packages"]}", $"-p:RestorePackagesPath={folder["cache"]}",
            $"-p:RestoreFallbackFolders={cache}", "-p:UseSharedCompilation=false", "-p:TreatWarningsAsErrors=true");
        TryTheTool(folder);
        TryAFile(folder, cache);
        string mine = folder["MyRules/bin/Release/net10.0/MyRules.dll"];
        Assert.False(File.Exists(folder["MyRules/bin/Release/net10.0/Apical.dll"]), "Apical itself has Apical.dll.");

        JsonObject result = new Terminal().Do(
            "compare", "--plugin", mine, "--rules", "bp,my-sign-dfa:scale=0.5,my-linear", "--data", "my-rings:noise=0.05", "--net", "2-30-2", "--probes",
                "signals,my-saturation",
            "--epochs", "15", "--runs", "1", "--json", "-", "--out", folder["run"]).Json;
        double[] accuracies = [.. result["rules"]!.AsArray().Select(rule => (double)rule!["testAccuracy"]!["mean"]!)];
        Assert.True(accuracies[0] > 0.9, "Backpropagation parts the rings.");
        Assert.True(accuracies[2] < 0.7, "No line can part them.");
        Assert.Contains("saturation", File.ReadAllText(folder["run/metrics.csv"]));
        new Terminal().Do("compare", "--resume", folder["run"], "--runs", "2");

        Terminal experiment = new Terminal().Do("reproduce", "--plugin", mine, "mine/sign", "--runs", "1", "--strict", "--out", folder["sign"]);
        Assert.Contains("1 of 1 claim", experiment.Output);
    }

    // The tool, as docs/library.md installs it; README and licence are in the package.
    private static void TryTheTool(TemporaryFolder folder)
    {
        string package = Directory.GetFiles(folder["packages"], "Apical.Tool.*.nupkg").Single();
        using (ZipArchive files = ZipFile.OpenRead(package))
        {
            string[] names = [.. files.Entries.Select(file => file.FullName)];
            Assert.Contains("README.md", names);
            Assert.Contains("LICENSE", names);
            Assert.Contains(names, name => name.EndsWith("runtimes/linux-x64/native/libSkiaSharp.so", StringComparison.Ordinal));
            Assert.Contains(names, name => name.EndsWith("runtimes/osx/native/libSkiaSharp.dylib", StringComparison.Ordinal));
        }

        Run(folder.Path, "dotnet", ["tool", "install", "Apical.Tool", "--tool-path", folder["tools"], "--source", folder["packages"]]);
        string said = Run(folder.Path, folder[Path.Combine("tools", OperatingSystem.IsWindows() ? "apical.exe" : "apical")], ["rules", "fa"]);
        Assert.StartsWith("fa  feedback alignment", said, StringComparison.Ordinal);
    }

    // The program of docs/library.md as one file that names the package.
    private static void TryAFile(TemporaryFolder folder, string cache)
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs/library.md")).ReplaceLineEndings("\n");
        Directory.CreateDirectory(folder["script"]);
        File.WriteAllText(folder["script/app.cs"], string.Join('\n',
            $"#:package Apical@{typeof(Network).Assembly.GetName().Version!.ToString(3)}", $"#:property RestoreSources={folder["packages"]}",
            $"#:property RestorePackagesPath={folder["cache"]}", $"#:property RestoreFallbackFolders={cache}", "#:property UseSharedCompilation=false",
            Assert.Single(page.Split('\n'), line => line == "#:property PublishAot=false"),
            Regex.Match(page, "```csharp\n(.*?)```", RegexOptions.Singleline).Groups[1].Value));
        Assert.Contains("fa: 9", Run(folder["script"], "dotnet", ["run", "app.cs"]), StringComparison.Ordinal);
    }

    private static void Dotnet(string folder, params string[] arguments) =>
        Run(folder, "dotnet", [.. arguments, "--nologo", "-v", "quiet", "-nodeReuse:false"]);

    private static string Run(string folder, string program, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(name);             // of the dotnet that runs these tests
        }

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromMinutes(Minutes)))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} {arguments[0]} took more than {Minutes} minutes.");
        }

        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}\n{output.Result}{error.Result}");
        return output.Result;
    }

    // #### `MyRules/Rings.cs`, and the block below it.
    [GeneratedRegex(@"^#+ `(?<path>MyRules/[\w.]+)`\n(?:(?!^#|^```).)*^```\w+\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Files();
}
