using System.CommandLine;
using System.Globalization;
using Apical.Cli.Help;
using Apical.Cli.Output;
using Apical.Cli.Settings;

namespace Apical.Cli.Bench;

/// <summary><c>apical bench</c>: times training steps and matrix products on this machine.</summary>
internal static class BenchCommand
{
    private const string What = "What to time", Results = "Results";
    private const int MostThreads = 1024;

    /// <summary>The command.</summary>
    public static Command Create(Shell shell)
    {
        var cases = new HelpedOption<IReadOnlyList<BenchCase>>(What, "--cases", "FILTER", "only these: parts of a case joined by '/', alternatives by ','",
            "all", BenchCases.Select);
        var products = new HelpedFlag(What, "--products", "the matrix products of the cases, too");
        var onlyProducts = new HelpedFlag(What, "--only-products", "the matrix products and no steps");
        var threads = new HelpedOption<IReadOnlyList<int>>(What, "--threads", "LIST", "numbers of threads joined by ',', measured in turn",
            "1, and 2 where there are two processors", Threads);
        var seconds = new HelpedOption<double>(What, "--seconds", "S", "how long to time each case, warm-up not counted", "1", Seconds);
        var json = new HelpedOption<string>(Results, "--json", "FILE",
            "write the result for a program; '-' is the standard output, which then has nothing else", null, text => text);
        var command =
            new HelpedCommand("bench", "Times training steps and matrix products on this machine, beside the multiply-adds it does in registers alone.")
            {
                Examples =
            [
                ("apical bench", "every case, some two minutes"),
                ("apical bench --cases 784-1000-10/b64/bp,adam/dfa", "two of them"),
                ("apical bench --only-products --threads 1", "matrix products on one thread"),
            ],
            };
        foreach (Option option in new Option[] { cases, products, onlyProducts, threads, seconds, json })
        {
            command.Add(option);
        }

        command.SetAction(parsed =>
        {
            bool alone = parsed.GetValue(onlyProducts);
            var settings = new BenchSettings(
                parsed.GetValue(cases) ?? BenchCases.All,
                Steps: !alone,
                Products: alone || parsed.GetValue(products),
                parsed.GetValue(threads) ?? (Environment.ProcessorCount > 1 ? [1, 2] : [1]),
                parsed.GetResult(seconds) is null ? 1 : parsed.GetValue(seconds));
            Run(shell, settings, parsed.GetValue(json));
        });
        return command;
    }

    private static void Run(Shell shell, BenchSettings settings, string? json)
    {
        Preparation.RequireFolderOf(json);
        CancellationToken interrupted = shell.CatchInterrupts();
        int begun = 0, count = BenchRunner.Count(settings);
        string erase = shell.Error.IsTerminal ? "\r\e[K" : "";
        BenchResult result;
        try
        {
            // Between measurements only: a display that refreshes itself would take time from what is measured.
            result = BenchRunner.Run(settings, name =>
            {
                interrupted.ThrowIfCancellationRequested();
                shell.Error.Writer.Write($"{erase}{++begun}/{count} {name}{(erase.Length > 0 ? "" : "\n")}");
                shell.Error.Writer.Flush();
            });
        }
        finally
        {
            shell.Error.Writer.Write(erase);
        }

        if (json != "-")
        {
            BenchTables.Write(shell, result);
        }

        JsonOutput.Write(shell, json, result.ToJson);
    }

    private static IReadOnlyList<int> Threads(string list) =>
    [
        .. list.Split(',')
            .Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is >= 1 and <= MostThreads ? number
            : throw new ArgumentException($"'{text}' will not do; give numbers of threads from 1 to {MostThreads} joined by ',', such as 1,2.")).Distinct(),
    ];

    private static double Seconds(string text) =>
        Values.Number(text) is { } number && number is > 0 and <= 3600 ? number
            : throw new ArgumentException($"'{text}' will not do; give a number above 0, up to 3600.");
}
