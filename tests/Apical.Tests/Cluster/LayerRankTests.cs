using System.Diagnostics;
using Apical.Cli;
using Apical.Pipelines;
using Apical.Runs;
using Apical.Tests.Cli;
using Apical.Tests.Runs;
using Apical.Training;

namespace Apical.Tests.Cluster;

/// <summary>Layers on ranks of real MPIs, where they are installed.</summary>
public sealed class LayerRankTests
{
    private static readonly string[] s_line =
        ["train", "--threads", "1", "--batch", "100", "--net", "784-40-30-10", "--train-samples", "650", "--test-samples", "200", "--quiet"];

    public static TheoryData<string> Both => MpiRun.Both;

    [Theory]
    [InlineData("openmpi", "dfa", 2)]
    [InlineData("mpich", "dfa", 3)]
    [InlineData("openmpi", "bp", 3)]
    [InlineData("mpich", "ddtp-linear", 2)]
    public void In_order_ranks_give_the_files_of_one(string mpi, string rule, int ranks)
    {
        if ((mpi, ranks) != ("openmpi", 2))
        {
            LongTests.Only();
        }

        using var folder = new TemporaryFolder();
        string[] line = [.. s_line, "--epochs", "2", "--rule", rule, "--optimizer", "momentum", "--lr", "0.05"];
        new Terminal().Do([.. line, "--out", folder["one"]]);
        (int code, _, string error) = MpiRun.Do(mpi, (ranks, [.. line, "--out", folder["all"], "--parallel", "layers"]));
        Assert.True(code == 0, error);
        foreach (string file in new[] { "model.safetensors", "metrics.csv" })
        {
            Assert.Equal(SharedFolders.Content(folder[$"one/{file}"]), SharedFolders.Content(folder[$"all/{file}"]));
        }
    }

    [Theory, MemberData(nameof(Both))]
    public void Stale_ranks_do_what_stages_that_are_threads_do(string mpi)
    {
        LongTests.Only();
        using var folder = new TemporaryFolder();
        string[] line = [.. s_line, "--epochs", "2", "--rule", "dfa", "--lr", "0.05"];
        (int code, _, string error) = MpiRun.Do(mpi, (2, [.. line, "--out", folder["ranks"], "--parallel", "layers", "--stale"]));
        Assert.True(code == 0, error);
        var recipe = new Recipe
        {
            Data = new() { TrainSamples = 650, TestSamples = 200 },
            Rule = "dfa",
            Net = "784-40-30-10",
            LearningRate = 0.05,
            Batch = 100,
            Epochs = 2,
        };
        DataSplits data = recipe.LoadData();
        double[][] threads = ThreadLinks.Run(2, links =>
        {
            LayerParallelLearner? stage = null;
            var run = new TrainingRun(recipe, data, new JobState("dfa", 1), [], 1,
                share: learner => stage = new LayerParallelLearner(learner, "dfa", links, new() { Stale = true }));
            run.Trainer.Callbacks.Insert(0, new StagesTogether(stage!));
            run.Complete(default);
            return run.Learner.Parameters.SelectMany(parameter => parameter.Value.ToArray()).ToArray();
        });
        Assert.Equal(threads[0], threads[1]);
        SafetensorsFile model = Safetensors.Read(folder["ranks/model.safetensors"]);
        ILookup<string, double[]> tensors = model.Tensors.ToLookup(one => one.Key, one => one.Value.ToMatrix().ToArray());
        Assert.Equal(threads[0], recipe.MakeLearner(data.Train, 1).Parameters.SelectMany(parameter => tensors[parameter.Name].Single()));
    }

