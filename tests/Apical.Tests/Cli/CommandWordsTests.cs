using Apical.Cli;

namespace Apical.Tests.Cli;

/// <summary>Fault: a terminal broke long commands that are to be copied inside of words.</summary>
public sealed class CommandWordsTests
{
    private const string Long = "apical compare --rules bp,fa:scale=0.5 --lr 'bp=0.1 ,fa=0.3' --data mnist --no-bias --resume='a b' x --epochs 3";

    [Theory]
    [InlineData(24, new[]
    {
        @"apical compare --rules \", @"  bp,fa:scale=0.5 --lr \", @"  'bp=0.1 ,fa=0.3' \", @"  --data mnist \", @"  --no-bias \",
        @"  --resume='a b' x \", "  --epochs 3",
    })]
    [InlineData(32, new[]
    {
        @"apical compare \", @"  --rules bp,fa:scale=0.5 \", @"  --lr 'bp=0.1 ,fa=0.3' \", @"  --data mnist --no-bias \", "  --resume='a b' x --epochs 3",
    })]
    [InlineData(40, new[]
    {
        @"apical compare --rules bp,fa:scale=0.5 \", @"  --lr 'bp=0.1 ,fa=0.3' --data mnist \", @"  --no-bias --resume='a b' x --epochs 3",
    })]
    [InlineData(200, new[] { Long })]
    public void A_long_command_is_broken_between_words_as_a_shell_reads_them(int width, string[] lines)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "shells there go on with signs of their own");
        Assert.Equal(lines, CommandWords.Lines(Long, width));
        Assert.All(lines, line => Assert.InRange(line.Length, 0, width));
    }

    /// <summary>A shell takes a backslash at the end of a line, and the break behind it, out; blanks between words do not count.</summary>
    [Fact]
    public void What_a_shell_makes_of_the_lines_is_the_command()
    {
        for (int width = 1; width < 130; width++)
        {
            string read = string.Join('\n', CommandWords.Lines(Long, width)).Replace("\\\n", "");
            Assert.Equal(Long, string.Join(' ', read.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        }
    }
}
