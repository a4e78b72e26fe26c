using Apical.Cli.Parts;
using Apical.Papers;

namespace Apical.Cli.Reproduce;

/// <summary>How much a reproduction has to do.</summary>
internal static class ReproductionPlan
{
    /// <summary>Adds up what it has to do; nothing is read or written.</summary>
    /// <param name="request">The experiments, and how much of them.</param>
    /// <exception cref="UsageException">There is nothing: the data are not here.</exception>
    public static JobPlan Of(ReproduceRequest request)
    {
        double seconds = 0, longest = 0;
        int jobs = 0;
        foreach (Experiment experiment in request.Experiments)
        {
            IReadOnlyList<Job> every = ExperimentRun.JobsOf(experiment, request.Setup);
            Job[] own = [.. every.Where(job => !(job.Run > request.Setup.Runs))];
            if (own.Length == 0)
            {
                continue;                               // skipped for want of data
            }

            double took = Duration.Cores * experiment.Takes.At(request.Setup.Scale).TotalSeconds, whole = every.Sum(job => job.Cost);
            jobs += own.Length;
            seconds += took * own.Sum(job => job.Cost) / whole;
            longest = Math.Max(longest, took * own.Max(job => job.Cost) / whole);
        }

        if (jobs == 0)
        {
            throw new UsageException("there is nothing to share out: the data for it are not here. 'apical data get NAME' fetches them, or say with --data-dir "
                + "where they are.");
        }

        return new(jobs, request.IsList ? request.Experiments[0].Paper.Key : request.Experiments[0].Id)
        {
            Seconds = seconds,
            Longest = longest,
            Source = $"'apical reproduce --list' has what {(request.IsList ? "they take" : "it takes")} on two cores",
        };
    }
}
