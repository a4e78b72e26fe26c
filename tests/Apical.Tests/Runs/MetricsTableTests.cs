using Apical.Runs;

namespace Apical.Tests.Runs;

public sealed class MetricsTableTests
{
    /// <summary>By hand: 1, 2, 6 have mean 3 and Σ(x − 3)² = 4 + 1 + 9 = 14, so sd = √(14 / 2) = √7.</summary>
    [Fact]
    public void Mean_and_sd_over_replicates()
    {
        var table = Table("fa,1,1,10,m,,1", "fa,2,1,10,m,,2", "fa,3,1,10,m,,6", "bp,1,1,10,m,,100");

        var point = Assert.Single(table.Series("fa", "m")!.Points);

        Assert.Equal((1, 10L, 3), (point.Epoch, point.Step, point.Over.N));
        Assert.Equal(3, point.Over.Mean, 12);
        Assert.Equal(Math.Sqrt(7), point.Over.Sd, 12);
    }

    [Fact]
    public void Points_come_in_the_order_of_training_whatever_the_order_of_lines()
    {
        var table = Table("fa,1,2,20,m,,2", "fa,1,0,0,m,,0", "fa,1,10,100,m,,10", "fa,1,2,25,m,,2.5");

        Assert.Equal([0, 2, 2.5, 10], table.Series("fa", "m")!.Points.Select(point => point.Over.Mean));
    }

    [Fact]
    public void A_line_repeated_by_a_resumed_run_replaces_the_earlier_one()
    {
        var table = Table("fa,1,1,10,m,,1", "fa,1,2,20,m,,2", "fa,1,2,20,m,,7");

        Assert.Equal([1, 7], table.Series("fa", "m")!.Points.Select(point => point.Over.Mean));
        Assert.Equal(1, table.Series("fa", "m")!.Points[1].Over.N);
    }

    [Fact]
    public void Layers_and_the_whole_network_are_different_series()
    {
        var table = Table("fa,1,1,1,m,2,20", "fa,1,1,1,m,,0", "fa,1,1,1,m,1,10");

        Assert.Equal([null, 1, 2], table.Layers("m"));
        Assert.Equal(20, table.Series("fa", "m", 2)!.Points[0].Over.Mean);
        Assert.Equal(0, table.Series("fa", "m")!.Points[0].Over.Mean);
        Assert.Null(table.Series("fa", "m", 3));
    }

    [Fact]
    public void The_last_value_is_each_replicates_own()
    {
        var table = Table("fa,1,1,1,m,,1", "fa,2,1,1,m,,2", "fa,1,2,2,m,,3");

        Assert.Equal([KeyValuePair.Create(1, 3.0), KeyValuePair.Create(2, 2.0)], table.Series("fa", "m")!.Last);
    }

    [Fact]
    public void A_replicate_failed_when_it_says_so_or_its_loss_ended_without_a_number()
    {
        var table = Table(
            "fa,1,1,1,trainLoss,,NaN", "fa,1,2,2,trainLoss,,0.5",   // recovered
            "fa,2,1,1,testLoss,,Infinity",
            "fa,3,1,1,trainLoss,,0.5", "fa,3,1,1,failed,,1",
            "fa,4,1,1,trainLoss,,0.5", "fa,4,1,1,failed,,0");

        Assert.Equal([2, 3], table.FailedRuns("fa"));
        Assert.Equal([1, 2, 3, 4], table.Runs("fa"));
    }

    [Theory]
    [InlineData("fa,1,1,1,m,,x")]
    [InlineData(",1,1,1,m,,2")]
    [InlineData("fa,1,1,1,,,2")]
    [InlineData("fa,1,1,1,m\e[31m,,2")]
    [InlineData("f\0a,1,1,1,m,,2")]
    [InlineData("fa,1,1,1,m,,2\0")]                             // where .NET would take the number for ended
    [InlineData("fa,1,1,1,m,1.5,2")]
    [InlineData("fa,1,1,m,,2")]
    [InlineData("\"fa,1,1,1,m,,2")]
    [InlineData("\"f\"a,1,1,1,m,,2")]
    [InlineData("")]
    public void A_broken_line_in_the_middle_is_named(string line)
    {
        var error = Assert.Throws<InvalidDataException>(() => Table("fa,1,1,1,m,,1", line, "fa,1,2,2,m,,1"));

        Assert.StartsWith("Expected line 3 of 'metrics' to be rule,run,epoch,step,metric,layer,value", error.Message);
    }

    [Fact]
    public void Windows_line_ends_are_read() =>
        Assert.Equal(0.5, MetricsTable.Parse("rule,run,epoch,step,metric,layer,value\r\nfa,1,1,1,m,,0.5\r\n").Rows.Single().Value);

    [Fact]
    public void An_empty_file_is_an_empty_table() => Assert.Empty(MetricsTable.Parse("").Rows);

    private static MetricsTable Table(params string[] lines) =>
        MetricsTable.Parse(MetricsFile.Header + "\n" + string.Concat(lines.Select(line => line + "\n")));
}
