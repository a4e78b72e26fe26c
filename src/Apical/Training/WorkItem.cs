namespace Apical.Training;

/// <summary>One job of a <see cref="WorkList{T}"/>.</summary>
/// <param name="State">How far it is; its group and number are its name.</param>
/// <param name="Work">
/// Computes it, with threads for large operations where there are several for one job, else null. It throws <see cref="JobFailedException"/> when it diverges,
/// and <see cref="OperationCanceledException"/> soon after it was cancelled.
/// </param>
public sealed record WorkItem<T>(JobState State, Func<WorkerPool?, CancellationToken, T> Work)
    where T : class
{
    /// <summary>What it computes, in a few words that differ where the numbers may: a file that says something else is none of this job's.</summary>
    /// <value>Default null: not known.</value>
    public string? Of { get; init; }

    /// <summary>What is kept of a job that failed, beside the reason.</summary>
    /// <value>Default nothing.</value>
    public Func<T?> Remains { get; init; } = () => null;
}
