using Apical.Cli.Collection;
using Apical.Models;
using Apical.Papers;
using Apical.Report;
using Apical.Runs;
using Apical.Tests.Architecture;
using Apical.Tests.Cli;
using Apical.Tests.Report;
using Apical.Tests.Runs;
using Apical.Tests.Training;
using Apical.Training;

namespace Apical.Tests.Fuzzing;

/// <summary>What reads the files that runs and experiments leave.</summary>
internal static class RunReaders
{
    private static readonly string s_fixtures = Path.Combine(Repository.Root, "tests/Apical.Tests/Fixtures/runs");

    public static IEnumerable<Reader> All()
    {
        using var folder = new TemporaryFolder();
        Make(folder);
        byte[] Of(string name) => File.ReadAllBytes(folder[name]);
        byte[] run = Of("run/run.json"), metrics = Of("run/metrics.csv"), model = Of("run/model.safetensors");
        byte[][] records = [run, Of("sweep/run.json"), .. Fixtures("run.json")];
        byte[][] tables = [metrics, Of("sweep/metrics.csv"), .. Fixtures("metrics.csv")];
        byte[][] models = [model, Of("regression/model.safetensors")];
        byte[][] experiments = [.. Fixtures(Reproduction.FileName), Of("made/reproduction.json")];

        yield return new("run.json", "run.json", records, at => RunFolder.ReadRecord(at)) { Within = JsonDamage.Of };
        yield return new("metrics.csv", "metrics.csv", tables, at =>
        {
            MetricsTable table = MetricsTable.Read(Path.Combine(at, "metrics.csv"));
            _ = (table.Rules.Select(table.FailedRuns).ToList(), table.Metrics.Select(table.Layers).ToList());
        });
        yield return new("safetensors", "a.safetensors", [.. models, .. Fixtures("checkpoint.safetensors").Take(1)],
            at => Safetensors.Read(Path.Combine(at, "a.safetensors")))
        { Within = SafetensorsDamage.Of };
        yield return new("checkpoint", "checkpoint.safetensors", [Of("checkpoint")], at =>
        {
            var small = new Small("fa") { Optimizer = "adam" };
            Checkpoint.Read(Path.Combine(at, "checkpoint.safetensors"), small.MakeTrainer(small.MakeLearner(), 6));
        })
        {
            Within = SafetensorsDamage.Of,
            Documented = [typeof(ArgumentException)],       // of another recipe
        };
        yield return new("model", "model.safetensors", models, at =>
        {
            TrainedModel loaded = TrainedModel.Load(Path.Combine(at, "model.safetensors"));
            loaded.Predict(new Matrix(2, loaded.Card.Features, loaded.Card.Precision));
        })
        { Within = SafetensorsDamage.Of };
        yield return new("weights to start from", "model.safetensors", models, at =>
            StartingWeights.Read(Path.Combine(at, "model.safetensors")).Take(Network.Dense("2-5-2", new Rng(1))))
        {
            Within = SafetensorsDamage.Of,
            Documented = [typeof(ArgumentException)],       // of another network
        };
        yield return new("reproduction.json", Reproduction.FileName, experiments, at =>
        {
            _ = Reproduction.Read(at);
            ReproductionPage.Write([at], Path.Combine(at, "report.html"), SampleRun.NoScripts);
        })
        { Within = JsonDamage.Of };
        yield return new("pictures", "pictures/run.json", [Of("pictures/pictures/run.json")], at => PicturesFile.Read(at)) { Within = JsonDamage.Of };
        string replicate = new JobFiles<Measurements>("").PathOf("a", 1), job = new JobFiles<MetricRow[]>("").PathOf("fa", 1);
        yield return new("replicate", replicate, [Of(replicate), WithoutCheck(Of(replicate))], at => new JobFiles<Measurements>(at).Read("a", 1))
        { Within = JsonDamage.Of };
        yield return new("job", job, [Of(job), WithoutCheck(Of(job))], at => new JobFiles<MetricRow[]>(at).Read("fa", 1)) { Within = JsonDamage.Of };
        yield return new("notes", RunNotes.FileName, [Of("run/notes.json")], at => RunNotes.Read(at)) { Within = JsonDamage.Of };
        yield return new("page of run.json", "run.json", records, at => ReportPage.Write([at], Path.Combine(at, "report.html"), SampleRun.NoScripts))
        { Within = JsonDamage.Of, Beside = [("metrics.csv", metrics)] };
        yield return new("page of metrics.csv", "metrics.csv", tables, at => ReportPage.Write([at], Path.Combine(at, "report.html"), SampleRun.NoScripts))
        { Within = Damage.Values, Beside = [("run.json", run)] };
        yield return new("run in a list", "run.json", records, at => RunReader.Read(at, "run"))
        { Within = JsonDamage.Of, Beside = [("metrics.csv", metrics)] };
    }

