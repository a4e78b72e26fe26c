using System.Runtime.Intrinsics;
using Apical.Runs;
using Apical.Tests.Architecture;
using Apical.Tests.Rules;
using Apical.Tests.Runs;

namespace Apical.Tests.Cli;

/// <summary>
/// Folders as version 0.1.0 left them (Fixtures/runs) are gone on with, to what an unbroken run of that version came to: to the bit with the vectors that it
/// was
/// made with, else as closely as rounding allows.
/// </summary>
public sealed class OldRunFoldersResumeTests
{
    private static readonly string s_folder = Path.Combine(Repository.Root, "tests/Apical.Tests/Fixtures/runs");

    [Theory]
    [InlineData("train-interrupted")]
    [InlineData("train-killed")]
    [InlineData("train-batchnorm", "train-batchnorm-whole", "--epochs", "4")]
    public void A_training_comes_to_the_same_model_and_numbers(string name, string whole = "train-whole", params string[] more)
    {
        using var folder = new TemporaryFolder();
        new Terminal().Do(["train", "--resume", Copy(name, folder), "--quiet", .. more]);

        Dictionary<string, Matrix> expected = Tensors(Path.Combine(s_folder, whole)), actual = Tensors(folder[name]);
        Assert.Equal(expected.Keys.Order(), actual.Keys.Where(name => !name.StartsWith("normalisation/",
            StringComparison.Ordinal)).Order());   // which models had not
        foreach ((string tensor, Matrix value) in expected)
        {
            if (Vector512.IsHardwareAccelerated)
            {
                Matrices.SameBits(value, actual[tensor], tensor);
            }
            else
            {
                Matrices.Close(value, actual[tensor], 1e-3, tensor);
            }
        }

        Same(Rows(whole), MetricsTable.Read(Path.Combine(folder[name], RunFolder.MetricsName)).Rows);
    }

    [Fact]
    public void A_sweep_does_what_is_left()
    {
        using var folder = new TemporaryFolder();
        new Terminal().Do("sweep", "--resume", Copy("sweep-interrupted", folder), "--threads", "1", "--quiet");

        Same(Rows("sweep-whole"), MetricsTable.Read(Path.Combine(folder["sweep-interrupted"], RunFolder.MetricsName)).Rows);
    }

    [Fact]
    public void An_experiment_keeps_the_replicates_that_are_there()
    {
        using var folder = new TemporaryFolder();
        string run = Copy("experiment-interrupted", folder);
        string[] kept = Directory.GetFiles(Path.Combine(run, "replicates"));
        string[] before = [.. kept.Select(File.ReadAllText)];
        new Terminal().Do("reproduce", "lechner2020/theorem5", "--out", run, "--quiet");

        Assert.Equal(before, kept.Select(File.ReadAllText));
        Assert.True(Directory.GetFiles(Path.Combine(run, "replicates")).Length > kept.Length);
        Assert.Equal(RunStatus.Finished, Reproduction.Read(run).Status);
    }

    private static string Copy(string name, TemporaryFolder folder)
    {
        foreach (string file in Directory.GetFiles(Path.Combine(s_folder, name), "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(folder[name], Path.GetRelativePath(Path.Combine(s_folder, name), file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return folder[name];
    }

    private static Dictionary<string, Matrix> Tensors(string run) =>
        Safetensors.Read(Path.Combine(run, RunFolder.ModelName)).Tensors.ToDictionary(entry => entry.Key, entry => entry.Value.ToMatrix());

    private static IReadOnlyList<MetricRow> Rows(string name) => MetricsTable.Read(Path.Combine(s_folder, name, RunFolder.MetricsName)).Rows;

    private static void Same(IReadOnlyList<MetricRow> expected, IReadOnlyList<MetricRow> actual)
    {
        MetricRow[] one = Sorted(expected), two = Sorted(actual);
        Assert.Equal(one.Select(row => row with { Value = 0 }), two.Select(row => row with { Value = 0 }));

        // Losses keep more digits now than when these folders were written.
        Assert.All(one.Zip(two), pair => Assert.Equal(
            pair.First.Value, pair.Second.Value,
            !Vector512.IsHardwareAccelerated ? 1e-2 : pair.First.Metric.EndsWith("Loss", StringComparison.Ordinal) ? 1e-6 : 0));

        static MetricRow[] Sorted(IEnumerable<MetricRow> rows) =>
        [
            .. rows.Where(row => row.Metric != MetricNames.Seconds)
                .OrderBy(row => row.Rule, StringComparer.Ordinal).ThenBy(row => row.Run).ThenBy(row => row.Step)
                .ThenBy(row => row.Metric, StringComparer.Ordinal).ThenBy(row => row.Layer),
        ];
    }
}
