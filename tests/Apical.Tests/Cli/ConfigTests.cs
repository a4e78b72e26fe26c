using System.Diagnostics;
using System.Text.Json.Nodes;
using Apical.Cli;
using Apical.Runs;
using Apical.Tests.Runs;

namespace Apical.Tests.Cli;

/// <summary>Runs that begin with the settings of others, and what run.json says of where a run comes from.</summary>
public sealed class ConfigTests
{
    private static readonly string[] s_moons =
        ["--data", "moons", "--train-samples", "60", "--test-samples", "40", "--net", "2-6-2", "--epochs", "2", "--quiet"];

    [Theory]
    [InlineData("fa")]
    [InlineData("kolen-pollack", "--optimizer", "adam", "--lr", "0.003", "--weight-decay", "0.01", "--dropout", "0.2", "--seed", "7")]
    [InlineData("fa:sparsity=0.5", "--activation", "relu", "--no-bias", "--batch-norm", "learned", "--precision", "double", "--init", "glorot")]
    [InlineData("dfa", "--lr", "auto", "--validation", "10", "--keep", "best", "--targets", "-0.9,0.9", "--schedule", "cosine:2")]
    public void A_run_from_the_settings_of_another_has_its_bits(string rule, params string[] more)
    {
        using var folder = new TemporaryFolder();
        new Terminal().Do(["train", "--rule", rule, .. s_moons, .. more, "--out", folder["a"]]);
        new Terminal().Do("train", "--config", folder["a/run.json"], "--out", folder["b"], "--quiet");

        Assert.Equal(Settings(folder["a"]), Settings(folder["b"]));
        Assert.Equal(Weights(folder["a/model.safetensors"]), Weights(folder["b/model.safetensors"]));
    }

    [Fact]
    public void A_comparison_and_a_sweep_can_be_done_again()
    {
        using var folder = new TemporaryFolder();
        new Terminal().Do(["compare", "--rules", "bp,weight-mirror", "--lr", "bp=0.05", "--runs", "2", .. s_moons, "--out", folder["a"]]);
        new Terminal().Do("compare", "--config", folder["a"], "--out", folder["b"], "--quiet");
        Assert.Equal(Settings(folder["a"]), Settings(folder["b"]));
        Assert.Equal(Weights(folder["a/models/weight-mirror-2.safetensors"]), Weights(folder["b/models/weight-mirror-2.safetensors"]));

        new Terminal().Do(["sweep", "--rule", "fa", "--over", "lr=0.1,0.2", "--runs", "1", .. s_moons, "--out", folder["s"]]);
        new Terminal().Do("sweep", "--config", folder["s"], "--out", folder["t"], "--quiet");
        Assert.Equal(Settings(folder["s"]), Settings(folder["t"]));
        new Terminal().Do("train", "--config", folder["s"], "--out", folder["best"], "--quiet");
        Assert.Equal($"{Summary(folder["s"])["best"]!["recipe"]!["learningRate"]}",
            $"{RunFolder.ReadRecord(folder["best"]).Description.Settings["learningRate"]}");
    }

    [Fact]
    public void What_is_given_overrides_and_what_followed_from_it_follows_anew()
    {
        using var folder = new TemporaryFolder();
        new Terminal().Do("train", "--rule", "fa", "--data", "moons", "--epochs", "1", "--quiet", "--out", folder["a"]);
        new Terminal().Do("train", "--config", folder["a"], "--rule", "bp", "--data", "xor", "--seed", "5", "--quiet", "--out", folder["b"]);
        new Terminal().Do("train", "--rule", "bp", "--data", "xor", "--seed", "5", "--epochs", "1", "--quiet", "--out", folder["c"]);
        Assert.Equal(Settings(folder["c"]), Settings(folder["b"]));

        // A rate that was chosen stays; one that was the rule's own does not become another rule's.
        new Terminal().Do("train", "--config", folder["a"], "--lr", "0.02", "--quiet", "--out", folder["d"]);
        new Terminal().Do("train", "--config", folder["d"], "--activation", "relu", "--quiet", "--out", folder["e"]);
        Assert.Equal("0.02", $"{RunFolder.ReadRecord(folder["e"]).Description.Settings["learningRate"]}");
    }

