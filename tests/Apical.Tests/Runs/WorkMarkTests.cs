using System.Text.RegularExpressions;
using Apical.Runs;
using Apical.Tests.Cli;

namespace Apical.Tests.Runs;

/// <summary>Marks of processes at work, and those who ask for them at the same instant.</summary>
public sealed class WorkMarkTests
{
    /// <summary>Who asks has the file to himself for an instant: neither one who begins nor another who asks may take that for work.</summary>
    [Fact]
    public void One_who_asks_disturbs_nobody()
    {
        using var folder = new TemporaryFolder();
        string file = folder["reproduction.json"];
        WorkMark.Of(file).Dispose();
        AfterAnotherAsked(file, () => Assert.False(WorkMark.IsOn(file)));
        AfterAnotherAsked(file, () => WorkMark.Of(file).Dispose());
        AfterAnotherAsked(file, () =>
        {
            using WorkMark mark = WorkMark.Of(file);
            Assert.True(WorkMark.IsOn(file));
        });
    }

    /// <summary>Who looks at a part, or at measurements, shares the file with others who look.</summary>
    [Fact]
    public void Those_who_ask_for_parts_and_measurements_do_not_see_each_other()
    {
        using var folder = new TemporaryFolder();
        var note = new PartNote(1, 2, "here", DateTimeOffset.UnixEpoch, []);
        PartsFolder.Enter(folder.Path, note).Dispose();
        File.WriteAllText(folder["metrics.csv.lock"], "");
        using (Look(folder["parts/1-of-2.json.lock"]))
        using (Look(folder["metrics.csv.lock"]))
        {
            Assert.False(PartsFolder.IsAtWork(folder.Path, note));
            Assert.False(MetricsFile.IsBeingWritten(folder["metrics.csv"]));
        }

        using (PartsFolder.Enter(folder.Path, note))
        using (MetricsFile.Open(folder["metrics.csv"]))
        {
            Assert.True(PartsFolder.IsAtWork(folder.Path, note));
            Assert.True(MetricsFile.IsBeingWritten(folder["metrics.csv"]));
        }

        static FileStream Look(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
    }

    /// <summary>
    /// NFS gives a lock that excludes others only to those who opened the file for writing, and one that is shared only to those who opened it for reading
    /// (flock(2)); .NET goes on without a lock where it is refused one. So of what a part and a look at it ask of the system no lock may be of the wrong kind.
    /// </summary>
    [Theory]
    [InlineData("reproduce lillicrap2016/s7 --set runs=1 --threads 1 --quiet")]
    [InlineData("sweep --over lr=0.1,0.5 --runs 1 --epochs 1 --data xor --net 2-4-1 --quiet --part 1/2")]
    public async Task Each_lock_is_one_that_NFS_gives(string line)
    {
        using var folder = new TemporaryFolder();
        string dll = Path.Combine(AppContext.BaseDirectory, "Apical.Cli.dll");
        if (line.StartsWith("reproduce", StringComparison.Ordinal))
        {
            Directory.CreateDirectory(folder["run"]);
            File.WriteAllText(folder["run/reproduction.json.lock"], "");        // a killed process left it: so there is something to ask
        }

        string[][] lines = [[.. line.Split(' '), "--out", folder["run"]], ["runs", "list", folder.Path]];
        foreach (string[] words in lines)
        {
            (int code, string said) = await Traced.Run(["-y", "-o", folder["trace"], "-e", "trace=openat,flock", "dotnet", dll, .. words]);
            Assert.True(code == 0, said);
            Assert.Empty(Wrong(await File.ReadAllLinesAsync(folder["trace"], TestContext.Current.CancellationToken), folder.Path, out int locks));
            Assert.True(locks > 0 || words[0] == "runs", "no lock was seen");
        }
    }

    // 17 openat(AT_FDCWD</>, "/a/b.lock", O_RDWR|O_CREAT, 0666) = 9</a/b.lock>   and later   17 flock(9</a/b.lock>, LOCK_EX|LOCK_NB) = 0
    private static List<string> Wrong(string[] trace, string folder, out int locks)
    {
        var (opened, wrong) = (new Dictionary<string, string>(), new List<string>());
        locks = 0;
        foreach (string call in trace.Where(call => call.Contains(folder, StringComparison.Ordinal) && call.Contains(".lock", StringComparison.Ordinal)))
        {
            Match open = Regex.Match(call, @"openat(?:\(.*, (O_RDONLY|O_RDWR|O_WRONLY)| resumed).* = (\d+)<");
            Match held = Regex.Match(call, @"flock\((\d+)<.*(LOCK_EX|LOCK_SH)");
            if (open.Success)
            {
                opened[open.Groups[2].Value] = open.Groups[1].Value;            // empty where another thread came between call and answer
            }
            else if (held.Success)
            {
                locks++;
                string how = opened[held.Groups[1].Value];
                if (how == (held.Groups[2].Value == "LOCK_EX" ? "O_RDONLY" : "O_WRONLY"))
                {
                    wrong.Add($"{how}: {call}");
                }
            }
        }

        return wrong;
    }

    /// <summary>A file that is deleted is held by those who opened it before, and no other sees that: so only the last one deletes it.</summary>
    [Fact]
    public void A_mark_outlasts_another_that_ends_and_the_last_leaves_nothing_behind()
    {
        using var folder = new TemporaryFolder();
        string file = folder["reproduction.json"];
        Assert.False(WorkMark.IsOn(file));
        WorkMark first = WorkMark.Of(file), second = WorkMark.Of(file);
        first.Dispose();
        Assert.True(WorkMark.IsOn(file));
        second.Dispose();
        Assert.False(WorkMark.IsOn(file));
        Assert.False(File.Exists(file + MetricsFile.LockEnding));
    }

    /// <summary>Marks come and go on many threads: each is seen while it lasts, by whoever looks.</summary>
    [Fact]
    public void A_mark_is_seen_while_others_come_and_go()
    {
        using var folder = new TemporaryFolder();
        string file = folder["reproduction.json"];
        Parallel.For(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = TestContext.Current.CancellationToken }, _ =>
        {
            using WorkMark mark = WorkMark.Of(file);
            Assert.True(WorkMark.IsOn(file));
        });
        Assert.False(File.Exists(file + MetricsFile.LockEnding));
    }

    private static void AfterAnotherAsked(string file, Action then)
    {
        var asks = new FileStream(file + MetricsFile.LockEnding, FileMode.OpenOrCreate, FileAccess.Read, FileShare.None, 1);
        var ends = new Thread(() =>
        {
            Thread.Sleep(5);
            asks.Dispose();
        });
        ends.Start();
        then();
        ends.Join();
    }
}
