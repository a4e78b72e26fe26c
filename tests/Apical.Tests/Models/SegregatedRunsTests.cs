using Apical.Learning;
using Apical.Runs;
using Apical.Tests.Cli;
using Apical.Tests.Rules;
using Apical.Tests.Runs;
using Apical.Training;
using static Apical.Tests.Models.SegregatedNets;

namespace Apical.Tests.Models;

/// <summary>Runs of segregated dendrites: they resume, repeat, stand beside rules, refuse what they do not have, and learn more than their controls.</summary>
public sealed class SegregatedRunsTests
{
    private static readonly string[] s_digits =
        ["--data", "digits", "--train-samples", "60", "--test-samples", "40", "--normalise", "unit", "--net", "784-12-10", "--batch", "8", "--seed", "3"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Noise goes by a sample's number, whatever the samples beside it; and a prediction leaves the state of training alone.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void How_samples_are_batched_changes_no_prediction(int portion)
    {
        (ILearner learner, DataSplits data) = Make(Brief, "784-12-10", 60);
        Recipe(Brief, "784-12-10", 60, 1, 0.5).MakeTrainer(learner, data.Training, 1).Run(Token);
        LearnerState before = learner.State.Clone();
        Matrix inputs = data.Test.InMemory().Inputs, whole = learner.Predict(inputs.T.ToMatrix());
        for (int first = 0; first < 28; first += portion)
        {
            var part = new Matrix(inputs.Columns, portion);
            inputs.GatherSamples([.. Enumerable.Range(first, portion)], part);
            Matrix answers = learner.Predict(part, first);
            Assert.All(Enumerable.Range(0, portion), s => Assert.Equal(whole[3, first + s], answers[3, s]));
        }

        Assert.True(whole.Minus(learner.Predict(inputs.T.ToMatrix(), first: 1)).Abs().Max() > 0.001);
        foreach ((string name, Matrix value) in learner.State.Matrices)
        {
            Matrices.SameBits(before.Matrices[name], value, name);
        }
    }

    [Theory]
    [InlineData(Brief, "sgd", 1)]
    [InlineData(Brief + ":ga=0.05:feedback=symmetric", "adam", 2)]
    [InlineData(Rate + ":ga=0.1:feedback-rate=0.1", "sgd", 2)]
    public void A_resumed_run_gives_the_bits_of_an_unbroken_one(string rule, string optimizer, int threads)
    {
        using var folder = new TemporaryFolder();
        string[] settings = ["train", .. s_digits, "--rule", rule, "--optimizer", optimizer, "--lr", "0.05"];
        new Terminal().Do([.. settings, "--epochs", "3", "--threads", "1", "--out", folder["unbroken"]]);
        new Terminal().Do([.. settings, "--epochs", "1", "--threads", $"{threads}", "--out", folder["broken"]]);
        new Terminal().Do("train", "--resume", folder["broken"], "--epochs", "3", "--threads", $"{threads}");
        SafetensorsFile one = Safetensors.Read(folder["unbroken/checkpoint.safetensors"]), other = Safetensors.Read(folder["broken/checkpoint.safetensors"]);
        Assert.Equal(one.Tensors.Keys.Order(), other.Tensors.Keys.Order());
        Assert.All(one.Tensors, tensor => Assert.Equal(tensor.Value.Bytes.ToArray(), other[tensor.Key].Bytes.ToArray()));
        Assert.Equal([8, 12], one["units/V1"].Shape);
        Assert.Equal(File.ReadAllBytes(folder["unbroken/model.safetensors"]), File.ReadAllBytes(folder["broken/model.safetensors"]));
        Assert.Contains("accuracy", new Terminal().Do("evaluate", folder["broken"]).Output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void It_is_compared_swept_and_listed_beside_rules()
    {
        using var folder = new TemporaryFolder();
        var terminal = new Terminal();
        terminal.Do(["compare", .. s_digits, "--rules", $"bp,{Rate},{Brief}", "--runs", "1", "--epochs", "1", "--out", folder["run"]]);
        Assert.DoesNotContain('–', terminal.Output.Split('\n').Single(line => line.StartsWith($" {Brief} ", StringComparison.Ordinal)));
        Terminal sweep = new Terminal().Do(
            ["sweep", .. s_digits, "--over", $"rule={Rate},bp", "--runs", "1", "--epochs", "1", "--json", "-", "--out", folder["s"]]);
        Assert.Equal(2, sweep.Json["points"]!.AsArray().Count);
        Assert.Contains(Rule, new Terminal().Do("rules").Output, StringComparison.Ordinal);
        Assert.Contains("g_a, of the apical dendrite", new Terminal().Do("rules", Rule).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("takes plain layers such as 784-500-10", "784-6@6x6-10")]
    [InlineData("leave --dropout out", "784-12-10", "--dropout", "0.5")]
    [InlineData("leave --input-dropout out", "784-12-10", "--input-dropout", "0.2")]
    [InlineData("leave --batch-norm out", "784-12-10", "--batch-norm")]
    [InlineData("leave --no-bias out", "784-12-10", "--no-bias")]
    [InlineData("takes targets from 0 to 1, shares of its highest rate; those of digits", "784-12-10", "--targets", "-1,1")]
    [InlineData("give a longer test than 20, or a shorter settling", "784-12-10", "--rule", Rule + ":test=20")]
    public void What_it_does_not_have_is_refused(string message, string net, params string[] more)
    {
        var terminal = new Terminal();
        string[] rule = more.Contains("--rule") ? [] : ["--rule", Rule];
        Assert.NotEqual(0, terminal.Run(["train", "--data", "digits", "--net", net, .. rule, .. more]));
        Assert.Contains(message, terminal.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Brief)]
    [InlineData(Rate)]
    public void A_step_allocates_nothing(string rule)
    {
        (ILearner learner, DataSplits data) = Make(rule, "784-12-6-10", 60);
        Batch batch = BatchOf(data, 8);
        long taken = 0;
        for (int step = 0; step < 60; step++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            learner.Learn(batch, new(step));
            taken = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, taken);
    }

    /// <summary>
    /// Better than its own control, whose hidden units stay as they were drawn, and than shallow learning on the same net with the rate that it is tuned to.
    /// </summary>
    [Fact]
    public void Hidden_layers_learn_what_helps()
    {
        double full = Accuracy(Rate, 0.21, 1), control = Accuracy(Rate + ":hidden=no", 0.21, 1), shallow = Accuracy("shallow", 0.3, 32);
        Assert.True(full > control + 0.1, $"{full} {control}");
        Assert.True(full > shallow, $"{full} {shallow}");

        static double Accuracy(string rule, double rate, int batch)
        {
            (ILearner learner, DataSplits data) = Make(rule, "784-50-10", 1000);
            Recipe recipe = Recipe(rule, "784-50-10", 1000, 8, rate) with { Batch = batch };
            recipe.MakeTrainer(learner, data.Training, 1).Run(Token);
            return learner.Evaluate(data.Test).Accuracy;
        }
    }
}
