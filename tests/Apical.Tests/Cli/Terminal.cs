using System.Text.Json.Nodes;
using Apical.Cli;
using Apical.Papers;
using Apical.Runs;
using Apical.Specs;

namespace Apical.Tests.Cli;

/// <summary>A person at a keyboard, or a program at the other end of two pipes: runs command lines in this process and reads what comes out.</summary>
internal sealed class Terminal
{
    private readonly CancellationTokenSource _interrupt = new();
    private readonly StringWriter _output = new();
    private readonly WatchedWriter _error = new();

    /// <summary>Columns of the terminal; null for pipes.</summary>
    public int? Columns { get; init; }

    /// <summary>What was typed to start the program.</summary>
    public string StartedAs { get; init; } = CommandWords.Program;

    /// <summary>Environment variables.</summary>
    public Dictionary<string, string> Variables { get; init; } = [];

    /// <summary>Data sets to list and fetch.</summary>
    public Catalog<DataEntry> Sets { get; init; } = Catalog<DataEntry>.Current;

    /// <summary>Experiments that can be reproduced.</summary>
    public IReadOnlyList<Experiment> Experiments { get; init; } = ExperimentCatalog.All;

    /// <summary>Whether every look at the clock finds that more than a second went by.</summary>
    public bool TimeFlies { get; init; }

    /// <summary>Presses Ctrl-C as soon as this text comes over the stream for complaints.</summary>
    public string? InterruptAt { get; init; }

    /// <summary>What a person answers to questions; null where none is there to answer.</summary>
    public Func<string, string?>? Ask { get; init; }

    /// <summary>What git says of the current folder.</summary>
    public CodeRecord? Code { get; init; }

    public string Output => _output.ToString();

    public string Error => _error.ToString();

    public JsonObject Json => JsonNode.Parse(Output)!.AsObject();

    /// <summary>Presses Ctrl-C.</summary>
    public void Interrupt() => _interrupt.Cancel();

    public int Run(params string[] args)
    {
        _error.Seen = text =>
        {
            if (InterruptAt is not null && text.Contains(InterruptAt))
            {
                Interrupt();
            }
        };
        using Catalog<DataEntry>.Scope sets = Sets.Use();
        using Catalog<ExperimentInfo>.Scope experiments = new Catalog<ExperimentInfo>(Experiments.Select(experiment => new ExperimentInfo(experiment))).Use();
        return CommandLine.Run(args, Shell());
    }

    /// <summary>What a command talks to.</summary>
    public Shell Shell() => new()
    {
        Output = new ShellStream(_output, Columns is not null, () => Columns!.Value, StartedAs),
        Error = new ShellStream(_error, Columns is not null, () => Columns!.Value, StartedAs),
        StartedAs = StartedAs,
        Variable = Variables.GetValueOrDefault,
        CatchInterrupts = () => _interrupt.Token,
        Ask = Ask,
        Code = () => Code,
        Time = TimeFlies ? new FlyingTime() : TimeProvider.System,
    };

    /// <summary>Runs a command line that has to succeed.</summary>
    public Terminal Do(params string[] args)
    {
        int code = Run(args);
        Assert.True(code == 0, $"apical {string.Join(' ', args)} ended with {code}: {Error}");
        return this;
    }

    private sealed class WatchedWriter : StringWriter
    {
        public Action<string>? Seen { get; set; }

        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            Seen?.Invoke(value ?? "");
        }
    }

    private sealed class FlyingTime : TimeProvider
    {
        private long _now;

        public override long GetTimestamp() => Interlocked.Add(ref _now, 2 * TimestampFrequency);
    }
}
