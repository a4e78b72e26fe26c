using System.Runtime.InteropServices;
using Apical.Cli.Teams;

namespace Apical.Cli;

/// <summary>The signals that ask this process to end.</summary>
internal sealed class Interrupts
{
    private const int SigXfsz = 25;                     // on Linux and macOS
    private const string ShowCursor = "\e[?25h";

    // What writes a folder, and may be started again.
    private static readonly string[] s_longCommands = ["train", "compare", "sweep", "reproduce"];

    private readonly CancellationTokenSource _source = new();
    private readonly List<PosixSignalRegistration> _registrations = [];         // kept, or the collector would end them
    private readonly IReadOnlyList<string> _args;
    private readonly bool _follows;
    private bool _listening;
    private volatile bool _told;
    private int _asked;

    /// <summary>Listens from the first moment where the command is a long one: a scheduler may start again one that has not begun, too.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="follows">Whether this is a rank above 0, which is asked to end when another has said why.</param>
    public Interrupts(IReadOnlyList<string> args, bool follows)
    {
        (_args, _follows) = (args, follows);
        if (!OperatingSystem.IsWindows())
        {
            // A file beyond a limit (ulimit -f) is an error of the write, which is told; the signal that comes with it would end the process without a word.
            _registrations.Add(PosixSignalRegistration.Create((PosixSignal)SigXfsz, context => context.Cancel = true));
        }

        if (s_longCommands.Contains(args.FirstOrDefault()))
        {
            Listen();
        }
    }

    /// <summary>From this call on, a signal does not end the process, but is told through the token. A second Ctrl-C does end it.</summary>
    public CancellationToken Catch()
    {
        _told = true;
        Listen();
        return _source.Token;
    }

    private static IEnumerable<PosixSignal> Signals() => OperatingSystem.IsWindows() ? [PosixSignal.SIGINT, PosixSignal.SIGTERM]
        : [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT, (PosixSignal)(OperatingSystem.IsLinux() ? 10 : 30)];    // SIGUSR1

    private void Listen()
    {
        if (!_listening)
        {
            _registrations.AddRange(Signals().Select(signal => PosixSignalRegistration.Create(signal, Stop)));
            _listening = true;
        }
    }

    // Schedulers warn with one signal and ask with another: only a person at the keyboard who asks twice means at once.
    private void Stop(PosixSignalContext context)
    {
        context.Cancel = context.Signal != PosixSignal.SIGINT || Interlocked.Increment(ref _asked) == 1;
        if (!_told)
        {
            if (!_follows)
            {
                new ForgivingWriter(Console.Error).WriteLine("apical: interrupted before it began; nothing was written.");
            }

            RankFailure.EndUnjoined(Environment.GetEnvironmentVariable, _args);
            Environment.Exit(ExitCode.Stopped);
        }

        if (!context.Cancel && !Console.IsErrorRedirected)
        {
            Console.Error.Write(ShowCursor);            // a progress display hides it
        }

        _source.Cancel();
    }
}
