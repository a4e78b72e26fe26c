using Apical.Cli;
using Apical.Tests.Runs;

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

    [Theory]
    [InlineData("Go on with: apical train --resume 'a b'", "Go on with: ./apical train --resume 'a b'")]
    [InlineData("'apical data get mnist' fetches it, (apical gather).", "'./apical data get mnist' fetches it, (./apical gather).")]
    [InlineData("apical: no data; mpirun -np 2 apical cluster check", "apical: no data; mpirun -np 2 ./apical cluster check")]
    [InlineData("kept in '/my apical runs'; 'apical report x' draws", "kept in '/my apical runs'; './apical report x' draws")]
    [InlineData("apical train --out='my apical runs' x; the run's: apical data", "./apical train --out='my apical runs' x; the run's: ./apical data")]
    [InlineData("/my apical runs/x, ~/apical train, apical trains, ./apical report", "/my apical runs/x, ~/apical train, apical trains, ./apical report")]
    public void Commands_begin_as_the_program_was_started(string text, string typed)
    {
        Assert.Equal(typed, CommandWords.StartedAs("./apical", text));
        Assert.Equal(text, CommandWords.StartedAs("apical", text));
        string elsewhere = text.Contains("./apical") ? text.Replace("./apical", "") : typed.Replace("./apical", "'/a $0/apical'");
        text = text.Replace("./apical", "");
        Assert.Equal(elsewhere, CommandWords.StartedAs("/a $0/apical", text));
    }

    /// <summary>Fault: printed next steps said 'apical', which a clone has as './apical'.</summary>
    [Fact]
    public void Next_steps_are_commands_that_work_as_typed_and_records_say_the_name_alone()
    {
        using var folder = new TemporaryFolder();
        string[] line = ["compare", "--rules", "bp,fa", "--net", "784-10", "--train-samples", "20", "--test-samples", "20", "--epochs", "1", "--runs", "1"];
        Terminal told = new Terminal { StartedAs = "./apical", Columns = 80 }.Do([.. line, "--out", folder["a"]]);
        Assert.Contains("./apical compare --help", told.Output);
        Assert.DoesNotMatch(@"(?<!/)apical \w", told.Output);
        Terminal json = new Terminal { StartedAs = "./apical" }.Do([.. line, "--out", folder["b"], "--json", "-"]);
        Assert.DoesNotContain("./apical", json.Output);
        Assert.DoesNotContain("./apical", File.ReadAllText(Path.Combine(folder["a"], "run.json")));
        var wrong = new Terminal { StartedAs = "./apical" };
        Assert.Equal(2, wrong.Run("sweep"));
        Assert.Contains("'./apical sweep --help'", wrong.Error);
    }

    /// <summary>Fault: a folder of the name 'my apical runs' was told as 'my ./apical runs'.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData(80)]
    public void Paths_are_no_commands(int? columns)
    {
        using var folder = new TemporaryFolder();
        string run = folder["my apical runs"], exported = folder["my apical data.npz"];
        var terminal = new Terminal { StartedAs = "./apical", Columns = columns, Variables = { ["NO_COLOR"] = "1" } };
        terminal.Do("train", "--data", "xor", "--net", "2-2-1", "--epochs", "1", "--out", run);
        terminal.Do("export", run, "--to", "npz", "--out", exported);
        terminal.Do("report", run);
        terminal.Do("runs", "show", run);
        string[] lines = terminal.Output.Split('\n');
        Assert.DoesNotContain("./apical runs", terminal.Output);
        Assert.Contains(lines, line => line.EndsWith($"Run folder  {run}", StringComparison.Ordinal) || line.Trim() == run);
        Assert.Contains(exported, lines);
        Assert.Contains(Path.Combine(run, "report.html"), lines);
        Assert.Contains("./apical evaluate '", terminal.Output);
        Assert.Contains(" apical train --data xor", terminal.Output);      // the record of what was typed
    }

    /// <summary>In zsh, and in cmd.exe, '#' begins no comment in a line that is typed.</summary>
    [Fact]
    public void What_stands_behind_a_printed_command_does_no_harm()
    {
        Terminal rules = new Terminal().Do("rules", "fa");
        Assert.Equal(rules.Output, new Terminal().Do("rules", "fa", "#", "more", "--rules").Output);
    }

    [Fact]
    public void Every_command_is_known_to_be_one()
    {
        Terminal all = new Terminal().Do("--help");
        string[] names = [.. all.Output.Split('\n').SkipWhile(x => !x.StartsWith("Commands:", StringComparison.Ordinal)).Skip(1)
            .TakeWhile(x => x.Trim().Length > 0).Where(x => x[2] != ' ').Select(x => x.Trim().Split(' ')[0])];
        Assert.InRange(names.Length, 15, 30);
        Assert.All(names, name => Assert.Equal($"./apical {name}", CommandWords.StartedAs("./apical", $"apical {name}")));
    }

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    public void Help_fits_also_where_the_name_is_longer(int columns)
    {
        foreach (string command in new[] { "compare", "sweep", "data", "gather", "slurm" })
        {
            Terminal help = new Terminal { StartedAs = "../../apical", Columns = columns }.Do(command, "--help");
            Assert.Contains($"../../apical {command}", help.Output);
            Assert.All(help.Output.Split('\n').Where(text => text.Contains("apical")), text => Assert.InRange(text.Length, 0, columns));
        }
    }
}
