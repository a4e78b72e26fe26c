using System.Diagnostics;
using Apical.Cli;
using Apical.Tests.Papers;
using Apical.Tests.Runs;

namespace Apical.Tests.Cli;

/// <summary>Job scripts for Slurm, without one: with stand-ins for its commands. bench/slurm/run.sh tries them on a real one.</summary>
public sealed class SlurmTests
{
    private static readonly string[] s_sweep = ["slurm", "sweep", "--over", "lr=0.1,0.5", "--runs", "10", "--epochs", "2", "--data", "xor", "--net", "2-4-1"];

    [Fact]
    public void Says_how_many_tasks_with_how_many_cores_for_how_long()
    {
        using var folder = new TemporaryFolder();
        string script = new Terminal().Do([.. s_sweep, "--out", folder["run"]]).Output;

        Assert.StartsWith("#!/bin/bash\n# 20 jobs in 5 parts of 4 cores. Time: nothing is known", script);
        Assert.Contains("\n#SBATCH --array=1-5\n", script);
        Assert.Contains("\n#SBATCH --cpus-per-task=4\n", script);
        Assert.Contains("\n#SBATCH --time=01:00:00\n", script);
        Assert.Contains("\n#SBATCH --signal=B:USR1@120\n", script);
        Assert.Contains($"sweep --over lr=0.1,0.5 --runs 10 --epochs 2 --data xor --net 2-4-1 --out {folder["run"]} \\\n"
            + "    --threads 4 --part \"$SLURM_ARRAY_TASK_ID/5\" &\n", script);
        Assert.Contains($"gather {folder["run"]}\n", script);
        Assert.False(Directory.Exists(folder["run"]));

        script = new Terminal().Do([.. s_sweep, "--out", folder["run"], "--parts=7", "--threads", "2", "--time", "2-12"]).Output;
        Assert.Contains("\n#SBATCH --array=1-7\n", script);
        Assert.Contains("\n#SBATCH --cpus-per-task=2\n", script);
        Assert.Contains("\n#SBATCH --time=2-12:00:00\n", script);
        Assert.DoesNotContain("--parts", script);
        Assert.Contains("--array=1-20\n", new Terminal().Do([.. s_sweep, "--out", folder["run"], "--parts", "99"]).Output);
        Assert.Matches("--out runs/[0-9]+-[0-9]+-sweep-xor-bp ", new Terminal().Do(s_sweep).Output);
    }

    /// <summary>Twice what they took: of runs that are there their own seconds, of experiments those of the catalog, on two cores.</summary>
    [Fact]
    public void The_time_follows_from_what_is_known()
    {
        using var folder = new TemporaryFolder();
        new Terminal().Do([.. s_sweep[1..], "--out", folder["run"], "--part", "1/4"]);
        foreach (string path in Directory.GetFiles(folder["run/jobs"]))
        {
            File.WriteAllText(path, System.Text.RegularExpressions.Regex.Replace(
                File.ReadAllText(path), "^{\"check\":\"[^\"]*\",(.*)\"seconds\":[^,]*", "{$1\"seconds\":3600"));
        }

        // Fifteen are left of an hour each; in three parts of five cores all of them run at once.
        string script = new Terminal().Do([.. s_sweep, "--out", folder["run"], "--parts", "3", "--cores", "5"]).Output;
        Assert.Contains("# 15 jobs in 3 parts of 5 cores. Time: 5 of them took 3600 s each.", script);
        Assert.Contains("--time=02:00:00", script);

        // What is there goes on by its folder alone.
        string[] resume = ["--resume", folder["run"], "--cores", "2", "--parts", "2"];
        Assert.Contains($"sweep --resume {folder["run"]} \\\n    --threads 2 --part ", new Terminal().Do(["slurm", "sweep", .. resume]).Output);

        // Four minutes on two cores are eight of one, over six replicates: too short for more than one part, and for less than ten minutes.
        var shop = new Terminal { Experiments = [new Dice()] };
        Assert.Contains("# 6 jobs in 1 parts of 4 cores", shop.Do("slurm", "reproduce", "--all", "--scale", "paper").Output);
        Assert.Contains("--time=00:10:00", shop.Output);
    }

    [Fact]
    public void What_would_be_refused_in_each_task_is_refused_at_once()
    {
        foreach ((string says, string[] line) in new[]
        {
            ("--halving decides who goes on", [.. s_sweep, "--halving"]),
            ("Tune with a sweep first", ["slurm", "compare", "--tune", "--data", "xor"]),
            ("say what to sweep", ["slurm", "sweep"]),
            ("--time: 'soon' will not do", new[] { "slurm", "compare", "--time", "soon" }),
        })
        {
            var terminal = new Terminal();
            Assert.Equal(ExitCode.Usage, terminal.Run(line));
            Assert.Contains(says, terminal.Error);
            Assert.Empty(terminal.Output);
        }
    }

