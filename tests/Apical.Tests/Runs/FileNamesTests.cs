using Apical.Runs;

namespace Apical.Tests.Runs;

public sealed class FileNamesTests
{
    /// <summary>Names are the plain ones of docs/cli.md as long as every text has one of its own, and as file systems can have it.</summary>
    [Fact]
    public void A_checksum_is_there_only_where_two_would_share_a_file_or_the_name_is_too_long()
    {
        string[] rules = ["bp", "fa:init=normal:0,0.5", "x:a='b'", "x:a=/b/", "FA", "fa", new string('y', 300), new string('y', 301)];
        string[] names = [.. rules.Select(rule => FileNames.Among(rule, rules, "-.=,+", '_'))];

        Assert.Equal(["bp", "fa_init=normal_0,0.5"], names[..2]);
        Assert.All(names[2..4], name => Assert.Matches("^x_a=_b_-[0-9a-f]{8}$", name));
        Assert.All(names, name => Assert.InRange(name.Length, 1, 160));
        Assert.Equal(names.Length, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal("x_a=_b_", FileNames.Among("x:a='b'", ["x:a='b'", "x:a='b'", "bp"], "-.=,+", '_'));
    }
}
