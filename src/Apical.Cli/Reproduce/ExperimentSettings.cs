using System.Text.Json.Nodes;
using Apical.Cli.Output;
using Apical.Papers;
using Apical.Runs;
using Spectre.Console;

namespace Apical.Cli.Reproduce;

/// <summary><c>apical reproduce ID --settings</c>: what <c>--set</c> knows of an experiment.</summary>
internal static class ExperimentSettings
{
    private const string Indent = "    ";
    private const int LeastOfTable = 72;                // columns; with less each of its own has a word or two in a line

    /// <summary>The settings for people, experiment by experiment.</summary>
    public static void Write(Shell shell, IReadOnlyList<Experiment> experiments)
    {
        foreach (Experiment experiment in experiments)
        {
            shell.Output.Writer.WriteLine($"{experiment.Id}  {experiment.Title}");
            Table table = Tables.New().AddColumn(Tables.Words("--set")).AddColumn(Tables.Words("quick")).AddColumn(Tables.Words("paper"))
                .AddColumn(Tables.Words("what it is; source"));
            foreach (ISettable setting in SettingKey.Settable(experiment))
            {
                table.AddRow(
                    Markup.Escape(SettingKey.Of(setting)), Markup.Escape(setting.Default(Scale.Quick)), Markup.Escape(setting.Default(Scale.Paper)),
                    Markup.Escape($"{setting.Name}; {setting.Note(Scale.Paper).Source}"));
            }

            if (Tables.Fit(shell, table) || (shell.Output.Width >= LeastOfTable && Tables.KeepsWords(shell, table)))
            {
                Tables.Write(shell, table);
            }
            else
            {
                WriteStacked(shell, SettingKey.Settable(experiment));
            }

            shell.Output.Writer.WriteLine();
        }

        shell.Output.Writer.WriteLine("Give one as --set NAME=VALUE; a part of a name that no other has is enough, and what all rows of a table have (rate, "
            + "epochs) is set for all. Lists are joined by commas.");
    }

    /// <summary>For narrow terminals, and names that leave no room beside them: a name, and below it what it is and its values.</summary>
    private static void WriteStacked(Shell shell, IEnumerable<ISettable> settings)
    {
        foreach (ISettable setting in settings)
        {
            (string quick, string paper) = (setting.Default(Scale.Quick), setting.Default(Scale.Paper));
            string values = quick == paper ? quick : $"{quick}, at paper scale {paper}";
            shell.Output.Writer.WriteLine(SettingKey.Of(setting));
            foreach (string line in WrappingWriter.Lines($"{values}: {setting.Name}; {setting.Note(Scale.Paper).Source}", shell.Output.Width - Indent.Length))
            {
                shell.Output.Writer.WriteLine(Indent + line);
            }
        }
    }

    /// <summary>The settings for a program.</summary>
    public static JsonArray Json(IReadOnlyList<Experiment> experiments) => new(
    [
        .. experiments.Select(experiment => new JsonObject
        {
            ["id"] = experiment.Id,
            ["settings"] = new JsonArray([.. SettingKey.Settable(experiment).Select(setting => new JsonObject
            {
                ["set"] = SettingKey.Of(setting),
                ["name"] = setting.Name,
                ["form"] = setting.Form,
                ["quick"] = setting.Default(Scale.Quick),
                ["paper"] = setting.Default(Scale.Paper),
                ["source"] = setting.Note(Scale.Paper).Source,
            })]),
        }),
    ]);
}
