using System.Text;
using Apical.Cluster;

namespace Apical.Cli;

/// <summary>The shell of this process: its console, its environment, its signals.</summary>
internal static class ProcessShell
{
    private const int WidthUnknown = 80;                // of a terminal that does not tell, or says 0

    /// <summary>Connects to the console.</summary>
    /// <param name="args">The command line.</param>
    public static Shell Create(IReadOnlyList<string> args)
    {
        if (OperatingSystem.IsWindows())
        {
            Console.OutputEncoding = Encoding.UTF8;
        }

        var results = new ResultWriter(Console.Out);
        Func<string, string?> variable = Environment.GetEnvironmentVariable;
        var interrupts = new Interrupts(args, Launcher.CollectsOutput(variable) && Launcher.Place(variable) is ( > 0, _));     // MPICH says nothing by itself
        bool ansi = Environment.GetEnvironmentVariable("TERM") is { } term ? term != "dumb" : OperatingSystem.IsWindows();
        string program = variable("APICAL_PROGRAM") is { Length: > 0 } typed ? typed : CommandWords.Program;    // the start script sets it
        return new Shell
        {
            Output = new ShellStream(results, ansi && !Console.IsOutputRedirected, Columns, program),
            Error = new ShellStream(new ForgivingWriter(Console.Error), ansi && !Console.IsErrorRedirected, Columns, program),
            StartedAs = program,
            Unwritten = () => results.Lost,
            Variable = variable,
            Program = Words(Environment.ProcessPath ?? "apical"),
            CatchInterrupts = interrupts.Catch,
            Ask = Console.IsInputRedirected || Console.IsErrorRedirected ? null : Ask,
            Code = () => GitState.Of(Environment.CurrentDirectory),
        };
    }

    // 'dotnet FILE', where it was not started by itself.
    private static IReadOnlyList<string> Words(string path) =>
        Path.GetFileNameWithoutExtension(path) == "dotnet" ? [path, typeof(ProcessShell).Assembly.Location] : [path];

    private static string? Ask(string question)
    {
        Console.Error.Write(question);
        return Console.In.ReadLine();
    }

    private static int Columns()
    {
        try
        {
            return Console.WindowWidth is > 0 and var width ? width : WidthUnknown;
        }
        catch (IOException)
        {
            return WidthUnknown;
        }
    }
}