    /// <summary>Runs to take files of: small ones of each kind.</summary>
    public static void Make(TemporaryFolder folder)
    {
        string[] small = ["--train-samples", "20", "--test-samples", "10", "--epochs", "2", "--quiet"];
        new Terminal().Do(["train", "--data", "moons", "--net", "2-5-2", "--lr", "0.1", "--out", folder["run"], .. small]);
        File.WriteAllText(folder["t.csv"], "a,b,y\n" + string.Concat(Enumerable.Range(0, 30).Select(n => $"{n},{n % 7},{n + (n % 3)}\n")));
        new Terminal().Do(["train", "--data", $"csv:'{folder["t.csv"]}':label=y:task=regression", "--net", "2-5-1", "--rule", "fa", "--batch-norm", "learned",
            "--lr", "0.01", "--out", folder["regression"], .. small]);
        new Terminal().Do(["sweep", "--data", "moons", "--net", "2-5-2", "--over", "lr=0.1,0.2", "--runs", "1", "--out", folder["sweep"], .. small]);
        new RunNotes([(DateTimeOffset.UnixEpoch, "a note")], ["tag"]).Write(folder["run"]);
        var trainer = new Small("fa") { Optimizer = "adam" };
        Trainer trained = trainer.MakeTrainer(trainer.MakeLearner(), 2);
        trained.Run();
        Checkpoint.Write(folder["checkpoint"], trained);
        Reproduction made = SampleReproduction.With([.. Enum.GetValues<Mark>().Select(mark => new Chart("", new Axis("x"), new Axis("y"),
            [new Series("s", mark, [1, 2], [3, double.NaN]) { Low = [1, 2], High = [3, 4], Dx = [0, 1], Dy = [1, 0] }])
            { Stages = [new Stage("begins", 1)] })]);
        made = made with
        {
            Pictures = [.. made.Pictures, new("images", "") { Images = [new("grid", 1, 2, [[1, -1], [0, 2]])] }],
            Claims = [Claim.Between("holds", "paper", 1, 0, 2)],
            Groups = [new GroupCount("a", 1, 1, ["it diverged"], 2)],
            Settings = [new SettingNote("rate", "0.1", "page 3")],
            Notes = ["a note"],
        };
        Directory.CreateDirectory(folder["made"]);
        made.Write(folder["made"]);
        Directory.CreateDirectory(folder["pictures"]);
        PicturesFile.Write(folder["pictures"], "run", made.Pictures);
        new JobFiles<Measurements>(folder.Path).Write(new("a", 1, new Measurements().Add(new Track("x"), 1, 2, double.NaN), null, 1));
        new JobFiles<MetricRow[]>(folder.Path).Write(new("fa", 1, [new("fa", 1, 0, 0, "testLoss", null, 0.5), new("fa", 1, 1, 9, "x", 1, 3)], null, 1));
    }

    private static IEnumerable<byte[]> Fixtures(string name) =>
        Directory.EnumerateFiles(s_fixtures, name, SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllBytes);

    // as earlier versions wrote it
    private static byte[] WithoutCheck(byte[] job)
    {
        int end = Array.IndexOf(job, (byte)',');
        return [(byte)'{', .. job.AsSpan(end + 1)];
    }
}