    /// <summary>What decides by default hangs on the data of now; what was chosen stays.</summary>
    [Fact]
    public void What_decides_in_a_sweep_follows_anew_unless_it_was_chosen()
    {
        using var folder = new TemporaryFolder();
        string Select(string name, params string[] line)
        {
            new Terminal().Do(["sweep", .. line, "--quiet", "--out", folder[name]]);
            return (string)RunFolder.ReadRecord(folder[name]).Description.Settings["select"]!;
        }

        string[] sweep = ["--over", "lr=0.1", "--runs", "1", .. s_moons[..^1]];
        Assert.Equal("test-accuracy", Select("a", sweep));
        Assert.Equal("test-accuracy", Select("b", "--config", folder["a"]));
        Assert.Equal("validation-accuracy", Select("c", "--config", folder["a"], "--validation", "20"));
        Assert.Equal("test-loss", Select("d", [.. sweep, "--select", "test-loss"]));
        Assert.Equal("test-loss", Select("e", "--config", folder["d"], "--validation", "20"));
    }

    /// <summary>Nothing that one rule has of its own becomes another's; what is given on the line counts for all.</summary>
    [Fact]
    public void A_sweep_over_rules_leaves_each_its_own()
    {
        using var folder = new TemporaryFolder();
        new Terminal().Do([
            "train", "--rule", "weight-mirror", "--lr", "0.02", "--feedback-lr", "0.03", "--feedback-steps", "3", "--weight-decay", "0.5", .. s_moons,
            "--out", folder["a"]]);
        new Terminal().Do("sweep", "--config", folder["a"], "--over", "rule=bp,kolen-pollack", "--weight-decay", "0.25", "--quiet", "--out", folder["b"]);
        var settings = RunFolder.ReadRecord(folder["b"]).Description.Settings;
        Assert.Equal(0.25, (double)settings["weightDecay"]!);
        Assert.Null(settings["learningRate"]);
        Assert.Null(settings["feedbackLearningRate"]);
        Assert.Equal(1, (int)settings["feedbackSteps"]!);

        new Terminal().Do("train", "--config", folder["a"], "--rule", "kolen-pollack", "--quiet", "--out", folder["c"]);
        Assert.Equal(1, (int)RunFolder.ReadRecord(folder["c"]).Description.Settings["feedbackSteps"]!);
    }

    [Fact]
    public void What_will_not_do_is_said_kindly()
    {
        using var folder = new TemporaryFolder();
        new Terminal().Do(["compare", "--rules", "bp,fa", "--runs", "1", .. s_moons, "--out", folder["two"]]);
        Fails("has several rules: bp, fa. Choose one with --rule.", "train", "--config", folder["two"]);
        Fails("there is no", "train", "--config", folder["nothing"]);
        Fails("--config cannot be given with --resume", "train", "--config", folder["two"], "--resume", folder["two"]);
        JsonNode json = JsonNode.Parse(File.ReadAllText(folder["two/run.json"]))!;
        json["settings"]!["warp"] = 9;
        File.WriteAllText(folder["warp.json"], json.ToJsonString());
        Fails("it has 'warp', which this version does not know", "compare", "--config", folder["warp.json"]);
        json["settings"]!.AsObject().Remove("warp");
        json["settings"]!["activation"] = "tahn";
        File.WriteAllText(folder["warp.json"], json.ToJsonString());
        Fails("did you mean 'tanh'?", "compare", "--config", folder["warp.json"]);
    }

    [Fact]
    public void A_sweep_that_has_not_ended_has_no_best()
    {
        using var folder = new TemporaryFolder();
        new Terminal().Do(["sweep", "--rule", "fa", "--over", "lr=0.1,0.2", "--runs", "1", .. s_moons, "--out", folder["s"]]);
        string file = folder["s/run.json"], whole = File.ReadAllText(file);
        Assert.NotNull(Summary(folder["s"])["best"]);
        File.WriteAllText(file, whole.Replace("\"status\": \"finished\"", "\"status\": \"interrupted\""));
        Fails("end it first with 'apical sweep --resume'", "train", "--config", folder["s"]);
        new Terminal().Do("sweep", "--config", folder["s"], "--out", folder["t"], "--quiet");

        // Settings of a sweep and of tuning are known: it is another that will not do.
        File.WriteAllText(file, whole.Replace("\"activation\": \"tanh\"", "\"activation\": \"tahn\""));
        Fails("did you mean 'tanh'?", "train", "--config", folder["s"]);
        new Terminal().Do(["compare", "--rules", "bp,fa", "--runs", "1", "--tune", "--tune-rates", "0.1,0.3", .. s_moons, "--out", folder["c"]]);
        File.WriteAllText(
            folder["c/run.json"], File.ReadAllText(folder["c/run.json"]).Replace("\"activation\": \"tanh\"", "\"activation\": \"tahn\""));
        Fails("did you mean 'tanh'?", "compare", "--config", folder["c"]);
    }

