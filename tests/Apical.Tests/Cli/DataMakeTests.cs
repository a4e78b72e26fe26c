using Apical.Branches;

namespace Apical.Tests.Cli;

/// <summary><c>apical data make branches</c></summary>
public sealed class DataMakeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("apical-make-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Makes_a_trace_that_the_experiment_reads()
    {
        string log = Log("0x401136 1\n0x401140 0\n0x401136 1\n");
        string path = Path.Combine(_folder, "mine.br.gz");
        var terminal = new Terminal();
        Assert.Equal(0, terminal.Run("data", "make", "branches", log, "--out", path));
        Assert.Contains("3 branches at 2 addresses, 66.7 % taken", terminal.Output);
        Assert.Equal((0x401136ul, true), (BranchTraceFile.Read(path).Address(2), BranchTraceFile.Read(path).Taken(2)));
        Assert.Equal(0, new Terminal().Run("data", "make", "branches", log));
        Assert.Equal(3, BranchTraceFile.Read(Path.Combine(_folder, "log.br.gz")).Count);
    }

    [Fact]
    public void Tells_what_is_wrong()
    {
        var terminal = new Terminal();
        Assert.Equal(1, terminal.Run("data", "make", "branches", Log("0x401136 1\nnonsense\n")));
        Assert.Contains("Line 2 of the log is 'nonsense'", terminal.Error);
        Assert.Equal(1, new Terminal().Run("data", "make", "branches", Path.Combine(_folder, "nowhere.txt")));
        Assert.Equal(2, new Terminal().Run("data", "make", "branches", Log("1 1"), "--out", Path.Combine(_folder, "trace.txt")));
        Assert.Equal(1, new Terminal().Run("data", "make", "branches", Log("1 1"), "--out", Path.Combine(_folder, "nowhere", "trace.br")));
    }

    private string Log(string text)
    {
        string path = Path.Combine(_folder, "log.txt");
        File.WriteAllText(path, text);
        return path;
    }
}
