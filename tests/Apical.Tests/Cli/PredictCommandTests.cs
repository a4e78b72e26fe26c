using System.Globalization;
using System.Text.Json.Nodes;
using Apical.Models;
using Apical.Runs;
using Apical.Tests.Runs;
using Apical.Training;

namespace Apical.Tests.Cli;

public sealed class PredictCommandTests : IDisposable
{
    private static readonly string[] s_moons = ["train", "--data", "moons", "--train-samples", "70", "--test-samples", "40", "--net", "2-10-2", "--epochs", "2",
        "--probes", "none", "--quiet"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_line_of_a_table_has_its_class_and_probabilities()
    {
        new Terminal().Do([.. s_moons, "--out", _folder["run"]]);
        TrainedModel model = TrainedModel.Load(_folder["run"]);
        var inputs = Matrix.Of(3, 2, [0.5, -0.25, 1.5, 0.125, -1, 2]);
        Matrix answers = model.Predict(inputs);
        File.WriteAllText(_folder["in.csv"], "x,y\n0.5,-0.25\n\n1.5,0.125\n-1,2\n");

        string[] lines = new Terminal().Do("predict", _folder["run"], _folder["in.csv"]).Output.TrimEnd().Split('\n');
        Assert.Equal("row,class,p_0,p_1", lines[0]);
        for (int s = 0; s < 3; s++)
        {
            string[] values = lines[s + 1].Split(',');
            Assert.Equal($"{s + 1}", values[0]);
            Assert.Equal(answers[s, 0] > answers[s, 1] ? "0" : "1", values[1]);
            Assert.Equal((float)answers[s, 0], float.Parse(values[2], CultureInfo.InvariantCulture));
            Assert.Equal(((float)answers[s, 1]).ToString(CultureInfo.InvariantCulture), values[3]);       // no more digits than there are
        }

        new Terminal().Do("predict", _folder["run"], _folder["in.csv"], "--out", _folder["out.json"]);
        JsonArray json = JsonNode.Parse(File.ReadAllText(_folder["out.json"]))!.AsArray();
        Assert.Equal([1, 2, 3], json.Select(one => (int)one!["row"]!));
        Assert.Equal(lines[2].Split(',')[2], json[1]!["p_0"]!.ToJsonString());
    }

    [Fact]
    public void A_column_with_the_class_tells_the_accuracy()
    {
        new Terminal().Do([.. s_moons, "--out", _folder["run"]]);
        DataSplits data = new Recipe { Data = new() { Set = "moons", TrainSamples = 70, TestSamples = 40, Normalise = "none" } }.LoadData();
        Dataset test = data.Test.InMemory();
        File.WriteAllLines(_folder["in.csv"], Enumerable.Range(0, 40).Select(s => string.Create(CultureInfo.InvariantCulture,
            $"{(float)test.Inputs[s, 0]};{(float)test.Inputs[s, 1]};{test.Labels![s]}")));
        Terminal terminal = new Terminal().Do("predict", _folder["run"], _folder["in.csv"], "--label", "-1");
        double accuracy = MetricsTable.Read(_folder["run/metrics.csv"]).Rows.Last(row => row.Metric == MetricNames.TestAccuracy).Value;
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"accuracy {100 * accuracy:0.00} %, {40 * accuracy:0} of 40"), terminal.Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_go_by_their_names_and_texts_by_their_inputs()
    {
        string model = Save(["width", "colour=blue", "colour=red"], "3-3", ["cat", "dog", "e,mu"]);
        File.WriteAllText(_folder["in.csv"], "colour,kind,Width\nred,dog,2\n\"blue\",cat,1e1\n");
        Matrix answers = TrainedModel.Load(model).Predict(Matrix.Of(2, 3, [2, 0, 1, 10, 1, 0]));
        Terminal terminal = new Terminal().Do("predict", model, _folder["in.csv"]);
        string[] lines = terminal.Output.TrimEnd().Split('\n');
        Assert.Equal("row,class,p_cat,p_dog,\"p_e,mu\"", lines[0]);
        Assert.Equal((float)answers[0, 0], float.Parse(lines[1].Split(',')[2], CultureInfo.InvariantCulture));
        Assert.Equal((float)answers[1, 0], float.Parse(lines[2].Split(',')[2], CultureInfo.InvariantCulture));
        File.WriteAllText(_folder["odd.csv"], "colour,kind,width\nred,Q,2\nblue,cat,1\nblue,Q,1\n");
        Assert.Contains("the class 'Q' of 2 samples is unknown to the model", new Terminal().Do("predict", model, _folder["odd.csv"], "--label", "kind").Error,
            StringComparison.Ordinal);
        Assert.Contains(" of 2 ", new Terminal().Do("predict", model, _folder["in.csv"], "--label", "kind").Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("width,kind\n1,a\n", "there is no column 'colour', which the model needs. The columns are 'width', 'kind'.")]
    [InlineData("width,colour\n1,red\nx,red\n", "line 3, column 1 'width': 'x' is no finite number")]
    [InlineData("width,colour\n1,red\n\n,red\n", "line 4, column 1 'width': an empty value is no finite number")]
    [InlineData("width,colour\nNaN,red\n", "line 2, column 1 'width': 'NaN' is no finite number")]
    [InlineData("width,colour\n1,green\n", "'green' is none of the values that the model was trained on: 'blue', 'red'.")]
    [InlineData("width,colour\n1,red,3\n", "line 2: expected 2 values as in the first line, got 3")]
    [InlineData("1,2,3\n", "expected a first line with the names of the columns")]
    [InlineData("", "is empty")]
    [InlineData("width,colour\n", "has no sample, only the line with the names of the columns")]
    [InlineData("width,colour,width\n1,red,2\n", "two columns are called 'width', and the model needs one")]
    [InlineData("width,colour,k\n1,red,a\n2,\"red,b\n3,red,a\n", "line 3: a double quote opens here and is not closed")]
    public void What_is_wrong_is_said_with_its_line(string table, string message)
    {
        string model = Save(["width", "colour=blue", "colour=red"], "3-3", ["cat", "dog", "emu"]);
        File.WriteAllText(_folder["in.csv"], table);
        var terminal = new Terminal();
        Assert.Equal(1, terminal.Run("predict", model, _folder["in.csv"], "--out", _folder["out.csv"]));
        Assert.Contains(message, terminal.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["out.csv"]));
        terminal = new();
        Assert.Equal((1, ""), (terminal.Run("predict", model, _folder["in.csv"]), terminal.Output));
        terminal = new();
        Assert.Equal((1, ""), (terminal.Run("predict", model, _folder["in.csv"], "--format", "json"), terminal.Output));
    }

    [Fact]
    public void A_column_too_many_may_be_the_label()
    {
        string model = Save([], "2-2", []);
        File.WriteAllText(_folder["in.csv"], "1,2,0\n");
        var terminal = new Terminal();
        Assert.Equal(1, terminal.Run("predict", model, _folder["in.csv"]));
        Assert.Contains("expected 2 numbers in each line, got 3 columns. If one of them says what each sample is, name it: --label NAME", terminal.Error,
            StringComparison.Ordinal);
        Assert.Equal(2, new Terminal().Run("predict", model, Environment.ProcessPath!));
        Assert.Equal(1, new Terminal().Run("predict", model, _folder["nothing.csv"]));
    }

    /// <summary>One sigmoid is the probability of class 1; a single output of squared error is a number that has a middle.</summary>
    [Fact]
    public void A_single_output_stands_for_two_classes()
    {
        File.WriteAllText(_folder["in.csv"], "3,1\n-3,1\n");
        string[] lines = new Terminal().Do("predict", Save([], "2-1", ["no", "yes"], "sigmoid", "binary-cross-entropy"),
            _folder["in.csv"]).Output.TrimEnd().Split('\n');
        Assert.Equal("row,class,p_no,p_yes", lines[0]);
        foreach (string line in lines[1..])
        {
            double[] p = [.. line.Split(',')[2..].Select(value => double.Parse(value, CultureInfo.InvariantCulture))];
            Assert.Equal(1, p.Sum(), 6);
            Assert.Equal(p[1] > 0.5 ? "yes" : "no", line.Split(',')[1]);
        }

        Assert.Equal("row,class,y", new Terminal().Do("predict", Save([], "2-1", ["no", "yes"], "identity", "squared-error"),
            _folder["in.csv"]).Output.Split('\n')[0]);
        Assert.Equal("row,class,y_a,y_b", new Terminal().Do("predict", Save([], "2-2", ["a", "b"], "identity", "squared-error"),
            _folder["in.csv"]).Output.Split('\n')[0]);
        Assert.Equal("row,y1,y2", new Terminal().Do("predict", Save([], "2-2", null, "identity", "squared-error"), _folder["in.csv"]).Output.Split('\n')[0]);
    }

    private string Save(string[] features, string net, string[]? classes, string output = "softmax", string loss = "cross-entropy")
    {
        int outputs = NetworkOutputs(net);
        var card = new ModelCard
        {
            Rule = "bp",
            Net = net,
            Activation = "tanh",
            Output = output,
            Loss = loss,
            FeatureNames = features,
            ClassNames = classes ?? [],
            Classes = classes is null ? 0 : outputs == 1 ? 2 : outputs,
            Normalisation = Normalisation.Of([], [], 0, new("none", "x", 0, 0, 0, 0, 0, 0)),
        };
        var network = Apical.Networks.Network.Dense(net, new Rng(4), loss: Apical.Networks.Loss.Parse(loss), output: Apical.Networks.Activation.Parse(output));
        string path = _folder[$"{net}-{output}-{loss}-{classes?.Length}.safetensors"];
        TrainedModel.Of(card, new Apical.Learning.NetworkLearner(new Apical.Rules.Backpropagation(network), new Apical.Optimizers.Sgd())).Save(path);
        return path;
    }

    private static int NetworkOutputs(string net) => Apical.Networks.Network.ParseWidths(net)[^1];
}
