using System.Globalization;
using System.Text.Json.Nodes;
using Apical.Models;
using Apical.Runs;
using Apical.Tests.Exchange;
using Apical.Tests.Runs;

namespace Apical.Tests.Cli;

/// <summary>A person's own table: learned, evaluated, and asked about new lines.</summary>
public sealed class OwnModelTests
{
    [Fact]
    public void A_table_with_texts_is_answered_by_its_columns_in_any_order()
    {
        using var folder = new TemporaryFolder();
        string[] lines = [.. Enumerable.Range(0, 60).Select(i =>
            $"{(i % 2 == 0 ? "rose" : "lily")},{(i % 3 == 0 ? "red" : "blue")},{(i % 2) + (i / 600.0):0.000}")];
        File.WriteAllLines(folder["flowers.csv"], ["kind,colour,width", .. lines]);
        new Terminal().Do("train", "--data", $"csv:{folder["flowers.csv"]}:label=kind:one-hot=colour", "--epochs", "5", "--class-weights", "balanced",
            "--probes", "none", "--quiet", "--out", folder["run"]);
        TrainedModel model = TrainedModel.Load(folder["run"]);
        Assert.Equal(["colour=blue", "colour=red", "width"], model.Card.FeatureNames);
        Assert.Equal(["lily", "rose"], model.Card.ClassNames);

        // The loss of a run with weighted classes is weighted when it is evaluated, too.
        JsonObject json = new Terminal().Do("evaluate", folder["run"], "--json").Json;
        MetricsTable metrics = MetricsTable.Read(folder["run/metrics.csv"]);
        Assert.Equal(metrics.Rows.Last(row => row.Metric == MetricNames.TestLoss).Value, (double)json["loss"]!);

        File.WriteAllText(folder["new.csv"], "id;width;colour;kind\n7;0.02;red;rose\n8;1,03;blue;lily\n".Replace("1,03", "1.03", StringComparison.Ordinal));
        Matrix answers = model.Predict(Matrix.Of(2, 3, [0, 1, 0.02, 1, 0, 1.03]));
        Terminal terminal = new Terminal().Do("predict", folder["run"], folder["new.csv"]);
        string[] told = terminal.Output.TrimEnd().Split('\n');
        Assert.Equal("row,class,p_lily,p_rose", told[0]);
        Assert.Equal(((float)answers[0, 0]).ToString(CultureInfo.InvariantCulture), told[1].Split(',')[2]);
        Assert.Equal(((float)answers[1, 0]).ToString(CultureInfo.InvariantCulture), told[2].Split(',')[2]);
        Assert.Contains(" of 2 ", terminal.Error, StringComparison.Ordinal);           // the label of training is found by its name

        // Evaluating on another table goes by names, too.
        File.WriteAllLines(folder["other.csv"], ["width,colour,kind", .. lines.Select(line => string.Join(',', line.Split(',').Reverse()))]);
        double same = (double)new Terminal().Do("evaluate", folder["run"], "--part", "all", "--json").Json["accuracy"]!;
        Assert.Equal(same, (double)new Terminal().Do("evaluate", folder["run"], "--data", $"csv:{folder["other.csv"]}:label=kind:one-hot=colour", "--part",
            "all", "--json").Json["accuracy"]!);
        var missing = new Terminal();
        Assert.Equal(1, missing.Run("evaluate", folder["run"], "--data", $"csv:{folder["other.csv"]}:label=kind:drop=colour"));
        Assert.Contains("there is no input colour=blue, colour=red, which the model needs", missing.Error, StringComparison.Ordinal);
    }

    /// <summary>Numbers of any size are learned on a scale of their own, and told in that of the table.</summary>
    [Fact]
    public void A_regression_answers_in_the_unit_of_its_column()
    {
        using var folder = new TemporaryFolder();
        string[] lines = [.. Enumerable.Range(0, 200).Select(i => $"{i % 20},{i / 20},{100_000 + (20_000 * (i % 20)) - (3_000 * (i / 20))}")];
        File.WriteAllLines(folder["prices.csv"], ["size,age,price", .. lines]);
        string data = $"csv:{folder["prices.csv"]}:label=price:task=regression";
        new Terminal().Do("train", "--data", data, "--normalise", "feature", "--epochs", "30", "--probes", "none", "--quiet", "--out", folder["run"]);

        JsonNode output = new Terminal().Do("evaluate", folder["run"], "--json").Json["outputs"]![0]!;
        Assert.Equal("price", (string)output["output"]!);
        Assert.InRange((double)output["r2"]!, 0.95, 1);
        Assert.InRange((double)output["rmse"]!, 100, 25_000);                          // the prices spread by about 115 000
        string[] told = new Terminal().Do("predict", folder["run"], folder["prices.csv"]).Output.TrimEnd().Split('\n');
        Assert.Equal("row,price", told[0]);
        Assert.InRange(double.Parse(told[1].Split(',')[1], CultureInfo.InvariantCulture), 50_000, 150_000);
        Assert.InRange(double.Parse(told[20].Split(',')[1], CultureInfo.InvariantCulture), 400_000, 560_000);
        Assert.Contains("R² 0.9", new Terminal().Do("predict", folder["run"], folder["prices.csv"]).Error, StringComparison.Ordinal);
        Assert.Contains("RMSE", new Terminal().Do("evaluate", folder["run"], "--data", data, "--part", "all").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Arrays_are_answered_as_they_were_learned()
    {
        using var folder = new TemporaryFolder();
        float[] x = [.. Enumerable.Range(0, 80).Select(i => (i / 2 % 2) + (i / 1000f))];
        File.WriteAllBytes(folder["a.npz"], Npy.Zip(compressed: true, ("x", Npy.Array("<f4", "(40, 2)", Npy.Floats(x))), ("y", Npy.Array("<i8", "(40,)",
            Npy.Longs([.. Enumerable.Range(0, 40).Select(i => (long)(3 + (4 * (i % 2))))])))));
        new Terminal().Do("train", "--data", $"npz:{folder["a.npz"]}", "--epochs", "10", "--probes", "none", "--quiet", "--out", folder["run"]);
        Terminal terminal = new Terminal().Do("predict", folder["run"], folder["a.npz"]);
        Matrix answers = TrainedModel.Load(folder["run"]).Predict(Matrix.Of(40, 2, [.. x.Select(value => (double)value)]));
        string[] told = terminal.Output.TrimEnd().Split('\n');
        Assert.Equal("row,class,p_3,p_7", told[0]);
        Assert.Equal([.. Enumerable.Range(0, 40).Select(s => ((float)answers[s, 0]).ToString(CultureInfo.InvariantCulture))],
            told[1..].Select(line => line.Split(',')[2]));
        Assert.Contains(" of 40 ", terminal.Error, StringComparison.Ordinal);
    }
}
