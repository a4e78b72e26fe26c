using Apical.Runs;

namespace Apical.Tests.Runs;

public sealed class AtomicFileTests
{
    [Fact]
    public void A_failing_writer_leaves_the_old_content_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        AtomicFile.WriteText(folder["a.txt"], "old");

        var error = Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(folder["a.txt"], stream =>
        {
            stream.Write("half of the n"u8);
            throw new InvalidOperationException("power cut");
        }));

        Assert.Equal("power cut", error.Message);
        Assert.Equal("old", File.ReadAllText(folder["a.txt"]));
        Assert.Equal([folder["a.txt"]], Directory.GetFileSystemEntries(folder.Path));
    }

    /// <summary>Numbers of Linux (errno(3)): ENOSPC 28, EDQUOT 122, EMFILE 24, EIO 5. The system speaks of the temporary file, which nobody knows.</summary>
    [Theory]
    [InlineData("No space left on device", 28, "Make room on the disk, or choose another folder.")]
    [InlineData("Disk quota exceeded", 122, "Make room in your quota, or choose another folder.")]
    [InlineData("Too many open files", 24, "Raise the limit (ulimit -n), or use fewer threads.")]
    [InlineData("Input/output error", 5, "Mend that, or choose another folder.")]
    public void What_the_system_says_is_told_with_the_file_and_what_to_do(string said, int number, string advice)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "it has other numbers");
        var error = new DiskException("runs/a/run.json", new IOException($"{said} : '/home/runs/a/.run.json.abcdefgh.ijk.tmp'", number));
        Assert.Equal($"'runs/a/run.json' cannot be written: {said}. {advice}", error.Message);
    }

    /// <summary>As every program that takes a file to write does: a link leads to it, and stays.</summary>
    [Fact]
    public void A_link_stays_and_leads_to_what_was_written()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights there");
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["elsewhere"]);
        AtomicFile.WriteText(folder["elsewhere/a.txt"], "old");
        File.CreateSymbolicLink(folder["one"], folder["elsewhere/a.txt"]);
        File.CreateSymbolicLink(folder["two"], folder["one"]);

        AtomicFile.WriteText(folder["two"], "new");

        Assert.Equal("new", File.ReadAllText(folder["elsewhere/a.txt"]));
        Assert.NotNull(new FileInfo(folder["two"]).LinkTarget);
        Assert.NotNull(new FileInfo(folder["one"]).LinkTarget);
        Assert.Single(Directory.GetFiles(folder["elsewhere"]));
    }

    /// <summary>A pipe gets the text, and a device takes it; neither becomes a file.</summary>
    [Fact]
    public async Task Pipes_and_devices_are_written_to()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no such files there");
        using var folder = new TemporaryFolder();
        using (var made = System.Diagnostics.Process.Start("mkfifo", [folder["pipe"]]))
        {
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Task<string> read = Task.Run(() => File.ReadAllText(folder["pipe"]), TestContext.Current.CancellationToken);
        AtomicFile.WriteText(folder["pipe"], "through");
        Assert.Equal("through", await read.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
        Assert.Equal([folder["pipe"]], Directory.GetFileSystemEntries(folder.Path));

        using var open = new System.IO.Pipes.AnonymousPipeServerStream(System.IO.Pipes.PipeDirection.In);
        AtomicFile.WriteText($"/dev/fd/{open.GetClientHandleAsString()}", "through");
        open.DisposeLocalCopyOfClientHandle();
        using var text = new StreamReader(open);
        Assert.Equal("through", await text.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void The_old_content_stays_readable_until_the_new_one_is_complete()
    {
        using var folder = new TemporaryFolder();
        AtomicFile.WriteText(folder["a.txt"], "old");
        string during = "";

        AtomicFile.Write(folder["a.txt"], stream =>
        {
            stream.Write("new"u8);
            stream.Flush();
            during = File.ReadAllText(folder["a.txt"]);
        });

        Assert.Equal("old", during);
        Assert.Equal("new"u8, File.ReadAllBytes(folder["a.txt"]));
    }

    /// <summary>Another process took what was being written for left over.</summary>
    [Fact]
    public void What_is_removed_before_it_has_its_name_is_written_again()
    {
        using var folder = new TemporaryFolder();
        int times = 0;
        AtomicFile.Write(folder["a.txt"], stream =>
        {
            stream.Write("whole"u8);
            if (++times == 1)
            {
                File.Delete(Assert.Single(Directory.GetFiles(folder.Path, ".*.tmp")));
            }
        });

        Assert.Equal((2, "whole"), (times, File.ReadAllText(folder["a.txt"])));
        Assert.Equal(["a.txt"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void A_file_that_is_there_is_not_created_again()
    {
        using var folder = new TemporaryFolder();
        Assert.True(AtomicFile.CreateText(folder["a.txt"], "first"));
        Assert.False(AtomicFile.CreateText(folder["a.txt"], "second"));
        Assert.Equal("first", File.ReadAllText(folder["a.txt"]));
        Assert.Equal(["a.txt"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
    }
}
