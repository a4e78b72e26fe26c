using Apical.Specs;

namespace Apical.Papers;

/// <summary>All experiments by name.</summary>
public static class ExperimentCatalog
{
    /// <summary>Every experiment, paper by paper.</summary>
    public static IReadOnlyList<Experiment> All => [.. Catalog<ExperimentInfo>.Current.All.Select(info => info.Experiment)];

    /// <summary>Experiments by a name, or of a paper by the paper's.</summary>
    /// <param name="id">E.g. <c>lillicrap2016/s6</c>, or <c>lillicrap2016</c> for all of it.</param>
    /// <exception cref="ArgumentException">An unknown name; the message has the closest known one.</exception>
    public static IReadOnlyList<Experiment> Find(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        IReadOnlyList<Experiment> all = All;
        Experiment[] found = [.. all.Where(experiment => experiment.Id == id || experiment.Id.StartsWith(id + "/", StringComparison.Ordinal))];
        string[] known = [.. all.Select(experiment => experiment.Id), .. all.Select(experiment => experiment.Paper.Key)];
        return found.Length > 0 ? found
            : throw new ArgumentException($"unknown experiment '{id}'{Unknown.Closest(id, known)} 'apical reproduce --list' lists them.");
    }

    /// <summary>The catalog in use and experiments more: put it to <see cref="Catalog{T}.Use"/>, and commands know them.</summary>
    /// <exception cref="ArgumentException">A name is taken.</exception>
    public static Catalog<ExperimentInfo> With(params IEnumerable<Experiment> more) =>
        Catalog<ExperimentInfo>.Current.With(more.Select(experiment => new ExperimentInfo(experiment)));
}
