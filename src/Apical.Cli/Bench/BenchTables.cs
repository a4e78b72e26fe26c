using System.Globalization;
using Apical.Cli.Output;
using Spectre.Console;

namespace Apical.Cli.Bench;

/// <summary>Draws results for people.</summary>
internal static class BenchTables
{
    /// <summary>Writes the peak and a table each for steps and products, as far as there are any.</summary>
    public static void Write(Shell shell, BenchResult result)
    {
        IEnumerable<string> peaks = result.PeakGflops
            .Select(peak => $"{Number(peak.Value, "F0")} GFLOP/s on {Show.Count(int.Parse(peak.Key, CultureInfo.InvariantCulture), "thread")}");
        shell.Output.Writer.WriteLine($"peak: {string.Join(", ", peaks)}");
        if (result.Cases.Count > 0)
        {
            Table table = New(["case", "batch", "optimizer", "rule"], ["threads", "ms/step", "fastest", "GFLOP/s", "of peak"]);
            foreach (CaseResult x in result.Cases)
            {
                table.AddRow(x.Case, Number(x.Batch, "F0"), x.Optimizer, x.Rule, Number(x.Threads, "F0"), Significant(x.MsPerStep), Significant(x.FastestMs),
                    Number(x.Gflops, "F1"), Number(x.ShareOfPeak, "P0"));
            }

            shell.Output.Writer.WriteLine();
            Tables.Write(shell, table);
        }

        if (result.Products.Count > 0)
        {
            Table table = New(["form"], ["rows", "columns", "inner", "threads", "µs", "fastest", "GFLOP/s", "of peak"]);
            foreach (ProductResult x in result.Products)
            {
                table.AddRow(x.Form, Number(x.M, "F0"), Number(x.N, "F0"), Number(x.K, "F0"), Number(x.Threads, "F0"), Significant(x.Microseconds),
                    Significant(x.FastestMicroseconds), Number(x.Gflops, "F1"), Number(x.ShareOfPeak, "P0"));
            }

            shell.Output.Writer.WriteLine();
            Tables.Write(shell, table);
        }
    }

    private static Table New(string[] words, string[] numbers)
    {
        Table table = Tables.New();
        foreach (string word in words)
        {
            table.AddColumn(Tables.Whole(word));
        }

        foreach (string number in numbers)
        {
            table.AddColumn(Tables.Numbers(number));
        }

        return table;
    }

    private static string Number(double x, string format) => x.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>Four digits, whatever the size.</summary>
    private static string Significant(double x) =>
        Number(x, x switch { >= 1000 => "F0", >= 100 => "F1", >= 10 => "F2", >= 1 => "F3", >= 0.1 => "F4", _ => "F5" });
}
