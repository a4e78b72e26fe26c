using Apical.Cli.Output;
using Apical.Runs;
using Apical.Training;

namespace Apical.Cli.Progress;

/// <summary>How far jobs are that share a bar.</summary>
internal sealed class JobGroup(string name, IReadOnlyList<JobState> jobs)
{
    /// <summary>What they share.</summary>
    public string Name { get; } = name;

    /// <summary>From 0 to 1, over all of them.</summary>
    public double Fraction => FractionOf(jobs);

    /// <summary>Whether none has or will have a result.</summary>
    public bool AllFailed => jobs.All(job => job.Failed);

    /// <summary>From 0 to 1, weighed by how long each takes.</summary>
    public static double FractionOf(IReadOnlyList<JobState> jobs) => jobs.Sum(job => job.Cost * job.Fraction) / jobs.Sum(job => job.Cost);

    /// <summary>Percent done, which job is where, and what it has found.</summary>
    /// <param name="layers">Whether with what was measured of its layers.</param>
    public (string Done, string Run, string Found) Texts(bool layers)
    {
        int failed = jobs.Count(job => job.Failed);
        JobState? at = jobs.FirstOrDefault(job => job.Phase == JobPhase.Running)
            ?? jobs.LastOrDefault(job => job.Phase != JobPhase.Waiting && !job.Failed) ?? jobs.FirstOrDefault(job => job.Failed);
        string found = at is null || at.Failed ? ""
            : !double.IsNaN(at.Of(MetricNames.TestAccuracy)) ? $"test {Show.Percent(at.Of(MetricNames.TestAccuracy))} %"
            : !double.IsNaN(at.TrainLoss) ? $"loss {Show.Loss(at.TrainLoss)}" : "";
        if (layers && found.Length > 0)
        {
            found = string.Join("  ", LayerNumbers.Of(at!).Prepend(found));
        }

        string failures = failed == 0 ? "" : $"{(found.Length > 0 ? ", " : "")}{Show.Count(failed, "run")} failed";
        return ($"{(int)(100 * Fraction)}%", at is null ? "waiting" : Where(at), found + failures);
    }

    private string Where(JobState at)
    {
        string run = jobs.Count == 1 ? "" : $"run {at.Run}/{jobs.Count}  ";
        string epoch = at.Last.Count == 0 ? "" : $"epoch {Math.Min(at.Size, (int)at.Done + (at.Ended ? 0 : 1))}/{at.Size}";
        return jobs.Any(job => job.Group != at.Group) ? $"{jobs.Count(job => job.Ended)}/{jobs.Count}" : (run + epoch).TrimEnd();
    }
}
