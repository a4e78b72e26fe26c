using System.CommandLine;
using System.Net.Sockets;
using Apical.Cli.Collection;
using Apical.Cli.Help;
using Apical.Cli.Settings;

namespace Apical.Cli.Dashboard;

/// <summary><c>apical dashboard</c>: a page that follows runs while they are written.</summary>
internal static class DashboardCommand
{
    private const int LargestPort = 65535;

    /// <summary>The command.</summary>
    public static Command Create(Shell shell)
    {
        var folder = new Argument<string>("DIR")
        {
            Description = $"the folder to watch, and all below it; without it '{RunFinder.DefaultFolder}', where runs are written by default",
            Arity = ArgumentArity.ZeroOrOne,
            HelpName = "DIR",
        };
        var port = new HelpedOption<int>("Options", "--port", "N", "where the page is served, on this machine alone", "any that is free", Port);
        var command = new HelpedCommand("dashboard", "Serves a page on this machine that follows runs while they train: list, status, curves.")
        {
            Examples =
            [
                ("apical dashboard", "then open the address that it prints"),
                ("apical dashboard runs/thesis --port 8080", "another folder, a port of its own"),
            ],
        };
        command.Add(folder);
        command.Add(port);
        command.SetAction(parsed => Serve(shell, parsed.GetValue(folder) ?? RunFinder.DefaultFolder, parsed.GetValue(port)));
        return command;
    }

    private static int Serve(Shell shell, string folder, int port)
    {
        if (File.Exists(folder))
        {
            throw new UsageException($"DIR: expected a folder to watch, but '{folder}' is a file.");
        }

        CancellationToken interrupted = shell.CatchInterrupts();
        using var server = new DashboardServer(folder, shell.Time);
        try
        {
            server.Start(port);
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            throw new IOException(
                $"--port {port}: nothing can be served there, for another program has it or it is not allowed. Give another, or none.", error);
        }

        string yet = !Directory.Exists(folder) ? " There is no such folder yet; runs appear when one is written there."
            : RunFinder.Names(folder).Any() ? "" : " There is no run in it yet; runs appear when they begin.";
        shell.Output.Writer.WriteLine($"Watching {Problem.Safe(folder)}.{yet} Open this page in a browser on this machine; Ctrl-C ends it.");
        shell.Output.Writer.WriteLine();
        shell.Output.Writer.WriteLine($"  {server.Address}");
        shell.Output.Writer.Flush();
        interrupted.WaitHandle.WaitOne();
        return ExitCode.Done;
    }

    private static int Port(string text) => Values.Whole(1)(text) is var port && port <= LargestPort ? port
        : throw new ArgumentException($"'{text}' will not do; give a whole number from 1 to {LargestPort}.");
}
