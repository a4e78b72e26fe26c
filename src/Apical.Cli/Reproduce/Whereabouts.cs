using Apical.Cli.Output;
using Apical.Papers;
using Apical.Runs;
using Apical.Training;

namespace Apical.Cli.Reproduce;

/// <summary>Says of each of several experiments the how many it is, and how long all that are left may take.</summary>
/// <param name="shell">Whose clock it is.</param>
/// <param name="experiments">All of them, in their order.</param>
/// <param name="scale">At which they are done. What each takes is known for two cores; how much slower this is, those that have ended tell.</param>
internal sealed class Whereabouts(Shell shell, IReadOnlyList<Experiment> experiments, Scale scale)
{
    private readonly long _start = shell.Time.GetTimestamp();
    private double _begun;                              // seconds that those which began were to take

    /// <summary>The experiment that begins, and where that is among all.</summary>
    /// <param name="experiment">It.</param>
    /// <param name="states">Its jobs; some may have ended earlier.</param>
    public string Begin(Experiment experiment, IReadOnlyList<JobState> states)
    {
        if (experiments.Count == 1)
        {
            return experiment.Id;
        }

        int place = experiments.TakeWhile(other => other != experiment).Count();
        double all = states.Sum(state => state.Cost);   // 0 where there are no data, and so no jobs
        double own = all > 0 ? Takes(experiment) * states.Where(state => !state.Ended).Sum(state => state.Cost) / all : 0;
        double pace = _begun > 0 ? shell.Time.GetElapsedTime(_start).TotalSeconds / _begun : 1;
        TimeSpan left = TimeSpan.FromSeconds(pace * (own + experiments.Skip(place + 1).Sum(Takes)));
        _begun += own;
        return $"{experiment.Id} ({place + 1} of {experiments.Count}, about {Show.Clock(left)} to go in all)";
    }

    private double Takes(Experiment experiment) => experiment.Takes.At(scale).TotalSeconds;
}
