using System.Text.Json.Nodes;
using Apical.Cli.Output;
using Apical.Papers;
using Apical.Runs;
using Spectre.Console;

namespace Apical.Cli.Reproduce;

/// <summary><c>apical reproduce --list</c>: what there is, what it needs, how long it takes.</summary>
internal static class ExperimentList
{
    private const int LeastTitle = 40;                  // columns in which a title can be read
    private const int TimeColumns = 25;                 // two of them, and the blanks between all
    private const string Indent = "    ";

    /// <summary>The list for people, paper by paper: a table, or where that leaves little room for what they show, this on lines of its own.</summary>
    public static void Write(Shell shell, IReadOnlyList<Experiment> experiments, Setup setup)
    {
        Table table = AsTable(experiments, setup);
        int beside = experiments.Max(experiment => experiment.Id.Length) + experiments.Max(experiment => Data(experiment, setup).Length);
        if (Tables.Fit(shell, table) || shell.Output.Width - beside - TimeColumns >= LeastTitle)
        {
            Tables.Write(shell, table);
        }
        else
        {
            WriteStacked(shell, experiments, setup);
        }

        shell.Output.Writer.WriteLine("\nTimes are on two cores. 'apical reproduce ID' runs one; a paper's name runs all of it.");
        if (experiments.SelectMany(experiment => experiment.Needs).Any(need => !setup.Has(need.Name)))
        {
            shell.Output.Writer.WriteLine("Data marked * are not there: a stand-in serves, or the experiment is skipped. See 'apical data list'.");
        }
    }

    private static Table AsTable(IReadOnlyList<Experiment> experiments, Setup setup)
    {
        Table table = Tables.New().AddColumn(Tables.Whole("experiment")).AddColumn(Tables.Words("what it shows")).AddColumn(Tables.Words("data"))
            .AddColumn(Tables.Numbers("quick")).AddColumn(Tables.Numbers("paper"));
        foreach (var (i, experiment) in experiments.Index())
        {
            if (i > 0 && experiment.Paper.Key != experiments[i - 1].Paper.Key)
            {
                table.AddEmptyRow();
            }

            table.AddRow(
                Markup.Escape(experiment.Id), Markup.Escape(experiment.Title), Markup.Escape(Data(experiment, setup)),
                Time(experiment.Takes.At(Scale.Quick)), Time(experiment.Takes.At(Scale.Paper)));
        }

        return table;
    }

    private static void WriteStacked(Shell shell, IReadOnlyList<Experiment> experiments, Setup setup)
    {
        TextWriter output = shell.Output.Writer;
        int id = experiments.Max(experiment => experiment.Id.Length);
        void Line(string name, string quick, string paper) => output.WriteLine($" {name.PadRight(id)}  {quick,6}  {paper,6}");
        Line("experiment", "quick", "paper");
        output.WriteLine(new string('─', Math.Min(shell.Output.Width, id + 17)));
        foreach (var (i, experiment) in experiments.Index())
        {
            if (i > 0 && experiment.Paper.Key != experiments[i - 1].Paper.Key)
            {
                output.WriteLine();
            }

            Line(experiment.Id, Time(experiment.Takes.At(Scale.Quick)), Time(experiment.Takes.At(Scale.Paper)));
            string data = experiment.Needs.Count > 0 ? $" (data: {Data(experiment, setup)})" : "";
            foreach (string line in WrappingWriter.Lines(experiment.Title + data, shell.Output.Width - Indent.Length))
            {
                output.WriteLine(Indent + line);
            }
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

    private static string Data(Experiment experiment, Setup setup) => string.Join(", ", experiment.Needs.Select(need => Show(need, setup)));

    private static string Show(Need need, Setup setup) => setup.Has(need.Name) ? need.Name : need.Name + "*";

    private static string Time(TimeSpan time) => time.TotalMinutes < 1 ? $"{Math.Max(1, Math.Round(time.TotalSeconds))} s"
        : time.TotalMinutes < 100 ? $"{Math.Round(time.TotalMinutes)} min" : $"{Math.Round(time.TotalHours)} h";
}
