using Apical.Cli.Teams;
using Apical.Cluster;

namespace Apical.Cli;

internal static class Program
{
    private static int Main(string[] args)
    {
        if (Launcher.CollectsOutput(Environment.GetEnvironmentVariable))
        {
            Environment.SetEnvironmentVariable("TERM", "dumb");         // before the console is asked: no terminal is at the other end
        }

        int code = OpenFiles.AreTooFew() ? ExitCode.Failed : CommandLine.Run(args, ProcessShell.Create(args));
        if (code != ExitCode.Done)
        {
            RankFailure.EndUnjoined(Environment.GetEnvironmentVariable, args);
        }

        return code;
    }
}
