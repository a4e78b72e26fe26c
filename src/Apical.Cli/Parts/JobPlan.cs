using Apical.Runs;
using Apical.Training;

namespace Apical.Cli.Parts;

/// <summary>How much a command has to do.</summary>
/// <param name="Jobs">Jobs that are left.</param>
/// <param name="Subject">What it is about, for the name of its folder.</param>
internal sealed record JobPlan(int Jobs, string Subject)
{
    /// <summary>Seconds of one thread that all of them take; null where nothing is known of it.</summary>
    public double? Seconds { get; init; }

    /// <summary>Seconds of one thread that the longest takes.</summary>
    public double Longest { get; init; }

    /// <summary>Where the seconds are known from.</summary>
    public string? Source { get; init; }

    /// <summary>How much is left of trainings, some of which have been done.</summary>
    /// <param name="states">All of them.</param>
    /// <param name="folder">Where they are kept, or null.</param>
    /// <param name="subject">What it is about.</param>
    public static JobPlan Of(IReadOnlyList<JobState> states, string? folder, string subject)
    {
        JobFiles<MetricRow[]>? files = folder is null ? null : new(Path.Combine(folder, RunFolder.JobsName));

        // One that diverged is a result, too; but how long it took until then says nothing of the others.
        JobResult<MetricRow[]>[] done = [.. states.Select(state => files?.Read(state.Group, state.Run)).OfType<JobResult<MetricRow[]>>()
            .Where(result => result is { Partial: false, Broken: false })];
        double[] took = [.. done.Where(result => result.Failure is null).Select(result => result.Seconds)];
        var plan = new JobPlan(states.Count - done.Length, subject);
        return took.Length == 0 ? plan : plan with
        {
            Seconds = plan.Jobs * took.Average(),
            Longest = took.Max(),
            Source = $"{took.Length} of them took {took.Average():0.#} s each",
        };
    }
}
