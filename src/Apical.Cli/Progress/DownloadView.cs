using Apical.Cli.Output;
using Apical.Data;
using Spectre.Console;

namespace Apical.Cli.Progress;

/// <summary>Shows how a download goes: a bar per file on a terminal; elsewhere a line every few seconds, and one at the end of each file.</summary>
internal sealed class DownloadView(Shell shell, DataEntry entry)
{
    private static readonly TimeSpan s_apart = TimeSpan.FromSeconds(5);
    private long _last = shell.Time.GetTimestamp();

    /// <summary>Does the work, and shows how it goes.</summary>
    /// <param name="fetch">Fetches, and reports.</param>
    public T While<T>(Func<IProgress<DownloadProgress>, Task<T>> fetch)
    {
        if (!shell.IsLive)
        {
            return fetch(new Listener(Line)).GetAwaiter().GetResult();
        }

        return shell.ErrorConsole().Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new DownloadedColumn(), new TransferSpeedColumn())
            .Start(context =>
            {
                Dictionary<string, ProgressTask> bars = entry.Files.ToDictionary(
                    file => file.Name, file => context.AddTask(Markup.Escape(file.Name), maxValue: file.Size));
                return fetch(new Listener(news => bars[news.File].Value = news.Done)).GetAwaiter().GetResult();
            });
    }

    private void Line(DownloadProgress news)
    {
        if (news.Done == news.Size)
        {
            shell.Error.Writer.WriteLine($"{news.File}: {Show.Bytes(news.Size)} from {news.Mirror.Host}");
        }
        else if (shell.Time.GetElapsedTime(_last) >= s_apart)
        {
            _last = shell.Time.GetTimestamp();
            shell.Error.Writer.WriteLine($"{news.File}: {Show.Bytes(news.Done)} of {Show.Bytes(news.Size)} from {news.Mirror.Host} …");
        }
    }

    /// <summary>Passes news on from the thread they come from: System.Progress would queue them.</summary>
    private sealed class Listener(Action<DownloadProgress> tell) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => tell(value);
    }
}
