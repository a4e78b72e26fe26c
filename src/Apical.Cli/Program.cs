using Apical.Cli;
using Apical.Cluster;

if (Launcher.CollectsOutput(Environment.GetEnvironmentVariable))
{
    Environment.SetEnvironmentVariable("TERM", "dumb");         // before the console is asked: no terminal is at the other end
}

return CommandLine.Run(args, ProcessShell.Create(args));
