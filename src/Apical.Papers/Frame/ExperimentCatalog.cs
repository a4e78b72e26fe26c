using Apical.Papers.Beyond;
using Apical.Papers.Demirbilek2021;
using Apical.Papers.Lechner2020;
using Apical.Papers.Lillicrap2016;
using Apical.Papers.Meulemans2019;
using Apical.Papers.Song2021;
using Apical.Specs;

namespace Apical.Papers;

/// <summary>All experiments by name.</summary>
public static class ExperimentCatalog
{
    /// <summary>Every experiment, paper by paper.</summary>
    public static IReadOnlyList<Experiment> All { get; } =
    [
        .. Lillicrap2016Paper.Experiments,
        .. Song2021Paper.Experiments,
        .. Demirbilek2021Paper.Experiments,
        .. Lechner2020Paper.Experiments,
        .. Meulemans2019Paper.Experiments,
        .. BeyondPapers.Experiments,
    ];

    /// <summary>Experiments by a name, or of a paper by the paper's.</summary>
    /// <param name="id">E.g. <c>lillicrap2016/s6</c>, or <c>lillicrap2016</c> for all of it.</param>
    /// <param name="among">Where to look; default all.</param>
    /// <exception cref="ArgumentException">An unknown name; the message has the closest known one.</exception>
    public static IReadOnlyList<Experiment> Find(string id, IReadOnlyList<Experiment>? among = null)
    {
        ArgumentNullException.ThrowIfNull(id);
        among ??= All;
        Experiment[] found = [.. among.Where(experiment => experiment.Id == id || experiment.Id.StartsWith(id + "/", StringComparison.Ordinal))];
        string[] known = [.. among.Select(experiment => experiment.Id), .. among.Select(experiment => experiment.Paper.Key)];
        return found.Length > 0 ? found
            : throw new ArgumentException($"unknown experiment '{id}'{Unknown.Closest(id, known)} 'apical reproduce --list' lists them.");
    }
}
