using System.Globalization;
using Apical.Cli.Plugins;
using Apical.Cli.Settings;
using Apical.Runs;
using Apical.Training;

namespace Apical.Cli.Sweeps;

/// <summary>Command lines that compare rules, each with what a sweep found best for it.</summary>
internal static class CompareLines
{
    /// <summary>One line for the rules that differ in their rates alone; where they differ in more, one for each that differs.</summary>
    /// <param name="best">The best recipe of each rule, as it was asked for.</param>
    /// <param name="options">Write settings.</param>
    /// <param name="plugins">Assemblies that have rules.</param>
    /// <param name="runs">How many runs of each to do.</param>
    public static IReadOnlyList<string> Of(
        IReadOnlyList<Recipe> best, RecipeOptions options, IReadOnlyList<PluginRecord> plugins, int runs = CompareCommand.DefaultRuns) =>
    [
        .. from alike in Alike(best)
           let rules = CommandWords.Quoted(string.Join(',', alike.Select(one => one.Rule.Text)))
           let count = runs == CompareCommand.DefaultRuns ? "" : FormattableString.Invariant($"--runs {runs}")
           let words = new[] { $"apical compare --rules {rules}", Rates([.. alike]), options.Line(alike.Key), count, Plugins(plugins) }
           select string.Join(' ', words.Where(word => word.Length > 0)),
    ];

    /// <summary>The recipes that a line compares, line by line.</summary>
    /// <param name="best">The best recipe of each rule.</param>
    public static IEnumerable<IGrouping<Recipe, Recipe>> Alike(IReadOnlyList<Recipe> best) =>
        best.GroupBy(recipe => recipe with { Rule = new Recipe().Rule, LearningRate = null });

    /// <summary>The options for plugins.</summary>
    public static string Plugins(IReadOnlyList<PluginRecord> plugins) =>
        string.Join(' ', plugins.Select(plugin => $"{PluginOption.Name} {CommandWords.Quoted(plugin.Path)}"));

    private static string Rates(IReadOnlyList<Recipe> recipes)
    {
        Recipe[] given = [.. recipes.Where(recipe => recipe.LearningRate is not null)];
        string[] words = [.. given.Select(Word).Distinct()];
        return given.Length == 0 ? ""
            : words is [var same] && given.Length == recipes.Count ? $"--lr {same}"
            : $"--lr {CommandWords.Quoted(string.Join(',', given.Select(recipe => $"{recipe.Rule.Text}={Word(recipe)}")))}";
    }

    private static string Word(Recipe recipe) => recipe.SeeksRate ? Recipe.Auto : recipe.LearningRate!.Value.ToString(CultureInfo.InvariantCulture);
}
