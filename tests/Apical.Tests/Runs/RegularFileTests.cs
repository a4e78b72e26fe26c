using Apical.Runs;

namespace Apical.Tests.Runs;

public sealed class RegularFileTests
{
    [Fact]
    public void A_file_is_read_and_measured_also_through_links()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["a"], "four");
        File.CreateSymbolicLink(folder["b"], folder["a"]);
        File.CreateSymbolicLink(folder["c"], folder["b"]);
        foreach (string name in (string[])["a", "b", "c"])
        {
            using var reader = new StreamReader(RegularFile.Open(folder[name]));
            Assert.Equal("four", reader.ReadToEnd());
            Assert.Equal(4, RegularFile.LengthOf(folder[name]));
            Assert.True(RegularFile.IsThere(folder[name]));
        }
    }

    [Fact]
    public void What_is_not_there_is_told_and_a_link_to_it_as_one()
    {
        using var folder = new TemporaryFolder();
        File.CreateSymbolicLink(folder["link"], "nowhere");
        string link = Assert.Throws<FileNotFoundException>(() => RegularFile.Open(folder["link"])).Message;
        string none = Assert.Throws<FileNotFoundException>(() => RegularFile.Open(folder["none"])).Message;

        Assert.StartsWith($"'{folder["link"]}' is a link to 'nowhere', which is not there.", link, StringComparison.Ordinal);
        Assert.StartsWith($"There is no '{folder["none"]}'.", none, StringComparison.Ordinal);
        Assert.Equal((-1, -1), (RegularFile.LengthOf(folder["link"]), RegularFile.LengthOf(folder["none"])));
        Assert.Equal((true, false), (RegularFile.IsThere(folder["link"]), RegularFile.IsThere(folder["none"])));
    }
}
