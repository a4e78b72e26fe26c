using System.IO.Compression;
using Apical.Branches;

namespace Apical.Tests.Branches;

/// <summary>Trace files are read as their definition says, and what is wrong with one is told.</summary>
public sealed class BranchTraceFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("apical-branches-").FullName;

    // Two addresses, 0x10 and 0x123456789a; five branches 0 1 1 0 1 with outcomes 1 0 1 1 0
    private static byte[] Bytes =>
    [
        .. "APBRANCH"u8, 1, 0, 0, 0, 2, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0,
        0x10, 0, 0, 0, 0, 0, 0, 0, 0x9a, 0x78, 0x56, 0x34, 0x12, 0, 0, 0,
        0, 0, 1, 0, 1, 0, 0, 0, 1, 0, 0b01101,
    ];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Reads_what_the_definition_says()
    {
        BranchTrace trace = BranchTraceFile.Read(Save(Bytes));
        Assert.Equal("trace", trace.Name);
        Assert.Equal([(0x10ul, true), (0x123456789aul, false), (0x123456789aul, true), (0x10ul, true), (0x123456789aul, false)],
            Enumerable.Range(0, trace.Count).Select(i => (trace.Address(i), trace.Taken(i))));
        Assert.Equal(0.6, trace.TakenShare);
        Assert.Equal(2, trace.First(2).Count);
    }

    [Theory]
    [InlineData(".br")]
    [InlineData(".br.gz")]
    public void What_is_written_is_read_again(string ending)
    {
        var rng = new Rng(1);
        BranchTrace trace = new("t", Enumerable.Range(0, 1003).Select(_ => ((ulong)rng.NextInt(100) << 33, rng.NextInt(2) == 1)));
        string path = Path.Combine(_folder, "t" + ending);
        BranchTraceFile.Write(trace, path);
        BranchTrace again = BranchTraceFile.Read(path);
        Assert.Equal(
            Enumerable.Range(0, 1003).Select(i => (trace.Address(i), trace.Taken(i))),
            Enumerable.Range(0, again.Count).Select(i => (again.Address(i), again.Taken(i))));
        Assert.Equal(ending == ".br.gz", File.ReadAllBytes(path)[0] == 0x1f);
        Assert.Equal([path], Directory.EnumerateFiles(_folder));
    }

    [Fact]
    public void Many_addresses_take_four_bytes_each()
    {
        BranchTrace trace = new("t", Enumerable.Range(0, 70_000).Select(i => ((ulong)i, i % 3 == 0)));
        string path = Path.Combine(_folder, "t.br");
        BranchTraceFile.Write(trace, path);
        Assert.Equal(24 + (70_000 * 8) + (70_000 * 4) + 8750, new FileInfo(path).Length);
        BranchTrace again = BranchTraceFile.Read(path);
        Assert.Equal((69_999ul, true), (again.Address(69_999), again.Taken(69_999)));
    }

    [Fact]
    public void Uncompressed_bytes_are_those_of_the_definition()
    {
        string path = Path.Combine(_folder, "t.br");
        BranchTraceFile.Write(BranchTraceFile.Read(Save(Bytes)), path);
        Assert.Equal(Bytes, File.ReadAllBytes(path));
    }

    [Theory]
    [InlineData(0, 'X', "does not begin with APBRANCH")]
    [InlineData(8, 2, "of version 2")]
    [InlineData(16, 6, "cut off")]
    [InlineData(16, 4, "something follows")]
    [InlineData(23, 255, "cut off")]
    [InlineData(12, 255, "cut off")]
    [InlineData(28, 0x13, "must rise")]
    [InlineData(42, 2, "branch 1 names address 2 of 2")]
    [InlineData(50, 0x80, "bits after the last outcome")]
    public void Tells_what_is_wrong(int place, int value, string message)
    {
        byte[] bytes = Bytes;
        bytes[place] = (byte)value;
        Assert.Contains(message, Assert.Throws<DatasetException>(() => BranchTraceFile.Read(Save(bytes))).Message);
    }

    [Fact]
    public void Cut_and_damaged_files_are_told()
    {
        for (int length = 0; length < Bytes.Length; length++)
        {
            Assert.Throws<DatasetException>(() => BranchTraceFile.Read(Save(Bytes[..length])));
        }

        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            zip.Write(Bytes);
        }

        byte[] damaged = packed.ToArray();
        Assert.Equal(5, BranchTraceFile.Read(Save(damaged)).Count);
        damaged[12] ^= 0x55;
        Assert.Throws<DatasetException>(() => BranchTraceFile.Read(Save(damaged)));
        Assert.Contains("nowhere.br", Assert.Throws<DatasetException>(() => BranchTraceFile.Read(Path.Combine(_folder, "nowhere.br"))).Message);
    }

    [Fact]
    public void Logs_are_read_line_by_line()
    {
        BranchTrace trace = BranchLog.Read("log", new StringReader("# a comment\n0x401136 1\n4198710,not-taken\n\n0x10;taken\n0x10\tn\n"));
        Assert.Equal([(0x401136ul, true), (4198710ul, false), (0x10ul, true), (0x10ul, false)],
            Enumerable.Range(0, trace.Count).Select(i => (trace.Address(i), trace.Taken(i))));
        Assert.Contains(
            "Line 2 of the log is '0x4 maybe'", Assert.Throws<DatasetException>(() => BranchLog.Read("log", new StringReader("1 1\n0x4 maybe"))).Message);
        Assert.Contains("no branches", Assert.Throws<DatasetException>(() => BranchLog.Read("log", new StringReader("# only this\n"))).Message);
    }

    private string Save(byte[] bytes)
    {
        string path = Path.Combine(_folder, "trace.br");
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
