using Apical.Cli;
using Apical.Runs;
using Apical.Tests.Runs;

namespace Apical.Tests.Cli;

/// <summary>Comparisons and sweeps done in parts by several processes that see one folder.</summary>
public sealed class PartsTests
{
    private static readonly string[] s_sweep =
        ["sweep", "--over", "lr=0.1,0.5", "--over", "rule=bp,fa", "--runs", "3", "--epochs", "2", "--data", "xor", "--net", "2-4-1", "--threads", "1"];

    /// <summary>The last is not the last by its number.</summary>
    [Fact]
    public void A_sweep_in_parts_leaves_what_one_process_leaves()
    {
        using var folder = new TemporaryFolder();
        string json = folder["json"];
        new Terminal().Do([.. s_sweep, "--out", folder["whole"], "--json", json]);
        string whole = SharedFolders.Content(Rename(json, folder["whole.json"]));
        foreach (string part in new[] { "2/4", "4/4", "1/4" })
        {
            var terminal = new Terminal().Do([.. s_sweep, "--out", folder["parts"], "--json", json, "--part", part]);
            Assert.Contains($"apical gather {folder["parts"]}", terminal.Output);
            Assert.DoesNotContain("best", terminal.Output);
            Assert.False(File.Exists(json));
        }

        string last = new Terminal().Do([.. s_sweep, "--out", folder["parts"], "--json", json, "--part", "3/4"]).Output;

        Assert.Contains("best", last);
        Assert.Contains("Report page", last);
        Assert.Equal(whole, SharedFolders.Content(Rename(json, folder["parts.json"])));
        SharedFolders.Same(folder, "whole", "parts");

        // Once more there is nothing to do.
        Assert.Contains("are done, and concluded", new Terminal().Do([.. s_sweep, "--out", folder["parts"], "--part", "1/4"]).Output);
        SharedFolders.Same(folder, "whole", "parts");
    }

    /// <summary>Combinations that are drawn are the same in all parts; event files lie where one process puts them.</summary>
    [Fact]
    public void A_random_search_in_parts_leaves_what_one_process_leaves()
    {
        using var folder = new TemporaryFolder();
        string[] line = ["sweep", "--over", "lr=0.01..1:log", "--random", "5", "--runs", "1", "--epochs", "1", "--data", "xor", "--net", "2-4-1",
            "--threads", "1"];
        new Terminal().Do([.. line, "--out", folder["whole"]]);
        foreach (string part in new[] { "2/2", "1/2" })
        {
            new Terminal().Do([.. line, "--out", folder["parts"], "--tensorboard", folder["events"], "--part", part]);
        }

        SharedFolders.Same(folder, "whole", "parts");
        Assert.Equal(5, Directory.GetDirectories(Assert.Single(Directory.GetDirectories(folder["events"]))).Length);
    }

    /// <summary>Models, pictures of rates that are found, and runs that diverge: nothing gets lost on the way through the folder.</summary>
    [Fact]
    public void A_comparison_in_parts_leaves_what_one_process_leaves()
    {
        using var folder = new TemporaryFolder();
        string[] line = ["compare", "--data", "moons", "--net", "2-6-2", "--epochs", "2", "--runs", "2", "--rules", "bp,fa,dfa", "--threads", "1",
            "--keep", "both"];
        foreach (string[] rates in new string[][] { ["--lr", "auto"], ["--lr", "bp=1e9,fa=0.1"] })
        {
            string name = rates[1].Replace('=', '-');
            int code = new Terminal().Run([.. line, .. rates, "--out", folder[$"{name}-whole"]]);
            new Terminal().Do([.. line, .. rates, "--out", folder[$"{name}-parts"], "--part", "1/2"]);

            Assert.Equal(code, new Terminal().Run([.. line, .. rates, "--out", folder[$"{name}-parts"], "--part", "2/2"]));
            SharedFolders.Same(folder, $"{name}-whole", $"{name}-parts");
        }

        Assert.NotEmpty(Directory.GetFiles(folder["auto-parts/pictures"]));
    }

