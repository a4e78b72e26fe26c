using System.Runtime.InteropServices;
using System.Text;

namespace Apical.Cli;

/// <summary>The shell of this process: its console, its environment, its signals.</summary>
internal static class ProcessShell
{
    private const string ShowCursor = "\e[?25h";

    /// <summary>Connects to the console.</summary>
    public static Shell Create()
    {
        if (OperatingSystem.IsWindows())
        {
            Console.OutputEncoding = Encoding.UTF8;
        }

        bool ansi = Environment.GetEnvironmentVariable("TERM") is { } term ? term != "dumb" : OperatingSystem.IsWindows();
        return new Shell
        {
            Output = new ShellStream(Console.Out, ansi && !Console.IsOutputRedirected, Columns),
            Error = new ShellStream(Console.Error, ansi && !Console.IsErrorRedirected, Columns),
            Variable = Environment.GetEnvironmentVariable,
            CatchInterrupts = CatchInterrupts,
            Ask = Console.IsInputRedirected || Console.IsErrorRedirected ? null : Ask,
            Code = () => GitState.Of(Environment.CurrentDirectory),
        };
    }

    private static string? Ask(string question)
    {
        Console.Error.Write(question);
        return Console.In.ReadLine();
    }

    private static int Columns()
    {
        try
        {
            return Console.WindowWidth;
        }
        catch (IOException)
        {
            return 80;                                  // a terminal that does not tell
        }
    }

    private static CancellationToken CatchInterrupts()
    {
        var source = new CancellationTokenSource();
        s_registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop));
        s_registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop));
        return source.Token;

        void Stop(PosixSignalContext context)
        {
            context.Cancel = !source.IsCancellationRequested;
            if (!context.Cancel && !Console.IsErrorRedirected)
            {
                Console.Error.Write(ShowCursor);        // a progress display hides it
            }

            source.Cancel();
        }
    }

    // Kept, or the collector would end them.
    private static readonly List<PosixSignalRegistration> s_registrations = [];
}
