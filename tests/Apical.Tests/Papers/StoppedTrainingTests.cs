using Apical.Papers;
using Apical.Runs;
using Apical.Tests.Runs;
using Apical.Training;

namespace Apical.Tests.Papers;

/// <summary>Replicates that train a network, stopped in the middle.</summary>
public sealed class StoppedTrainingTests
{
    /// <summary>Feedback that learns, adam's moments and dropout have to go on, too; of two trainings the first is done again, the second goes on.</summary>
    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 9)]
    public void They_go_on_where_they_were_to_the_same_bits(int trainings, int stopAt)
    {
        using var folder = new TemporaryFolder();
        double[] whole = Numbers(Do(folder["whole"], trainings, out int all));
        Assert.Equal(trainings * 7, all);

        Assert.Equal(RunStatus.Interrupted, Do(folder["stopped"], trainings, out _, stopAt).Status);
        Assert.Equal(2, Directory.GetFiles(folder["stopped/replicates/begun"]).Length);
        Assert.Empty(Directory.GetFiles(folder["stopped/replicates"]));

        Assert.Equal(whole, Numbers(Do(folder["stopped"], trainings, out int rest)));
        Assert.Equal(all - (stopAt - (7 * (trainings - 1))), rest);
        Assert.Empty(Directory.GetFiles(folder["stopped/replicates/begun"]));
    }

    [Fact]
    public void One_of_another_seed_is_named()
    {
        using var folder = new TemporaryFolder();
        Do(folder["mine"], 1, out _, stopAt: 3);
        Do(folder["other"], 1, out _, stopAt: 3, seed: 2);
        string file = Assert.Single(Directory.GetFiles(folder["other/replicates/begun"], "*.json"));
        File.Copy(file, Path.Combine(folder["mine/replicates/begun"], Path.GetFileName(file)), overwrite: true);
        Assert.Contains("seed 2", Assert.Throws<InvalidDataException>(() => Do(folder["mine"], 1, out _)).Message);
    }

    [Fact]
    public void Where_half_of_it_is_missing_it_begins_anew()
    {
        using var folder = new TemporaryFolder();
        double[] whole = Numbers(Do(folder["whole"], 1, out int all));
        Do(folder["stopped"], 1, out _, stopAt: 3);
        File.Delete(Directory.GetFiles(folder["stopped/replicates/begun"], "*.json")[0]);
        Assert.Equal(whole, Numbers(Do(folder["stopped"], 1, out int again)));
        Assert.Equal(all, again);
    }

    private static double[] Numbers(Reproduction result) => [.. result.Pictures[0].Charts[0].Series.SelectMany(series => series.Y)];

    private static Reproduction Do(string folder, int trainings, out int epochs, int stopAt = -1, ulong seed = 1)
    {
        using var stop = new CancellationTokenSource();
        var run = new ExperimentRun(new Moons(trainings), new Setup { Seed = seed }, folder, "apical reproduce moons2026/one") { Threads = 1 };
        int measured = 0;
        run.States[0].Changed += state =>
        {
            if (!state.Ended && ++measured == stopAt)
            {
                stop.Cancel();
            }
        };
        Reproduction result = run.Run(stop.Token);
        epochs = measured;
        return result;
    }

    /// <summary>Trains a small network once or several times; before training and after six epochs it is measured.</summary>
    private sealed class Moons(int trainings) : Experiment
    {
        public override string Id => "moons2026/one";

        public override string Title => "Moons";

        public override Citation Paper { get; } = new("moons2026", "Nobody: Moons, 2026.");

        public override Duration Takes => new(0.01, 0.1);

        public override IReadOnlyList<ISetting> Settings => [];

        public override IReadOnlyList<Job> Jobs(Setup setup) => [new("moons", 1, context =>
        {
            var found = new Measurements();
            for (int i = 0; i < trainings; i++)
            {
                var recipe = new Recipe
                {
                    Data = new() { Set = "moons" },
                    Rule = "kolen-pollack",
                    Net = "2-8-2",
                    Optimizer = "adam",
                    Dropout = 0.1,
                    LearningRate = 0.01 * (i + 1),
                    Epochs = 6,
                    Seed = setup.Seed,
                };
                found.Add(TrainingJob.TestLoss, context.Train(recipe, recipe.LoadData())[TrainingJob.TestLoss]);
            }

            return found;
        })];

        public override Outcome Conclude(Setup setup, Results results) => new([],
        [
            new Picture("Loss", "By epoch.")
            {
                Charts = [new Chart("", new Axis("epoch"), new Axis("loss"),
                    [Series.Of("moons", Enumerable.Range(0, 7 * trainings).Select(i => (double)i), results.Curve("moons", TrainingJob.TestLoss))])],
            },
        ]);
    }
}
