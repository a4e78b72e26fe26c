using System.Diagnostics;

namespace Apical.Tests.Cli;

/// <summary>A program under strace, which tells what it asks of the system, or has the system refuse it.</summary>
internal static class Traced
{
    /// <summary>Runs a program to its end; skips the test where that cannot be done.</summary>
    /// <param name="arguments">What to trace, and into which file (-o), then the program and its arguments.</param>
    /// <returns>Its exit code and what it complained of.</returns>
    public static async Task<(int Code, string Said)> Run(params string[] arguments)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        Assert.SkipUnless(File.Exists("/usr/bin/strace"), "there is no strace");
        string[] begin = ["-f", "-qq", "--seccomp-bpf"];         // stops for what is traced only, or it takes many times as long
        using (Process may = Process.Start(new ProcessStartInfo("/usr/bin/strace", [.. begin, "-o", "/dev/null", "true"]) { RedirectStandardError = true })!)
        {
            await may.StandardError.ReadToEndAsync(token);
            await may.WaitForExitAsync(token);
            Assert.SkipWhen(may.ExitCode != 0, "processes may not be traced here");
        }

        using Process process = Process.Start(new ProcessStartInfo("/usr/bin/strace", [.. begin, .. arguments])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(token);
        string said = await process.StandardError.ReadToEndAsync(token);
        await output;
        await process.WaitForExitAsync(token);
        return (process.ExitCode, said);
    }
}