    [Fact]
    public void What_is_missing_is_named_with_its_part_and_the_command_that_does_it()
    {
        using var folder = new TemporaryFolder();
        string run = folder["parts"];
        new Terminal().Do([.. s_sweep, "--out", folder["whole"]]);
        new Terminal().Do([.. s_sweep, "--out", run, "--part", "1/3"]);
        var stopped = new Terminal();
        stopped.Interrupt();
        Assert.Equal(ExitCode.Stopped, stopped.Run([.. s_sweep, "--out", run, "--part", "2/3"]));
        Assert.Contains($"apical: part 2/3 is interrupted; everything done until then is kept in {run}. Go on with: apical sweep --resume {run} --part 2/3",
            stopped.Error);

        var gather = new Terminal();
        Assert.Equal(ExitCode.Stopped, gather.Run("gather", run));

        // Twelve runs in three parts, dealt in turn and one further on each time round: 1 2 3, 2 3 1, 3 1 2, 1 2 3.
        Assert.Contains("8 of 12 runs are missing", gather.Error);
        Assert.Matches("part 2/3 was stopped 20.*: rule=bp lr=0.5 run 1, rule=fa lr=0.5 run 1, rule=bp lr=0.1 run 3, rule=fa lr=0.1 run 3\n", gather.Error);
        Assert.Contains($"apical sweep --resume {run} --part 2/3\n", gather.Error);
        Assert.Contains("part 3/3 never began: ", gather.Error);
        Assert.Contains($"apical sweep --resume {run} --part 3/3", gather.Error);
        Assert.DoesNotContain("part 1/3", gather.Error);
        Assert.Equal((RunStatus.Interrupted, "8 of 12 runs are missing"), (RunFolder.ReadRecord(run).Status, RunFolder.ReadRecord(run).Reason));
        Assert.True(File.Exists(folder["parts/report.html"]));
        Assert.Equal(4, MetricsTable.Read(folder["parts/metrics.csv"]).Rows.Select(row => (row.Rule, row.Run)).Distinct().Count());

        new Terminal().Do("sweep", "--resume", run, "--part", "3/3", "--threads", "1");
        new Terminal().Do([.. s_sweep, "--out", run, "--part", "2/3"]);
        SharedFolders.Same(folder, "whole", "parts");
        new Terminal().Do("gather", run, "--quiet");
        SharedFolders.Same(folder, "whole", "parts");
    }

    /// <summary>In the middle of an epoch, on the way to the same bits.</summary>
    [Fact]
    public void A_part_that_is_stopped_goes_on_from_its_checkpoint()
    {
        using var folder = new TemporaryFolder();
        string[] line = ["sweep", "--over", "lr=0.1,0.5", "--runs", "2", "--epochs", "50", "--data", "xor", "--net", "2-4-1", "--threads", "1"];
        new Terminal().Do([.. line, "--out", folder["whole"]]);
        var stopped = new Terminal { TimeFlies = true, InterruptAt = "epoch  20/50" };
        Assert.Equal(ExitCode.Stopped, stopped.Run([.. line, "--out", folder["parts"], "--part", "1/2"]));
        Assert.NotEmpty(Directory.GetFiles(folder["parts/jobs"], "*.safetensors"));

        new Terminal().Do([.. line, "--out", folder["parts"], "--part", "1/2"]);
        new Terminal().Do([.. line, "--out", folder["parts"], "--part", "2/2"]);

        Assert.Empty(Directory.GetFiles(folder["parts/jobs"], "*.safetensors"));
        SharedFolders.Same(folder, "whole", "parts");
    }

