using System.ComponentModel;
using System.Diagnostics;
using Apical.Runs;

namespace Apical.Cli;

/// <summary>Asks git about a folder. Where there is no git, no repository, no commit or no answer in time, nothing is said.</summary>
internal static class GitState
{
    private const string CommitLine = "# branch.oid ";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    /// <summary>The commit that is checked out in a folder, and whether files that git knows were changed since.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="program">The program to ask: a whole path, or a name that <c>PATH</c> has.</param>
    public static CodeRecord? Of(string folder, string program = "git")
    {
        if (Find(program, Environment.GetEnvironmentVariable("PATH")) is not { } path)
        {
            return null;
        }

        // It looks only: no lock on the index, no helper that the repository names.
        var ask = new ProcessStartInfo(path, ["--no-optional-locks", "-c", "core.fsmonitor=false", "status", "--porcelain=v2", "--branch",
            "--untracked-files=no"])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process? git = Process.Start(ask);
            return git is null ? null : Answer(git);
        }
        catch (Exception error) when (error is Win32Exception or InvalidOperationException or IOException or AggregateException)
        {
            return null;
        }
    }

    /// <summary>Where a program lies, or null. Given its name alone, the system would look into the current folder first, which may be anyone's.</summary>
    /// <param name="program">A whole path, or a name.</param>
    /// <param name="folders">Folders to look into, as <c>PATH</c> has them; those that hang on the current one are passed over.</param>
    public static string? Find(string program, string? folders)
    {
        string name = OperatingSystem.IsWindows() && !Path.HasExtension(program) ? program + ".exe" : program;
        return Path.IsPathFullyQualified(name) ? name
            : (folders ?? "").Split(Path.PathSeparator).Where(folder => Path.IsPathFullyQualified(folder)).Select(folder => Path.Combine(folder, name))
                .FirstOrDefault(CanRun);
    }

    private static bool CanRun(string file)
    {
        const UnixFileMode anyone = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return File.Exists(file) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(file) & anyone) != 0);
    }

    private static CodeRecord? Answer(Process git)
    {
        using var patience = new CancellationTokenSource(s_patience);       // for all of it
        git.StandardInput.Close();
        git.ErrorDataReceived += (_, _) => { };
        git.BeginErrorReadLine();
        string text;
        try
        {
            text = git.StandardOutput.ReadToEndAsync(CancellationToken.None).WaitAsync(patience.Token).GetAwaiter().GetResult();
            git.WaitForExitAsync(patience.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            git.Kill(entireProcessTree: true);
            return null;
        }

        string[] lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string? commit = lines.FirstOrDefault(line => line.StartsWith(CommitLine, StringComparison.Ordinal))?[CommitLine.Length..].Trim();
        return git.ExitCode == 0 && commit is not null && commit.All(char.IsAsciiHexDigit) ? new(commit, lines.Any(line => line[0] != '#')) : null;
    }
}
