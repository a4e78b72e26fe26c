using Apical.Cli;

namespace Apical.Tests.Cli;

/// <summary>How long lines are broken in a terminal.</summary>
public sealed class WrappingWriterTests
{
    [Theory]
    [InlineData("one two three four", 9, "one two|three|four")]
    [InlineData("one two three", 13, "one two three")]
    [InlineData("exactly10! and", 10, "exactly10!|and")]
    [InlineData("a-word-longer-than-a-line and more", 8, "a-word-longer-than-a-line|and more")]
    [InlineData("  indented words", 10, "  indented|words")]
    public void Lines_break_between_words(string text, int width, string lines) =>
        Assert.Equal(lines.Split('|'), WrappingWriter.Lines(text, width));

    [Theory]
    [InlineData("kept. Go on with: apical compare --resume runs/x --runs 7", 45, "kept. Go on with:|apical compare --resume runs/x --runs 7")]
    [InlineData("kept. Go on with: apical compare --resume runs/x --runs 7", 24, @"kept. Go on with:|apical compare \|  --resume runs/x \|  --runs 7")]
    [InlineData("apical:   apical compare --part 3/8", 24, @"apical:|apical compare \|  --part 3/8")]
    public void A_command_begins_a_line_and_can_be_copied(string text, int width, string lines)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "shells there go on with signs of their own");
        Assert.Equal(lines.Split('|'), WrappingWriter.Lines(text, width));
    }

    [Theory]
    [InlineData("ap", "go on with:|ap compare \\|  --resume runs/x")]
    [InlineData("/a b/apical", "go on with:|'/a b/apical' compare \\|  --resume runs/x")]
    [InlineData("apical", "go on with: ap compare|--resume runs/x")]
    public void It_does_so_whatever_its_first_word_is(string program, string lines)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "shells there go on with signs of their own");
        string typed = program == "apical" ? "ap" : CommandWords.Quoted(program);
        Assert.Equal(lines.Split('|'), WrappingWriter.Lines($"go on with: {typed} compare --resume runs/x", 24, program));
    }

    [Fact]
    public void A_line_that_is_begun_or_has_colours_is_left_alone()
    {
        var text = new StringWriter { NewLine = "\n" };
        var writer = new WrappingWriter(text, () => 10);
        writer.Write("Next  ");
        writer.WriteLine("more than ten columns");
        writer.WriteLine("\e[1mbold and more\e[0m");
        writer.WriteLine("one two three");
        Assert.Equal("Next  more than ten columns\n\e[1mbold and more\e[0m\none two\nthree\n", text.ToString());
    }

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    public void Nothing_that_a_person_reads_is_wider_than_the_terminal(int columns)
    {
        var terminal = new Terminal { Columns = columns };
        Assert.Equal(2, terminal.Run("train", "--rule", "broadcast-fa", "--data", "moons", "--net", "2-5-2", "--dropout", "0.5"));
        Assert.All(terminal.Error.Split('\n'), line => Assert.True(line.Length <= columns, line));
    }

    /// <summary>What Ctrl-C leaves of a live picture: the cursor is shown again, and the next line begins at the margin.</summary>
    [Theory]
    [InlineData("bars\n\u001b[?25h")]
    [InlineData("  0:12  epoch 3\r\u001b[2K")]
    [InlineData("\u001b[1A\u001b[?25h")]
    public void Signs_of_the_terminal_take_no_room(string before)
    {
        var text = new StringWriter();
        var writer = new WrappingWriter(text, () => 12);
        writer.Write(before);
        writer.WriteLine("one two three four");
        foreach (char sign in before)
        {
            writer.Write(sign);
        }

        writer.WriteLine("one two three four");
        string ends = $"one two{text.NewLine}three four{text.NewLine}";
        Assert.Equal($"{before}{ends}{before}{ends}", text.ToString());
    }
}