    [Theory, MemberData(nameof(Both))]
    public void A_rank_that_is_asked_to_stop_stops_all_and_the_run_goes_on_to_the_same_bits(string mpi)
    {
        LongTests.Only();
        using var folder = new TemporaryFolder();
        string[] line = [.. s_line, "--rule", "dfa", "--lr", "0.05", "--parallel", "layers", "--stale"];
        using (Process ranks = MpiRun.Start(mpi, (2, [.. line, "--epochs", "1000000", "--out", folder["cut"]])))        // it does not end by itself
        {
            try
            {
                MpiRun.Await(() => File.Exists(folder["cut/checkpoint.safetensors"]));
                Process.Start("kill", ["-TERM", $"{MpiRun.LastRankOf(folder["cut"]).Id}"]).WaitForExit();
            }
            finally
            {
                MpiRun.End(ranks, TimeSpan.FromMinutes(1));
            }
        }

        Assert.Contains("\"interrupted\"", File.ReadAllText(folder["cut/run.json"]));
        Assert.Contains("was trained by 2 ranks", Fail(new Terminal(), "train", "--resume", folder["cut"]));
        string[] epochs = ["--epochs", $"{Checkpoint.EpochOf(folder["cut/checkpoint.safetensors"]) + 2}"];
        (int code, _, string error) = MpiRun.Do(mpi, (2, ["train", "--resume", folder["cut"], .. epochs, "--parallel", "layers", "--stale", "--quiet"]));
        Assert.True(code == 0, error);
        Assert.Equal(0, MpiRun.Do(mpi, (2, [.. line, .. epochs, "--out", folder["whole"]])).Code);
        Assert.Equal(File.ReadAllBytes(folder["whole/model.safetensors"]), File.ReadAllBytes(folder["cut/model.safetensors"]));
    }

    [Fact]
    public void What_one_rank_began_others_go_on_with_in_order_and_the_other_way_round()
    {
        LongTests.Only();
        using var folder = new TemporaryFolder();
        string[] line = [.. s_line, "--rule", "bp", "--lr", "0.05"];
        new Terminal().Do([.. line, "--epochs", "2", "--out", folder["whole"]]);
        new Terminal().Do([.. line, "--epochs", "1", "--out", folder["run"]]);
        (int code, _, string error) = MpiRun.Do("openmpi", (2, ["train", "--resume", folder["run"], "--epochs", "2", "--parallel", "layers", "--quiet"]));
        Assert.True(code == 0, error);
        Assert.Equal(File.ReadAllBytes(folder["whole/model.safetensors"]), File.ReadAllBytes(folder["run/model.safetensors"]));
        Assert.Contains("leave out --stale", Fail("openmpi", ["train", "--resume", folder["run"], "--epochs", "3", "--parallel", "layers", "--stale"]));
        new Terminal().Do("train", "--resume", folder["run"], "--epochs", "3", "--quiet");
    }

    [Theory]
    [InlineData("fa", "Layers that learn by fa cannot be on different ranks: the rules that bring each layer its signal straight can")]
    [InlineData("dfa --dropout 0.2", "Layer 1 drops units out")]
    [InlineData("dfa --net 784-10-10", "Each of 3 ranks needs a layer of its own, and there are 2")]
    public void What_cannot_be_is_refused_before_anything_begins(string rule, string told)
    {
        LongTests.Only();
        using var folder = new TemporaryFolder();
        string error = Fail("openmpi", ["train", "--quiet", "--parallel", "layers", "--out", folder["run"], "--rule", .. rule.Split(' ')], ranks: 3);
        Assert.Contains(told, error);
        Assert.False(Directory.Exists(folder["run"]));
    }

    [Theory]
    [InlineData("--stale", "--stale goes with --parallel layers")]
    [InlineData("--micro 16", "--micro goes with --parallel layers")]
    [InlineData("--parallel layers --same-bits", "with layers the bits are those of one rank anyway")]
    [InlineData("--parallel data --stale", "--stale goes with --parallel layers")]
    [InlineData("--parallel rows", "Known: data, layers")]
    [InlineData("--parallel layers", "no mpirun started this. Start it so: mpirun -np 2 --bind-to none apical train … --parallel layers")]
    public void Options_that_lead_nowhere_are_told(string options, string told) =>
        Assert.Contains(told, Fail(new Terminal(), ["train", .. options.Split(' ')]));

    private static string Fail(string mpi, string[] args, int ranks = 2)
    {
        (int code, _, string error) = MpiRun.Do(mpi, (ranks, args));
        Assert.NotEqual(0, code);
        return error;
    }

    private static string Fail(Terminal terminal, params string[] args)
    {
        Assert.NotEqual(ExitCode.Done, terminal.Run(args));
        return terminal.Error;
    }
}