    [Fact]
    public void Others_are_refused_by_name_before_anything_is_trained()
    {
        using var folder = new TemporaryFolder();
        string run = folder["run"], table = folder["table.csv"];
        string[] rows = ["x,y,label", "0,0,a", "0,1,b", "1,0,b", "1,1,a", "0.2,0,a", "0.8,0,b"];
        File.WriteAllLines(table, rows);
        string[] line = ["sweep", "--over", "lr=0.1,0.5", "--runs", "2", "--epochs", "1", "--data", $"csv:{table}:label=label", "--net", "2-4-2", "--out", run];
        new Terminal().Do([.. line, "--part", "1/4"]);
        int jobs = Directory.GetFiles(folder["run/jobs"]).Length;
        string record = File.ReadAllText(folder["run/run.json"]);

        Refuses(ExitCode.Usage, "holds another run (other seed)", "--seed", "2");
        Refuses(ExitCode.Usage, "holds another run (other select)", "--select", "test-loss");
        Refuses(ExitCode.Usage, "holds another run (other epochs)", "--epochs", "2");
        Refuses(ExitCode.Usage, "holds another run (other runs)", "--runs", "3");
        Refuses(ExitCode.Usage, "holds another run (other over)", "--over", "lr=0.1,0.7");
        File.WriteAllLines(table, [.. rows[..^1], "0.9,0,b"]);
        Refuses(ExitCode.Failed, "their content has the checksum");
        File.WriteAllLines(table, rows);
        File.WriteAllText(folder["run/run.json"], record.Replace("\"apicalVersion\": \"0.1.0\"", "\"apicalVersion\": \"0.0.9\""));
        Refuses(ExitCode.Failed, "was begun with Apical 0.0.9, and this is 0.1.0");
        File.WriteAllText(folder["run/run.json"], record);
        new Terminal().Do([.. line, "--part", "2/4"]);

        void Refuses(int code, string says, params string[] more)
        {
            var terminal = new Terminal();
            string[] without = more.Length == 0 ? line : [.. line.Where((word, i) => word != more[0] && (i == 0 || line[i - 1] != more[0]))];
            Assert.Equal(code, terminal.Run([.. without, .. more, "--part", "2/4"]));
            Assert.Contains(says, terminal.Error);
            Assert.Equal(jobs, Directory.GetFiles(folder["run/jobs"]).Length);
        }
    }

