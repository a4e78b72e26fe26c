using System.Runtime.InteropServices;
using System.Text;

namespace Apical.Cli;

/// <summary>The shell of this process: its console, its environment, its signals.</summary>
internal static class ProcessShell
{
    private const int SigXfsz = 25;                     // on Linux and macOS
    private const string ShowCursor = "\e[?25h";

    /// <summary>Connects to the console.</summary>
    public static Shell Create()
    {
        if (OperatingSystem.IsWindows())
        {
            Console.OutputEncoding = Encoding.UTF8;
        }

        // A file beyond a limit (ulimit -f) is an error of the write, which is told; the signal that comes with it would end the process without a word.
        if (!OperatingSystem.IsWindows())
        {
            s_registrations.Add(PosixSignalRegistration.Create((PosixSignal)SigXfsz, context => context.Cancel = true));
        }

        bool ansi = Environment.GetEnvironmentVariable("TERM") is { } term ? term != "dumb" : OperatingSystem.IsWindows();
        return new Shell
        {
            Output = new ShellStream(new ResultWriter(Console.Out), ansi && !Console.IsOutputRedirected, Columns),
            Error = new ShellStream(new ForgivingWriter(Console.Error), ansi && !Console.IsErrorRedirected, Columns),
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
        int asked = 0;
        s_registrations.AddRange(Signals().Select(signal => PosixSignalRegistration.Create(signal, Stop)));
        return source.Token;

        // Schedulers warn with one signal and ask with another: only a person at the keyboard who asks twice means at once.
        void Stop(PosixSignalContext context)
        {
            context.Cancel = context.Signal != PosixSignal.SIGINT || Interlocked.Increment(ref asked) == 1;
            if (!context.Cancel && !Console.IsErrorRedirected)
            {
                Console.Error.Write(ShowCursor);        // a progress display hides it
            }

            source.Cancel();
        }
    }

    private static IEnumerable<PosixSignal> Signals() => OperatingSystem.IsWindows() ? [PosixSignal.SIGINT, PosixSignal.SIGTERM]
        : [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT, (PosixSignal)(OperatingSystem.IsLinux() ? 10 : 30)];    // SIGUSR1

    // Kept, or the collector would end them.
    private static readonly List<PosixSignalRegistration> s_registrations = [];
}
