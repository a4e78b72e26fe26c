namespace Apical.Cli;

internal static class Program
{
    private static int Main(string[] args) => OpenFiles.AreTooFew() ? ExitCode.Failed : CommandLine.Run(args, ProcessShell.Create(args));
}
