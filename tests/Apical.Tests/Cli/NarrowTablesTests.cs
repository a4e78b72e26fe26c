using System.Text.RegularExpressions;
using Apical.Cli.Reproduce;
using Apical.Papers;
using Apical.Runs;
using Apical.Tests.Report;

namespace Apical.Tests.Cli;

/// <summary>Fault: in narrow terminals the list of experiments had titles four letters wide, and the table of claims broke words.</summary>
public sealed partial class NarrowTablesTests
{
    public static TheoryData<int> Columns => [60, 80, 100, 120];

    [Theory]
    [MemberData(nameof(Columns))]
    public void The_list_of_experiments_breaks_no_word_and_gives_titles_room(int columns)
    {
        string[] lines = Lines(columns, terminal => terminal.Do("reproduce", "--list"));
        HashSet<string> words = [.. lines.SelectMany(line => line.Split(' '))];
        Assert.All(ExperimentCatalog.All, experiment =>
        {
            Assert.Contains(experiment.Id, words);
            Assert.All(experiment.Title.Split(' '), word => Assert.Contains(word, words));
        });

        // A title of forty letters or less is in one piece.
        string text = string.Join('\n', lines);
        Assert.All(ExperimentCatalog.All.Where(experiment => experiment.Title.Length <= 40), experiment => Assert.Contains(experiment.Title, text));
    }

    /// <summary>Keys are there to be copied, names to be read.</summary>
    [Theory]
    [MemberData(nameof(Columns))]
    public void Settings_and_data_sets_are_listed_whole(int columns)
    {
        foreach (Experiment experiment in ExperimentCatalog.Find("lillicrap2016"))
        {
            HashSet<string> words = [.. Lines(columns, terminal => terminal.Do("reproduce", experiment.Id, "--settings")).SelectMany(line => line.Split(' '))];
            Assert.All(SettingKey.Settable(experiment), setting => Assert.Contains(SettingKey.Of(setting), words));
        }

        HashSet<string> listed = [.. Lines(columns, terminal => terminal.Do("data", "list")).SelectMany(line => line.Split(' '))];
        Assert.All(DataCatalog.All, set => Assert.All(set.Summary.Split(' ').Append(set.Name), word => Assert.Contains(word, listed)));
    }

    [Theory]
    [MemberData(nameof(Columns))]
    public void Claims_are_told_without_breaking_a_word(int columns)
    {
        Claim[] claims =
        [
            Claim.Between("2-25-1: correlation of W and B before learning", "uncorrelated", -0.02329, -0.1342, 0.1342),
            Claim.AtMost("2-2-1: angle between W and Bᵀ after learning", "from 88.7° to 6.004°", 5.452, 44.35, "°", sd: 0.1936),
        ];
        Reproduction result = SampleReproduction.Empty() with { Claims = claims, Notes = [], Groups = [] };
        string[] lines = Lines(columns, terminal => ClaimTable.Write(terminal.Shell(), result, withNotes: false));
        HashSet<string> words = [.. lines.SelectMany(line => line.Split(' ', ';'))];
        foreach (Claim claim in claims)
        {
            string[] texts = [claim.Text, claim.Paper, claim.Measured, claim.Band, "yes"];
            Assert.All(texts.SelectMany(text => text.Split(' ')), word => Assert.Contains(word, words));
        }
    }

    private static string[] Lines(int columns, Action<Terminal> write)
    {
        var terminal = new Terminal { Columns = columns, Variables = { ["NO_COLOR"] = "1" } };
        write(terminal);
        string[] lines = [.. Control().Replace(terminal.Output, "").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd())];
        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.True(line.Length <= columns || !line.Trim().Contains(' '), line));     // a long word has a line for itself
        return lines;
    }

    [GeneratedRegex(@"\e\[[0-9;]*m")]
    private static partial Regex Control();
}