    [Fact]
    public async Task Started_by_hand_it_submits_itself_and_what_gathers()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no bash there");
        using var folder = new TemporaryFolder();
        string script = folder["job 1.sh"];
        File.WriteAllText(script, new Terminal().Do([.. s_sweep, "--out", folder["a b"], "--json", folder["result.json"]]).Output);
        Stand(folder, "sbatch", "for word; do echo \"<$word>\"; done >> said; echo '17;cluster'");

        Assert.Equal((0, "array 17 does the parts, job 17 gathers; 'squeue --me' shows them\n"), await Bash(folder, script, "--partition=long"));
        string said = File.ReadAllText(folder["said"]);
        Assert.Contains($"<--parsable>\n<--partition=long>\n<{script}>\n<--parsable>", said);
        Assert.Contains("<--dependency=afterany:17>", said);
        Assert.Contains($"<--wrap=apical gather {folder["a b"].Replace(" ", "\\ ")} --json {folder["result.json"]} >", said);
    }

    /// <summary>Of an option that is there twice sbatch takes the last; its own are what makes the job that gathers one.</summary>
    [Theory]
    [InlineData("--dependency=afterok:77", "--dependency=afterok:77")]
    [InlineData("--array=2,5 --mem=8G", "--mem=8G")]
    [InlineData("--mem=8G --array 2,5 -pshort", "--mem=8G -pshort")]
    [InlineData("-a 2,5 --time 5", "--time 5")]
    [InlineData("-a2,5", "")]
    [InlineData("--array", "")]
    public async Task What_gathers_is_told_what_the_array_is_told_but_not_what_it_has_itself(string options, string handed)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no bash there");
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["job.sh"], new Terminal().Do([.. s_sweep, "--out", folder["run"]]).Output);
        Stand(folder, "sbatch", "echo \"$@\" >> said; echo 17");
        Assert.Equal(0, (await Bash(folder, folder["job.sh"], options.Split(' '))).Code);
        string[] said = File.ReadAllLines(folder["said"]);
        Assert.Equal($"--parsable {options} {folder["job.sh"]}", said[0]);
        Assert.StartsWith($"--parsable {handed}{(handed.Length > 0 ? " " : "")}--job-name=apical-gather --dependency=afterany:17 --time=00:30:00 ", said[1]);
    }

    /// <summary>A run that diverged is a result that is not done again; one that threw is. How long either took says nothing of the others.</summary>
    [Fact]
    public void What_diverged_is_not_left_to_do()
    {
        using var folder = new TemporaryFolder();
        new Terminal().Do([.. s_sweep[1..], "--out", folder["run"], "--part", "1/4"]);
        string[] files = Directory.GetFiles(folder["run/jobs"]), failures = ["\"it diverged\"", "\"it threw\",\"broken\":true"];
        Assert.Equal(5, files.Length);
        foreach (((string path, double seconds), int i) in files.Zip([60.0, 60.0, 600.0, 1.0, 1.0]).Select((file, i) => (file, i)))
        {
            string text = System.Text.RegularExpressions.Regex.Replace(
                File.ReadAllText(path), "^{\"check\":\"[^\"]*\",(.*)\"seconds\":[^,}]*", FormattableString.Invariant($"{{$1\"seconds\":{seconds}"));
            File.WriteAllText(path, i < 3 ? text : text.Replace("\"failure\":null", $"\"failure\":{failures[i - 3]}"));
        }

        Assert.StartsWith("#!/bin/bash\n# 16 jobs in", new Terminal().Do([.. s_sweep, "--out", folder["run"]]).Output);
        Assert.Contains("Time: 3 of them took 240 s each.", new Terminal().Do([.. s_sweep, "--out", folder["run"]]).Output);
    }

    /// <summary>A warning before the time is up leads back into the queue, a cancellation does not; whatever else comes is passed on.</summary>
    [Theory]
    [InlineData("USR1", 75, true)]
    [InlineData("TERM", 75, false)]
    [InlineData("", 3, false)]
    [InlineData("USR1", 0, false)]
    public async Task A_task_that_is_warned_in_time_goes_back_into_the_queue(string signal, int code, bool requeues)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no bash there");
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["job.sh"], new Terminal().Do([.. s_sweep, "--out", folder["run"]]).Output);
        Stand(folder, "scontrol", "echo \"$@\" > queue");
        Stand(folder, "apical", $"echo \"$@\" > line; trap 'exit {code}' {(signal.Length > 0 ? signal : "EXIT")}; "
            + (signal.Length > 0 ? $"kill -{signal} $PPID; while :; do sleep 0.01; done" : $"exit {code}"));

        Assert.Equal(code, (await Bash(folder, folder["job.sh"])).Code);
        Assert.EndsWith("--threads 4 --part 2/5\n", File.ReadAllText(folder["line"]));
        Assert.Equal(requeues ? "requeue 23\n" : null, File.Exists(folder["queue"]) ? File.ReadAllText(folder["queue"]) : null);
    }

    /// <summary>
    /// A signal in the moment before a command of the script, which bash tells through a trap of its own (BASH_ENV): when only the first trap is set, when the
    /// process is there and its number is not known, when it is known and nothing has been passed on, and when the script waits.
    /// </summary>
    [Theory]
    [InlineData("trap 'tell TERM' TERM", "USR1")]
    [InlineData("work=$!", "USR1")]
    [InlineData("work=$!", "TERM")]
    [InlineData("[ -z \"$early\" ]", "USR1")]
    [InlineData("[ -z \"$early\" ]", "TERM")]
    [InlineData("wait \"$work\"", "USR1")]
    public async Task A_signal_that_comes_before_the_process_is_known_is_passed_on(string moment, string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no bash there");
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["job.sh"], new Terminal().Do([.. s_sweep, "--out", folder["run"]]).Output);
        Stand(folder, "scontrol", "echo \"$@\" > queue");

        // It listens before the script goes on: what is passed on is heard. Without a signal it ends by itself, with another code.
        Stand(folder, "apical", "trap 'exit 75' USR1 TERM; : > listens; for i in {1..1000}; do sleep 0.01; done; exit 3");
        string wait = moment.StartsWith("trap", StringComparison.Ordinal) ? "" : $"until [ -e '{folder["listens"]}' ]; do sleep 0.01; done; ";
        File.WriteAllText(folder["moments"], "moment() {\n"
            + $"    if [ -z \"$sent\" ] && [ \"$1\" = \"$at\" ]; then sent=1; {wait}kill -{signal} $$; fi\n"
            + "}\nif [ \"${0##*/}\" = job.sh ]; then\n"
            + $"    sent= at={Quoted(moment)}\n    trap 'moment \"$BASH_COMMAND\"' DEBUG\nfi\n");

        (int code, string said) = await Bash(folder, folder["job.sh"], ("BASH_ENV", folder["moments"]));
        bool killed = moment.StartsWith("trap", StringComparison.Ordinal) && code == 128 + 10;        // before it listened: nothing was begun
        Assert.True(code == 75 || killed, $"{code}: {said}");
        Assert.Equal(signal == "USR1", File.Exists(folder["queue"]));
    }

    /// <summary>One that the warning kills, because it does not listen yet, has lost nothing: the task goes back as well. A cancelled one does not.</summary>
    [Theory]
    [InlineData("USR1", 138, true)]
    [InlineData("TERM", 143, false)]
    public async Task A_process_that_does_not_listen_yet_goes_back_into_the_queue(string signal, int code, bool requeues)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "signals have these numbers on Linux");
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["job.sh"], new Terminal().Do([.. s_sweep, "--out", folder["run"]]).Output);
        Stand(folder, "scontrol", "echo \"$@\" > queue");
        Stand(folder, "apical", $"kill -{signal} $PPID; exec sleep 10");
        Assert.Equal(code, (await Bash(folder, folder["job.sh"])).Code);
        Assert.Equal(requeues, File.Exists(folder["queue"]));
    }

    /// <summary>As bash loses a signal to a process that it is just starting: what does not hear the first hears the second.</summary>
    [Fact]
    public async Task A_signal_that_is_lost_comes_again()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no bash there");
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["job.sh"], new Terminal().Do([.. s_sweep, "--out", folder["run"]]).Output);
        Stand(folder, "scontrol", "echo \"$@\" > queue");
        Stand(folder, "apical", "trap '' USR1; kill -USR1 $PPID; sleep 1; trap 'exit 75' USR1; for i in {1..3000}; do sleep 0.01; done; exit 3");
        Assert.Equal(75, (await Bash(folder, folder["job.sh"])).Code);
        Assert.True(File.Exists(folder["queue"]));
    }

    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static void Stand(TemporaryFolder folder, string name, string text)
    {
        File.WriteAllText(folder[name], $"#!/bin/bash\ncd '{folder.Path}'\n{text}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder[name], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static Task<(int Code, string Said)> Bash(TemporaryFolder folder, string script, params string[] more) => Bash(folder, script, ("", ""), more);

    private static async Task<(int Code, string Said)> Bash(TemporaryFolder folder, string script, (string Name, string Value) variable, params string[] more)
    {
        var start = new ProcessStartInfo("bash", [script, .. more]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{folder.Path}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment.Remove("SLURM_ARRAY_TASK_ID");
        if (variable.Name.Length > 0)
        {
            start.Environment[variable.Name] = variable.Value;
        }

        if (more.Length == 0)
        {
            (start.Environment["SLURM_ARRAY_TASK_ID"], start.Environment["SLURM_JOB_ID"]) = ("2", "23");
        }

        using Process process = Process.Start(start)!;
        string said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, said);
    }
}
