using Apical.Learning;
using Apical.Tests.Cli;
using Apical.Tests.Runs;

namespace Apical.Tests.Training;

/// <summary>Fault: a layer whose units on a batch are more than a matrix can hold was found out after training had begun.</summary>
public sealed class LargestBatchTests
{
    // 100000 maps of 24 × 24 are 57 600 000 units, 230 400 000 bytes a sample: 9 samples fit into 2 GiB, and 10 do not.
    [Theory]
    [InlineData("32", "32 training samples at once would take a matrix of 7031 MiB for the 57600000 units of layer 1; the limit is 2047. Use at most 9 at a "
        + "time")]
    [InlineData("9", "20 probed samples at once would take a matrix of 4394 MiB")]
    public void What_no_matrix_can_hold_is_refused_before_training(string batch, string complaint)
    {
        using var folder = new TemporaryFolder();
        var terminal = new Terminal();
        Assert.Equal(2, terminal.Run(
            "train", "--net", "784-conv100000@5x5:mean-10", "--batch", batch, "--train-samples", "40", "--test-samples", "20", "--out", folder["run"]));
        Assert.Contains(complaint, terminal.Error);
        Assert.False(Directory.Exists(folder["run"]));
    }

    [Theory]
    [InlineData(57_600_000, Precision.Single, 9)]
    [InlineData(57_600_000, Precision.Double, 4)]
    [InlineData(int.MaxValue, Precision.Single, 0)]
    public void A_matrix_may_take_two_GiB(int rows, Precision precision, int columns)
    {
        Assert.Equal(columns, Matrix.MostColumns(rows, precision));
        Assert.Contains("the limit is 2047", Assert.Throws<ArgumentOutOfRangeException>(() => new Matrix(rows, columns + 1, precision)).Message);
    }

    [Fact]
    public void An_evaluation_asks_for_no_more_at_once_than_it_may()
    {
        var data = new Dataset("test", new Matrix(20, 3), new Matrix(20, 2));
        var asked = new List<int>();
        Evaluation.Of(data, (x, t, _) =>
        {
            asked.Add(x.Columns);
            return (t, 0);
        }, most: 9);
        Assert.Equal([9, 9, 2], asked);
    }
}
