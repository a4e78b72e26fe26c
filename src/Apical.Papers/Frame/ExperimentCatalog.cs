using Apical.Data;

namespace Apical.Papers;

/// <summary>All experiments by name.</summary>
public static class ExperimentCatalog
{
    /// <summary>Every experiment, paper by paper.</summary>
    public static IReadOnlyList<Experiment> All { get; } =
    [
    ];

    /// <summary>Experiments by a name, or of a paper by the paper's.</summary>
    /// <param name="id">E.g. <c>lillicrap2016/s6</c>, or <c>lillicrap2016</c> for all of it.</param>
    /// <exception cref="ArgumentException">An unknown name; the message has the closest known one.</exception>
    public static IReadOnlyList<Experiment> Find(string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        Experiment[] found = [.. All.Where(experiment => experiment.Id == id || experiment.Id.StartsWith(id + "/", StringComparison.Ordinal))];
        return found.Length > 0 ? found
            : throw new ArgumentException($"unknown experiment '{id}'.{Hint(id)} 'apical reproduce --list' lists them.");
    }

    private static string Hint(string id) => ClosestName.To(id, All.Select(experiment => experiment.Id)) is { } close ? $" Did you mean '{close}'?" : "";
}
