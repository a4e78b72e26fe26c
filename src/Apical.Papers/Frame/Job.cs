using Apical.Training;

namespace Apical.Papers;

/// <summary>One replicate of one condition.</summary>
/// <param name="Group">The condition: a curve of the figure, a row of the table.</param>
/// <param name="Run">Number of the replicate, from 1. Replicates of one number draw from the same random numbers whatever the condition.</param>
/// <param name="Work">Computes it. It throws <see cref="JobFailedException"/> when it diverges, and ends soon when it is cancelled.</param>
public sealed record Job(string Group, int Run, Func<JobContext, Measurements> Work)
{
    /// <summary>How long it takes relative to other jobs, for the progress bar and for the time that is left.</summary>
    /// <value>Default 1.</value>
    public double Cost { get; init; } = 1;
}
