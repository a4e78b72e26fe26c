using Apical.Data;
using Apical.Learning;
using Apical.Training;

namespace Apical.Papers.Meulemans2019;

/// <summary>A method that learns digits in chapter 6, at each of a few rates; the one that is best on images held out counts.</summary>
/// <param name="Name">Names it in results.</param>
/// <param name="Depth">L</param>
/// <param name="Rule">The rule with its settings.</param>
/// <param name="Rates">Rates of the weights, of all layers.</param>
internal sealed record DigitsMethod(string Name, int Depth, string Rule, IReadOnlyList<double> Rates)
{
    private static readonly Track s_validation = new(MetricNames.ValidationAccuracy);

    /// <summary>What is different from other networks; null for nothing.</summary>
    public Func<Recipe, Recipe>? Changed { get; init; }

    /// <summary>What is measured after training; null for nothing.</summary>
    public Action<ILearner, Measurements>? Look { get; init; }

    /// <summary>A training at each rate.</summary>
    public IEnumerable<Job> Jobs(Setup setup, Lazy<DataSplits> data) => Rates.Select(rate =>
        new Job(Group(rate), 1, context => context.Train(RecipeOf(setup, rate), data.Value, then: Look)) { Cost = 10 * Depth });

    /// <summary>What is trained.</summary>
    public Recipe RecipeOf(Setup setup, double rate) => MixtureDigits.Recipe(setup, Depth, Rule, rate) is var common && Changed is { } changed
        ? changed(common) : common;

    /// <summary>A measurement after the training that counts; not a number where all diverged.</summary>
    public double Last(Results results, Track track) => Best(results).Rate is var rate && double.IsNaN(rate) ? double.NaN
        : results.Last(Group(rate), track).Mean;

    /// <summary>The group of the training that counts; the first where all diverged.</summary>
    public string BestGroup(Results results) => Group(Best(results).Rate is var rate && double.IsNaN(rate) ? Rates[0] : rate);

    /// <summary>The rate that counts and its test error in percent; no numbers where all diverged.</summary>
    public (double Rate, double Error) Best(Results results) => Rates
        .Where(rate => results.Of(Group(rate)).Count > 0)
        .OrderByDescending(rate => results.Last(Group(rate), s_validation).Mean)
        .Select(rate => (rate, TestErrors.Last(results, Group(rate)).Mean))
        .DefaultIfEmpty((double.NaN, double.NaN))
        .First();

    /// <summary>What is told of it.</summary>
    public string InWords(Results results)
    {
        (double rate, double error) = Best(results);
        return double.IsNaN(error) ? $"{Name} diverged at all rates" : $"{Name} {Claim.Show(error)} % (rate {Claim.Show(rate)})";
    }

    private string Group(double rate) => $"digits, {Name}, L = {Depth}, rate {Claim.Show(rate)}";
}
