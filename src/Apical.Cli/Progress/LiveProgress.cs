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
    private const int WidestName = 24;
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

    private IRenderable Picture()
    {
        int name = Math.Min(WidestName, _groups.Max(group => group.Name.Length));
        var (texts, run, found, bar) = Columns(name, layers: true, runs: true);
        if (bar < LeastBar)
        {
            (texts, run, found, bar) = Columns(name, layers: false, runs: true);
        }

        if (bar < LeastBar)
        {
            (texts, run, found, bar) = Columns(name, layers: false, runs: false);
        }

        bar = Math.Max(bar, LeastBar);
        var lines = _groups.Zip(texts, (of, text) =>
            $"{Markup.Escape(Cut(of.Name, name).PadRight(name))}  {Bar(of, bar)}  {text.Done,4}  {Markup.Escape(text.Run.PadRight(run))}  "
                + $"[bold]{Markup.Escape(text.Found)}[/]");
        string now = string.Join(", ", states.Where(state => state.Phase == JobPhase.Running).Take(3).Select(state => $"{state.Group} {state.Run}"));
        string[] around = title is null ? [] : _groups is [_] ? [$"[grey]{Markup.Escape(now)}[/]"] : [$"[grey]{Markup.Escape(title)}[/]"];
        return new Rows(lines.Concat(around).Append($"[grey]{Time()}[/]").Select(line => (IRenderable)new Markup($"  {line}").Overflow(Overflow.Crop)));
    }

    private ((string Done, string Run, string Found)[] Texts, int Run, int Found, int Bar) Columns(int name, bool layers, bool runs)
    {
        (string Done, string Run, string Found)[] texts = [.. _groups.Select(group => group.Texts(layers))];
        texts = runs ? texts : [.. texts.Select(text => text with { Run = "" })];
        int run = texts.Max(text => text.Run.Length), found = texts.Max(text => text.Found.Length);
        return (texts, run, found, Math.Min(shell.Error.Width - (2 + name + 2 + 2 + 4 + 2 + run + 2 + found + 1), WidestBar));
    }

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

    private static string Cut(string text, int width) => text.Length <= width ? text : text[..(width - 1)] + "…";
}
