using Apical.Runs;

namespace Apical.Tests.Runs;

/// <summary>Where a run may begin, and what it leaves alone there.</summary>
public sealed class RunPlaceTests
{
    [Fact]
    public void A_folder_with_other_peoples_files_is_refused_and_left_alone()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["thesis.tex"], "years of work");

        foreach (bool replace in new[] { false, true })
        {
            var error = Assert.Throws<IOException>(() => RunFolder.Create(folder.Path, RunFolderTests.Description(), replace: replace));
            Assert.Contains("holds files that are not of a run", error.Message);
        }

        Assert.Equal([folder["thesis.tex"]], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_run_json_of_another_program_is_not_a_run()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["run.json"], """{ "speed": "fast" }""");

        var error = Assert.Throws<InvalidDataException>(() => RunFolder.Create(folder.Path, RunFolderTests.Description(), replace: true));

        Assert.Contains("Expected", error.Message);
        Assert.Equal([folder["run.json"]], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void An_earlier_run_is_replaced_only_on_request_and_foreign_files_stay()
    {
        using var folder = new TemporaryFolder();
        using (var old = RunFolder.Create(folder.Path, RunFolderTests.Description(), new ManualTime(RunFolderTests.Noon)))
        {
            old.Append(new MetricRow("bp", 1, 1, 10, "testLoss", null, 0.5));
            old.Finish();
        }

        File.WriteAllText(folder["notes.txt"], "mine");
        File.WriteAllText(folder["report.html"], "old");

        Assert.Contains("holds a run already (finished, started 2026-01-31 12:00 UTC)",
            Assert.Throws<IOException>(() => RunFolder.Create(folder.Path, RunFolderTests.Description())).Message);

        using var run = RunFolder.Create(folder.Path, RunFolderTests.Description(), replace: true);
        Assert.Empty(MetricsTable.Read(folder["metrics.csv"]).Rows);
        Assert.False(File.Exists(folder["report.html"]));
        Assert.Equal("mine", File.ReadAllText(folder["notes.txt"]));
    }

    [Fact]
    public void A_run_in_progress_is_not_replaced()
    {
        using var folder = new TemporaryFolder();
        using var live = RunFolder.Create(folder.Path, RunFolderTests.Description(), new ManualTime(RunFolderTests.Noon));
        live.Append(new MetricRow("bp", 1, 1, 10, "testLoss", null, 0.5));

        Assert.Throws<IOException>(() => RunFolder.Create(folder.Path, RunFolderTests.Description(), replace: true));

        Assert.Single(MetricsTable.Read(folder["metrics.csv"]).Rows);
    }

    [Fact]
    public void Default_names_carry_time_command_and_subject_and_never_collide()
    {
        using var folder = new TemporaryFolder();
        var time = new ManualTime(new DateTimeOffset(2026, 1, 31, 23, 59, 59, TimeSpan.FromHours(1)));

        string first = RunPlace.DefaultPath("compare", "../fashion mnist", time, folder.Path);
        Directory.CreateDirectory(first);
        string second = RunPlace.DefaultPath("compare", "../fashion mnist", time, folder.Path);

        Assert.Equal(folder["20260131-225959-compare-fashion-mnist"], first);
        Assert.Equal(first + "-2", second);
    }

    /// <summary>A kill between the first file and run.json leaves a folder that can be used; one with measurements is left alone.</summary>
    [Fact]
    public void A_folder_with_the_traces_of_a_run_that_never_began_is_free()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["run"]);
        File.WriteAllText(folder["run/metrics.csv"], MetricsFile.Header + "\n");
        File.WriteAllText(folder["run/metrics.csv.lock"], "");
        File.WriteAllText(folder["run/.run.json.k2k3k4k5.abc.tmp"], "{");
        RunPlace.RequireFree(folder["run"]);
        File.AppendAllText(folder["run/metrics.csv"], "bp,1,0,0,testLoss,,2.3\n");
        Assert.Throws<IOException>(() => RunPlace.RequireFree(folder["run"]));
        File.WriteAllText(folder["run/metrics.csv"], "");
        File.WriteAllText(folder["run/thesis.doc"], "");
        Assert.Throws<IOException>(() => RunPlace.RequireFree(folder["run"]));
    }
}
