using Apical.Tests.Runs;
using Apical.Training;

namespace Apical.Tests.Training;

public sealed class WorkListTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_job_is_done_once_and_results_stand_in_order()
    {
        int done = 0;
        WorkList<string> list = List(20, (run, _) => $"{run} {Interlocked.Increment(ref done) > 0}");
        list.Run(3, Token);

        Assert.Equal(20, done);
        Assert.Equal(Enumerable.Range(1, 20).Select(run => $"{run} True"), list.Results.Select(result => result.Found));
        Assert.All(list.States, state => Assert.Equal((JobPhase.Done, 1.0, false), (state.Phase, state.Fraction, state.Kept)));
    }

    /// <summary>Five threads for two jobs: three and two.</summary>
    [Fact]
    public void Threads_are_shared_out_among_few_jobs()
    {
        using var both = new Barrier(2);
        int[] shares = new int[2];
        new WorkList<string>([.. Enumerable.Range(1, 2).Select(run => new WorkItem<string>(new("a", run), (pool, _) =>
        {
            shares[run - 1] = pool?.Threads ?? 1;
            both.SignalAndWait();
            return "";
        }))]).Run(5, Token);

        Assert.Equal([2, 3], shares.Order());
    }

    [Fact]
    public void The_three_ways_not_to_have_a_result_are_told_apart()
    {
        WorkList<string> list = List(3, (run, _) => run switch
        {
            1 => throw new JobFailedException("it blew up"),
            2 => throw new InvalidOperationException("a mistake"),
            _ => "fine",
        });
        list.Run(1, Token);

        Assert.Equal([(JobPhase.Diverged, "it blew up"), (JobPhase.Broken, "InvalidOperationException: a mistake"), (JobPhase.Done, null)],
            list.States.Select(state => (state.Phase, state.Failure)));
        Assert.Equal([false, true, false], list.Results.Select(result => result.Broken));

        // An error that is none of the job's makes no result at all.
        WorkList<string> full = List(4, (run, _) => run == 2 ? throw new IOException("disk full") : "fine");
        Assert.Equal("disk full", Assert.Throws<IOException>(() => full.Run(1, Token)).Message);
        Assert.Equal([JobPhase.Done, JobPhase.CutShort, JobPhase.Waiting, JobPhase.Waiting], full.States.Select(state => state.Phase));
        Assert.Single(full.Results);
    }

    [Fact]
    public void Results_that_cannot_be_kept_are_none()
    {
        using var folder = new TemporaryFolder();
        WorkList<string> list = List(2, (_, _) =>
        {
            Directory.Delete(folder["jobs"]);
            File.WriteAllText(folder["jobs"], "in the way");
            return "fine";
        });
        list.Keep(new(folder["jobs"]));

        Assert.ThrowsAny<IOException>(() => list.Run(1, Token));
        Assert.Empty(list.Results);
    }

    /// <summary>Too little memory here, say, while the same job came to its end in another process: its result stays, and counts.</summary>
    [Fact]
    public void A_job_that_throws_does_not_replace_what_another_process_has_finished()
    {
        using var folder = new TemporaryFolder();
        WorkList<string> mine = List(1, (_, _) =>
        {
            WorkList<string> other = List(1, (_, _) => "fine");
            other.Keep(new(folder["jobs"]));
            other.Run(1, Token);
            throw new InvalidOperationException("a mistake");
        });
        mine.Keep(new(folder["jobs"]));
        mine.Run(1, Token);
        Assert.Equal((JobPhase.Done, "fine"), (mine.States[0].Phase, mine.Results[0].Found));
        Assert.Equal("fine", new JobFiles<string>(folder["jobs"]).Read(mine.States[0].Group, 1)!.Found);
    }

    [Fact]
    public void What_was_kept_is_not_done_again_and_what_was_cut_short_is()
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        WorkList<string> first = List(4, (run, cancellation) =>
        {
            if (run == 3)
            {
                stop.Cancel();
                cancellation.ThrowIfCancellationRequested();
            }

            return run == 2 ? throw new JobFailedException("it blew up") : $"first {run}";
        });
        first.Keep(new(folder["jobs"]));
        first.Run(1, stop.Token);
        Assert.Equal([JobPhase.Done, JobPhase.Diverged, JobPhase.CutShort, JobPhase.Waiting], first.States.Select(state => state.Phase));

        WorkList<string> second = List(4, (run, _) => $"second {run}");
        second.Keep(new(folder["jobs"]));
        Assert.Equal([true, true, false, false], second.States.Select(state => state.Kept));
        second.Run(2, Token);
        Assert.Equal(["first 1", null, "second 3", "second 4"], second.Results.Select(result => result.Found));
    }

    /// <summary>Two lists on one folder, each dealt every other job, as parts of a job array are: what the other finished is read back in one call.</summary>
    [Fact]
    public void Parts_do_their_own_jobs_and_gather_those_of_the_others()
    {
        using var folder = new TemporaryFolder();
        WorkList<string>[] parts = [.. Enumerable.Range(0, 2).Select(part => List(7, (run, _) => $"part {part} run {run}"))];
        for (int part = 0; part < 2; part++)
        {
            int next = part - 2;
            parts[part].Keep(new(folder["jobs"]));
            parts[part].Run(1, Token, () => (next += 2) < 7 ? next : null);
        }

        Assert.Equal(4, parts[0].Results.Count);
        parts[0].Gather();
        Assert.Equal(Enumerable.Range(1, 7).Select(run => $"part {(run - 1) % 2} run {run}"), parts[0].Results.Select(result => result.Found));
        Assert.Equal(Enumerable.Range(1, 7).Select(run => run % 2 == 0), parts[0].States.Select(state => state.Kept));
    }

    [Fact]
    public void An_error_of_an_earlier_call_is_not_thrown_again()
    {
        bool full = true;
        WorkList<string> list = List(2, (_, _) => full ? throw new IOException("disk full") : "fine");
        Assert.Throws<IOException>(() => list.Run(1, Token));

        full = false;
        list.Run(1, Token);
        Assert.Equal(2, list.Results.Count);
    }

    /// <summary>It may have been mended since: whoever is dealt it does it again; what threw in another process counts in the end.</summary>
    [Fact]
    public void What_threw_is_done_again_when_the_list_goes_on()
    {
        using var folder = new TemporaryFolder();
        WorkList<string> broken = List(2, (_, _) => throw new InvalidOperationException("a mistake"));
        broken.Keep(new(folder["jobs"]));
        broken.Run(1, Token);

        var taken = new List<int>();
        WorkList<string> mended = List(2, (run, _) => $"mended {run}");
        WorkList<string> watching = new([new(new("a", 1), (_, _) => "")]) { TakenOver = (state, _) => taken.Add(state.Run) };
        watching.Keep(new(folder["jobs"]));
        Assert.Equal(JobPhase.Waiting, watching.States[0].Phase);
        watching.Gather();
        Assert.Equal((JobPhase.Broken, true), (watching.States[0].Phase, watching.States[0].Kept));
        Assert.Equal([1], taken);

        mended.Keep(new(folder["jobs"]));
        Assert.Empty(mended.Results);
        mended.Run(1, Token);
        Assert.Equal(["mended 1", "mended 2"], mended.Results.Select(result => result.Found));
        Assert.Equal("mended 1", new JobFiles<string>(folder["jobs"]).Read("a", 1)!.Found);
    }

    [Fact]
    public void A_file_of_something_else_is_refused_and_one_that_does_not_say_is_believed()
    {
        using var folder = new TemporaryFolder();
        var files = new JobFiles<string>(folder["jobs"]);
        files.Write(new("a", 1, "x", null, 1) { Of = "that" });
        files.Write(new("a", 2, "x", null, 1));

        Assert.Equal("x", files.Read("a", 1, "that")!.Found);
        Assert.Equal("x", files.Read("a", 1)!.Found);
        Assert.Equal("x", files.Read("a", 2, "this")!.Found);
        Assert.Contains("to be of this, but it is of that", Assert.Throws<InvalidDataException>(() => files.Read("a", 1, "this")).Message);
        Assert.DoesNotContain("\"of\"", File.ReadAllText(files.PathOf("a", 2)));
    }

    [Fact]
    public void A_file_is_whole_or_complained_of()
    {
        using var folder = new TemporaryFolder();
        var files = new JobFiles<string>(folder["jobs"]);
        Assert.Null(files.Read("a b", 1));
        files.Write(new("a b", 1, "x", null, double.NaN) { Broken = true });
        Assert.Equal(new("a b", 1, "x", null, double.NaN) { Broken = true }, files.Read("a b", 1));
        Assert.Single(Directory.GetFiles(folder["jobs"]));

        string text = File.ReadAllText(files.PathOf("a b", 1));
        string earlier = "{" + text[(text.IndexOf(',') + 1)..];   // as earlier versions wrote it
        string[] wrong = [.. new[] { text, earlier }.SelectMany(whole => new[] { whole.Replace("\"run\":1", "\"run\":2"), whole.Replace("\"x\"", "null") })];
        foreach (string damaged in (string[])["", text[..^3], "null", "{}", earlier.Replace("\"a b\"", "\"a\""), .. wrong])
        {
            File.WriteAllText(files.PathOf("a b", 1), damaged);
            Assert.Contains("Delete it to compute it again", Assert.Throws<InvalidDataException>(() => files.Read("a b", 1)).Message);
        }
    }

    [Fact]
    public void Names_do_not_collide()
    {
        Assert.Throws<ArgumentException>(() => new WorkList<string>([Item("a", 1), Item("b", 1), Item("a", 1)]));
        string[] names = ["a:1", "a;1", "a-1", "a", new string('x', 300), new string('x', 301)];
        Assert.Equal(names.Length, names.Select(name => new JobFiles<string>("f").PathOf(name, 1)).Distinct().Count());
        Assert.All(names, name => Assert.InRange(Path.GetFileName(new JobFiles<string>("f").PathOf(name, 12345)).Length, 1, 200));

        static WorkItem<string> Item(string group, int run) => new(new(group, run), (_, _) => "");
    }

    private static WorkList<string> List(int count, Func<int, CancellationToken, string> work) =>
        new([.. Enumerable.Range(1, count).Select(run => new WorkItem<string>(new("a", run), (_, cancellation) => work(run, cancellation)))]);
}
