using Apical.Cli.Output;
using Apical.Training;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Apical.Cli.Progress;

/// <summary>A bar per rule or condition, or one for all where they are many, redrawn as jobs go on; cleared at the end.</summary>
internal sealed class LiveProgress(Shell shell, IReadOnlyList<JobState> states, CancellationToken interrupted, string? title)
{
    private const int WidestBar = 40;
    private const int LeastBar = 8;
    private const int MostDoubled = 10;                 // twice as many lines, and some, are what a terminal has at least
    private const int MostBars = 16;

    private static readonly TimeSpan s_redraw = TimeSpan.FromMilliseconds(100);

    private readonly IReadOnlyList<JobGroup> _groups = states.Select(state => state.Group).Distinct().Count() > MostBars ? [new(title ?? "all", states)]
        : [.. states.GroupBy(state => state.Group).Select(group => new JobGroup(group.Key, [.. group]))];

    private readonly long _start = shell.Time.GetTimestamp();
    private readonly double _kept = JobGroup.FractionOf(states);

    /// <summary>Does the work on another thread, and draws.</summary>
    public T While<T>(Func<T> work)
    {
        Task<T> task = Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        IAnsiConsole console = shell.ErrorConsole();
        console.Live(Picture()).AutoClear(true).Start(context =>
        {
            while (!((IAsyncResult)task).AsyncWaitHandle.WaitOne(s_redraw))
            {
                context.UpdateTarget(Picture());
            }
        });
        return task.GetAwaiter().GetResult();
    }

    private IRenderable Picture() =>
        new Rows([.. Lines().Select(line => new Markup($"  {line}").Overflow(Overflow.Crop))]);

    /// <summary>What is shown, in Spectre's markup, without the blanks before it: bars, and below them what is at work and the time.</summary>
    internal IEnumerable<string> Lines()
    {
        string now = string.Join(", ", states.Where(state => state.Phase == JobPhase.Running).Take(3).Select(state => $"{state.Group} {state.Run}"));
        string[] around = title is null ? [] : _groups is [_] ? [$"[grey]{Markup.Escape(now)}[/]"] : [$"[grey]{Markup.Escape(title)}[/]"];
        return [.. Bars(), .. around, $"[grey]{Time()}[/]"];
    }

    /// <summary>
    /// A line for each; where there is little room, without what was measured of layers, then without which run it is. Names that leave no room for a bar stand
    /// above it, and are cut only where there are too many for two lines each.
    /// </summary>
    private IEnumerable<string> Bars()
    {
        int longest = _groups.Max(group => group.Name.Length);
        foreach (var (layers, runs) in new[] { (true, true), (false, true), (false, false) })
        {
            if (Columns(longest, layers, runs) is { Room: >= LeastBar } one)
            {
                return _groups.Zip(one.Texts, (of, text) => $"{Markup.Escape(of.Name.PadRight(longest))}  {Line(of, text, one)}");
            }
        }

        if (_groups.Count <= MostDoubled)
        {
            Layout below = Columns(0, layers: false, runs: true) is { Room: >= LeastBar } all ? all : Columns(0, layers: false, runs: false);
            int widest = shell.Error.Width - 3;
            return _groups.Zip(below.Texts).SelectMany(
                one => new[] { Markup.Escape(Cut(one.First.Name, widest)), $"  {Line(one.First, one.Second, below)}" });
        }

        Layout cut = Columns(0, layers: false, runs: false);
        int name = Math.Max(LeastBar, cut.Room - LeastBar - 2);
        return _groups.Zip(cut.Texts, (of, text) => $"{Markup.Escape(Cut(of.Name, name).PadRight(name))}  {Line(of, text, cut with { Room = LeastBar })}");
    }

    private Layout Columns(int name, bool layers, bool runs)
    {
        (string Done, string Run, string Found)[] texts = [.. _groups.Select(group => group.Texts(layers))];
        texts = runs ? texts : [.. texts.Select(text => text with { Run = "" })];
        int run = texts.Max(text => text.Run.Length), found = texts.Max(text => text.Found.Length);
        return new(texts, run, shell.Error.Width - (2 + name + 2 + 2 + 4 + 2 + run + 2 + found + 1));
    }

    private static string Line(JobGroup of, (string Done, string Run, string Found) text, Layout layout) =>
        $"{Bar(of, Math.Clamp(layout.Room, LeastBar, WidestBar))}  {text.Done,4}  {Markup.Escape(text.Run.PadRight(layout.Run))}  "
            + $"[bold]{Markup.Escape(text.Found)}[/]";

    private string Time()
    {
        TimeSpan spent = shell.Time.GetElapsedTime(_start);
        if (interrupted.IsCancellationRequested)
        {
            return $"{Show.Clock(spent)} · stopping soon; what is done is kept · Ctrl-C again kills";
        }

        double done = JobGroup.FractionOf(states);
        string left = done > _kept + 0.02 && done < 1 ? $" · about {Show.Clock(spent * ((1 - done) / (done - _kept)))} to go" : "";
        return $"{Show.Clock(spent)}{left} · Ctrl-C stops and keeps what is done";
    }

    private static string Bar(JobGroup group, int width)
    {
        int full = (int)Math.Round(group.Fraction * width);
        string colour = group.AllFailed ? "red" : group.Fraction >= 1 ? "green" : "blue";
        return $"[{colour}]{new string('━', full)}[/][grey]{new string('─', width - full)}[/]";
    }

    /// <summary>Both ends of a name: what comes last, such as a rate, is where many differ.</summary>
    private static string Cut(string text, int width) => text.Length <= width ? text : $"{text[..(width / 2)]}…{text[^((width - 1) / 2)..]}";

    /// <param name="Texts">What stands beside each bar.</param>
    /// <param name="Run">Letters of the widest place.</param>
    /// <param name="Room">Columns that are left for a bar.</param>
    private sealed record Layout((string Done, string Run, string Found)[] Texts, int Run, int Room);
}
