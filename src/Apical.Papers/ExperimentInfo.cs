using Apical.Specs;

namespace Apical.Papers;

/// <summary>What the catalog knows of an experiment.</summary>
/// <param name="Experiment">The experiment; its <see cref="Papers.Experiment.Id"/> is what it is asked for by.</param>
public sealed record ExperimentInfo(Experiment Experiment) : ICatalogued<ExperimentInfo>
{
    static string ICatalogued<ExperimentInfo>.Kind => "experiment";

    static IReadOnlyList<ExperimentInfo> ICatalogued<ExperimentInfo>.Standard =>
        [.. StandardExperiments.All.Select(experiment => new ExperimentInfo(experiment))];

    string ICatalogEntry.Name => Experiment.Id;
}
