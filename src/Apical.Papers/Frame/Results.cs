using Apical.Training;

namespace Apical.Papers;

/// <summary>What the replicates found, by condition.</summary>
/// <param name="replicates">Those that ended.</param>
public sealed class Results(IEnumerable<JobResult<Measurements>> replicates)
{
    private readonly ILookup<string, JobResult<Measurements>> _groups = replicates.OrderBy(replicate => replicate.Run).ToLookup(replicate => replicate.Group);

    /// <summary>Conditions of which a replicate ended.</summary>
    public IEnumerable<string> Groups => _groups.Select(group => group.Key);

    /// <summary>Numbers of the replicates of a condition that did not fail, in order of their numbers. Empty for a condition without any.</summary>
    public IReadOnlyList<Measurements> Of(string group) =>
        [.. _groups[group].Where(replicate => replicate.Found is not null).Select(replicate => replicate.Found!)];

    /// <summary>What two conditions found in the replicates of one number that failed in neither.</summary>
    /// <param name="first">A condition.</param>
    /// <param name="second">Another.</param>
    public IReadOnlyList<(Measurements First, Measurements Second)> Pairs(string first, string second) =>
    [
        .. from a in _groups[first]
           join b in _groups[second] on a.Run equals b.Run
           where a.Found is not null && b.Found is not null
           select (a.Found, b.Found),
    ];

    /// <summary>How many replicates of a condition failed.</summary>
    public int Failed(string group) => _groups[group].Count(replicate => replicate.Failure is not null);

    /// <summary>All numbers of a track, replicate after replicate.</summary>
    /// <param name="group">The condition.</param>
    /// <param name="track">Which numbers.</param>
    public IReadOnlyList<double> All(string group, Track track) => [.. Of(group).SelectMany(found => found[track])];

    /// <summary>Spread of the last number of a track over replicates; NaN when there is none.</summary>
    /// <param name="group">The condition.</param>
    /// <param name="track">Which numbers.</param>
    public Spread Last(string group, Track track) => Spread.Of(Of(group).Select(found => found.Last(track)));

    /// <summary>Spread of a track over replicates, place by place. Where some are shorter, of those that are long enough.</summary>
    /// <param name="group">The condition.</param>
    /// <param name="track">Which numbers.</param>
    public IReadOnlyList<Spread> Curve(string group, Track track)
    {
        IReadOnlyList<double>[] series = [.. Of(group).Select(found => found[track])];
        int length = series.Select(values => values.Count).DefaultIfEmpty(0).Max();
        return [.. Enumerable.Range(0, length).Select(i => Spread.Of(series.Where(values => i < values.Count).Select(values => values[i])))];
    }

    /// <summary>How many replicates ended, by condition.</summary>
    public IReadOnlyList<GroupCount> Counts =>
    [
        .. _groups.Select(group => new GroupCount(
            group.Key, group.Count(replicate => replicate.Failure is null), group.Count(replicate => replicate.Failure is not null),
            [.. group.Where(replicate => replicate.Failure is not null).Select(replicate => replicate.Failure!).Distinct()],
            group.Sum(replicate => replicate.Seconds))),
    ];
}
