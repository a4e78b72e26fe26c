using System.Diagnostics;
using System.Globalization;

namespace Apical.Tests.Cluster;

/// <summary>Starts ranks by the mpirun of an MPI.</summary>
internal static class MpiRun
{
    /// <summary>The two MPIs; tests skip those that are not installed.</summary>
    public static TheoryData<string> Both => ["openmpi", "mpich"];

    /// <summary>Runs the command by some ranks.</summary>
    /// <param name="mpi">openmpi or mpich.</param>
    /// <param name="lines">The arguments of each group of ranks, with their number.</param>
    public static (int Code, string Output, string Error) Do(string mpi, params (int Ranks, string[] Args)[] lines)
    {
        using Process process = Start(mpi, lines);
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        End(process, TimeSpan.FromMinutes(4));
        return (process.ExitCode, output.Result, error.Result);
    }

    /// <summary>Waits for the end of what was begun; what does not end fails the test, and is not left behind.</summary>
    public static void End(Process process, TimeSpan patience)
    {
        try
        {
            Assert.True(process.WaitForExit(patience), "the ranks do not end");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>Begins to run the command by some ranks.</summary>
    public static Process Start(string mpi, params (int Ranks, string[] Args)[] lines) => Start(mpi, [], lines);

    /// <summary>The same, with variables of the environment.</summary>
    public static Process Start(string mpi, (string Name, string Value)[] variables, params (int Ranks, string[] Args)[] lines)
    {
        string program = $"/usr/bin/mpirun.{mpi}";
        Assert.SkipUnless(File.Exists(program), $"{program} is not there (apt-get install {(mpi == "mpich" ? "mpich" : "openmpi-bin")})");
        string dll = Path.Combine(AppContext.BaseDirectory, "Apical.Cli.dll");
        string[] general = mpi == "openmpi" ? ["--oversubscribe", "--bind-to", "none"] : [];
        IEnumerable<string> words = lines.SelectMany((line, i) =>
            (string[])[.. i > 0 ? [":"] : Array.Empty<string>(), "-np", $"{line.Ranks}", "dotnet", dll, .. line.Args]);
        var start = new ProcessStartInfo(program, [.. general, .. words]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["OMPI_ALLOW_RUN_AS_ROOT"] = start.Environment["OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"] = "1";
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("SLURM_", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach ((string name, string value) in variables)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>Waits, a minute at most.</summary>
    public static void Await(Func<bool> there)
    {
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                Thread.Sleep(100);
                return there();
            },
            TimeSpan.FromMinutes(1)), "what was waited for did not come within a minute");
    }

    /// <summary>The rank that was started last of those that work in a folder.</summary>
    public static Process LastRankOf(string folder) =>
        Process.GetProcessesByName("dotnet").Where(process => CommandOf(process).Contains(folder, StringComparison.Ordinal))
            .OrderBy(process => process.Id).Last(process => !CommandOf(process).Contains("mpirun", StringComparison.Ordinal));

    private static string CommandOf(Process process)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process.Id}/cmdline"));
        }
        catch (IOException)
        {
            return "";
        }
    }
}