    /// <summary>Two that begin in the same moment, where neither sees the other's record before it has loaded its data.</summary>
    [Fact]
    public async Task Of_many_that_begin_at_once_one_writes_the_record()
    {
        using var folder = new TemporaryFolder();
        bool[] began = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(() =>
            SharedRun.Begin(folder["run"], new() { Command = $"apical {number}", Settings = [] }))));
        Assert.Equal(1, began.Count(one => one));
        Assert.Equal($"apical {Array.IndexOf(began, true)}", RunFolder.ReadRecord(folder["run"]).Description.Command);
        Assert.Equal(["run.json"], Directory.GetFiles(folder["run"]).Select(Path.GetFileName));
    }

    /// <summary>What sbatch --array=0-10:5, --array=3-5 and --array=1-2 set.</summary>
    [Theory]
    [InlineData("5", "3", "0", "5", "part 2 of 3")]
    [InlineData("5", "3", "3", "1", "part 3 of 3")]
    [InlineData("1", "2", "1", "1", "part 1 of 2")]
    public void A_task_of_an_array_is_a_part(string id, string count, string least, string step, string says)
    {
        using var folder = new TemporaryFolder();
        var task = TaskOf(id, count, least, step);
        Assert.Contains(says, task.Do([.. s_sweep, "--out", folder["run"]]).Output);

        // A person can say otherwise.
        Assert.Contains("part 2 of 9", TaskOf(id, count, least, step).Do([.. s_sweep, "--out", folder["other"], "--part", "2/9"]).Output);
        Assert.DoesNotContain("part", TaskOf(id, count, least, step).Do([.. s_sweep, "--out", folder["whole"], "--part", "1/1"]).Output);
        Assert.Equal(RunStatus.Finished, RunFolder.ReadRecord(folder["whole"]).Status);
    }

    [Fact]
    public void What_parts_cannot_do_is_refused_with_what_can_be_done()
    {
        using var folder = new TemporaryFolder();
        string run = folder["run"];
        Says("--part: give all parts the same --out DIR", new Terminal(), [.. s_sweep, "--part", "1/3"]);
        Says("--part: --halving decides who goes on", new Terminal(), [.. s_sweep, "--halving", "--out", run, "--part", "1/3"]);
        Says("Tune with a sweep first", new Terminal(), ["compare", "--tune", "--data", "xor", "--out", run, "--part", "1/3"]);
        Says("there is no part 4 of 3", new Terminal(), [.. s_sweep, "--out", run, "--part", "4/3"]);
        Says("this is task 2 of 3 of a Slurm array, and so a part (--part 1/1 does all in each). give all parts", TaskOf("2", "3", "1", "1"), s_sweep);
        Says("these are 3 ranks that share one list (--part 1/1 does all in each). give all ranks the same --out", RankOf("1", "3"), s_sweep);
        Says("do not follow each other in equal steps", TaskOf("7", "3", "1", "1"), [.. s_sweep, "--out", run]);
        Assert.False(Directory.Exists(run));
        new Terminal().Do([.. s_sweep, "--out", run, "--part", "1/3"]);
        Says("--over adds to the list that parts are to go on with", new Terminal(), ["sweep", "--resume", run, "--over", "lr=3", "--part", "2/3"]);

        static void Says(string what, Terminal terminal, string[] line)
        {
            Assert.Equal(ExitCode.Usage, terminal.Run(line));
            Assert.Contains(what, terminal.Error);
        }
    }

    /// <summary>Without a part the folder goes on as that of any run, also in one process.</summary>
    [Fact]
    public void One_process_can_do_the_rest()
    {
        using var folder = new TemporaryFolder();
        new Terminal().Do([.. s_sweep, "--out", folder["whole"]]);
        new Terminal().Do([.. s_sweep, "--out", folder["parts"], "--part", "2/3"]);
        new Terminal().Do("sweep", "--resume", folder["parts"], "--threads", "1");
        string[] Rows(string run) => [.. SharedFolders.Content(folder[$"{run}/metrics.csv"]).Split('\n').Order(StringComparer.Ordinal)];
        Assert.Equal(Rows("whole"), Rows("parts"));
        Assert.Equal(RunStatus.Finished, RunFolder.ReadRecord(folder["parts"]).Status);
        Assert.False(Directory.Exists(folder["parts/parts"]));
    }

    /// <summary>The record says finished, and then the last part is killed before it has drawn the page.</summary>
    [Fact]
    public void A_conclusion_that_was_cut_short_is_done_again()
    {
        using var folder = new TemporaryFolder();
        new Terminal().Do([.. s_sweep, "--out", folder["run"], "--part", "1/2"]);
        string notes = folder["run/parts"], kept = folder["kept"];
        Directory.CreateDirectory(kept);
        Array.ForEach(Directory.GetFiles(notes), note => File.Copy(note, Path.Combine(kept, Path.GetFileName(note))));
        new Terminal().Do([.. s_sweep, "--out", folder["run"], "--part", "2/2"]);
        Directory.Move(kept, notes);
        File.Delete(folder["run/report.html"]);

        new Terminal().Do([.. s_sweep, "--out", folder["run"], "--part", "1/2"]);
        Assert.True(File.Exists(folder["run/report.html"]));
        Assert.False(Directory.Exists(notes));
    }

    [Fact]
    public void A_part_that_is_at_work_is_seen()
    {
        using var folder = new TemporaryFolder();
        new Terminal().Do([.. s_sweep, "--out", folder["run"], "--part", "1/3"]);
        using (PartsFolder.Enter(folder["run"], new(2, 3, "elsewhere", DateTimeOffset.UnixEpoch, [])))
        {
            var gather = new Terminal();
            Assert.Equal(ExitCode.Stopped, gather.Run("gather", folder["run"]));
            Assert.Contains("part 2/3 is at work (elsewhere): ", gather.Error);
            Assert.DoesNotContain("--part 2/3", gather.Error);
            Assert.Contains("running", new Terminal().Do("runs", "list", folder.Path).Output);
            Assert.Contains("is at work already, in another process", new Terminal().Do([.. s_sweep, "--out", folder["run"], "--part", "2/3"]).Error);
        }

        using (PartsFolder.Enter(folder["run"], new(3, 3, "elsewhere", DateTimeOffset.UnixEpoch, [])))
        {
        }

        var died = new Terminal();
        Assert.Equal(ExitCode.Stopped, died.Run("gather", folder["run"]));
        Assert.Contains("part 3/3 began 1970-01-01 00:00 UTC and did not end (elsewhere): it died, or", died.Error);
        new Terminal { Ask = _ => "y" }.Do("runs", "remove", folder["run"], "--yes");
        Assert.False(Directory.Exists(folder["run"]));
    }

    private static Terminal RankOf(string rank, string size) =>
        new() { Variables = { ["OMPI_COMM_WORLD_SIZE"] = size, ["OMPI_COMM_WORLD_RANK"] = rank, ["APICAL_MPI"] = "/no/such/library" } };

    private static Terminal TaskOf(string id, string count, string least, string step) => new()
    {
        Variables =
        {
            ["SLURM_ARRAY_TASK_ID"] = id,
            ["SLURM_ARRAY_TASK_COUNT"] = count,
            ["SLURM_ARRAY_TASK_MIN"] = least,
            ["SLURM_ARRAY_TASK_STEP"] = step,
        },
    };

    private static string Rename(string from, string to)
    {
        File.Move(from, to);
        return to;
    }
}
