using System.Text.Json.Nodes;
using Apical.Cli.Output;
using Apical.Papers;
using Apical.Runs;
using Spectre.Console;

namespace Apical.Cli.Reproduce;

/// <summary><c>apical reproduce --list</c>: what there is, what it needs, how long it takes.</summary>
internal static class ExperimentList
{
    /// <summary>The list for people, paper by paper.</summary>
    public static void Write(Shell shell, IReadOnlyList<Experiment> experiments, Setup setup)
    {
        Table table = Tables.New().AddColumn(Tables.Whole("experiment")).AddColumn(Tables.Words("what it shows")).AddColumn(Tables.Words("data"))
            .AddColumn(Tables.Numbers("quick")).AddColumn(Tables.Numbers("paper"));
        string paper = "";
        foreach (Experiment experiment in experiments)
        {
            if (experiment.Paper.Key != paper)
            {
                if (paper.Length > 0)
                {
                    table.AddEmptyRow();
                }

                paper = experiment.Paper.Key;
            }

            table.AddRow(
                Markup.Escape(experiment.Id), Markup.Escape(experiment.Title),
                Markup.Escape(string.Join(", ", experiment.Needs.Select(need => Show(need, setup)))),
                Time(experiment.Takes.At(Scale.Quick)), Time(experiment.Takes.At(Scale.Paper)));
        }

        Tables.Write(shell, table);
        shell.Output.Writer.WriteLine("\nTimes are on two cores. 'apical reproduce ID' runs one; a paper's name runs all of it.");
        if (experiments.SelectMany(experiment => experiment.Needs).Any(need => !setup.Has(need.Name)))
        {
            shell.Output.Writer.WriteLine("Data marked * are not there: a stand-in serves, or the experiment is skipped. See 'apical data list'.");
        }
    }

    /// <summary>The list for a program.</summary>
    public static JsonArray Json(IReadOnlyList<Experiment> experiments, Setup setup) => new(
    [
        .. experiments.Select(experiment => new JsonObject
        {
            ["id"] = experiment.Id,
            ["title"] = experiment.Title,
            ["paper"] = experiment.Paper.Text,
            ["data"] = new JsonArray(
            [
                .. experiment.Needs.Select(need => new JsonObject { ["name"] = need.Name, ["present"] = setup.Has(need.Name), ["standIn"] = need.StandIn }),
            ]),
            ["minutes"] = new JsonObject { ["quick"] = experiment.Takes.Quick, ["paper"] = experiment.Takes.Paper },
        }),
    ]);

    private static string Show(Need need, Setup setup) => setup.Has(need.Name) ? need.Name : need.Name + "*";

    private static string Time(TimeSpan time) => time.TotalMinutes < 1 ? $"{Math.Max(1, Math.Round(time.TotalSeconds))} s"
        : time.TotalMinutes < 100 ? $"{Math.Round(time.TotalMinutes)} min" : $"{Math.Round(time.TotalHours)} h";
}