    [Fact]
    public void A_run_that_went_on_says_when_and_from_where()
    {
        using var folder = new TemporaryFolder();
        new Terminal { Code = new("0a1b", true) }.Do(["train", "--rule", "fa", .. s_moons, "--out", folder["a"]]);
        new Terminal().Do("train", "--resume", folder["a"], "--epochs", "3", "--quiet");
        new Terminal().Do("train", "--resume", folder["a"], "--epochs", "5", "--quiet");
        RunRecord record = RunFolder.ReadRecord(folder["a"]);

        Assert.Equal([2, 3], record.Resumed.Select(time => time.Epoch!.Value));
        Assert.All(record.Resumed, time => Assert.True(time.Time > record.Started && time.Machine == MachineFacts.Current()));
        Assert.Equal(new CodeRecord("0a1b", true), record.Description.Code);
        new Terminal().Do(["train", "--rule", "fa", .. s_moons.Select(word => word == "2" ? "5" : word), "--out", folder["b"]]);
        Assert.Equal(Weights(folder["b/model.safetensors"]), Weights(folder["a/model.safetensors"]));
    }

    [Fact]
    public void Git_is_asked_where_there_is_one_and_silent_where_there_is_none()
    {
        using var folder = new TemporaryFolder();
        Assert.Null(GitState.Of(folder.Path, "no-such-program-as-this"));
        Assert.SkipUnless(Git(folder.Path, "init", "-q"), "git is not there");
        Assert.Null(GitState.Of(folder.Path));                              // no commit yet
        File.WriteAllText(folder["a.txt"], "1");
        Git(folder.Path, "add", "a.txt");
        Git(folder.Path, "-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false", "commit", "-qm", "first");
        CodeRecord clean = GitState.Of(folder.Path)!;

        Assert.Matches("^[0-9a-f]{40,64}$", clean.Commit);
        Assert.False(clean.Dirty);
        File.WriteAllText(folder["new.txt"], "not known to git, such as a folder of runs");
        Assert.False(GitState.Of(folder.Path)!.Dirty);
        File.WriteAllText(folder["a.txt"], "22");
        Assert.Equal(clean with { Dirty = true }, GitState.Of(folder.Path));
    }

    [Fact]
    public void Git_is_what_PATH_has_and_never_a_file_of_the_current_folder()
    {
        using var folder = new TemporaryFolder();
        string name = OperatingSystem.IsWindows() ? "git.exe" : "git", separator = $"{Path.PathSeparator}";
        foreach (string place in new[] { "no", "yes" })
        {
            Directory.CreateDirectory(folder[place]);
            File.WriteAllText(folder[$"{place}/{name}"], "");
        }

        string relative = Path.GetRelativePath(Environment.CurrentDirectory, folder["yes"]);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder[$"yes/{name}"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
            Assert.Null(GitState.Find("git", folder["no"]));
        }

        Assert.Null(GitState.Find("git", string.Join(separator, "", ".", relative)));
        Assert.Null(GitState.Find("git", null));
        Assert.Equal(folder[$"yes/{name}"], GitState.Find("git", string.Join(separator, "", relative, folder["yes"])));
    }

    /// <summary>Two seconds for the answer and the end together: output that ends after 1.8 of them leaves no two more.</summary>
    [Fact]
    public void Git_has_two_seconds_in_all()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("it takes a shell script");
            return;
        }

        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["git"], "#!/bin/sh\nsleep 1.8\nexec >&-\nexec sleep 30 2>&-\n");
        File.SetUnixFileMode(folder["git"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        long start = Stopwatch.GetTimestamp();
        Assert.Null(GitState.Of(folder.Path, folder["git"]));
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 3.5);
    }

    private static bool Git(string folder, params string[] args)
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", args) { WorkingDirectory = folder })!;
            git.WaitForExit();
            return git.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static void Fails(string message, params string[] args)
    {
        var terminal = new Terminal();
        Assert.Equal(2, terminal.Run(args));
        Assert.Contains(message, terminal.Error);
    }

    private static string Settings(string folder) => RunFolder.ReadRecord(folder).Description.Settings.ToJsonString();

    private static JsonObject Summary(string folder) => RunFolder.ReadRecord(folder).Summary!;

    private static IEnumerable<string> Weights(string file) => Safetensors.Read(file).Tensors
        .Select(tensor => $"{tensor.Key} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(tensor.Value.Bytes.ToArray()))}").Order();
}
