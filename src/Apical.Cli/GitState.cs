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
    /// <param name="program">The program to ask.</param>
    public static CodeRecord? Of(string folder, string program = "git")
    {
        // It looks only: no lock on the index, no helper that the repository names.
        var ask = new ProcessStartInfo(program, ["--no-optional-locks", "-c", "core.fsmonitor=false", "status", "--porcelain=v2", "--branch",
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
        catch (Exception error) when (error is Win32Exception or InvalidOperationException or IOException)
        {
            return null;
        }
    }

    private static CodeRecord? Answer(Process git)
    {
        git.StandardInput.Close();
        git.ErrorDataReceived += (_, _) => { };
        git.BeginErrorReadLine();
        Task<string> text = git.StandardOutput.ReadToEndAsync();
        if (!text.Wait(s_patience) || !git.WaitForExit(s_patience))
        {
            git.Kill(entireProcessTree: true);
            return null;
        }

        string[] lines = text.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string? commit = lines.FirstOrDefault(line => line.StartsWith(CommitLine, StringComparison.Ordinal))?[CommitLine.Length..].Trim();
        return git.ExitCode == 0 && commit is not null && commit.All(char.IsAsciiHexDigit) ? new(commit, lines.Any(line => line[0] != '#')) : null;
    }
}
