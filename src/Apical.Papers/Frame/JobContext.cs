using Apical.Training;

namespace Apical.Papers;

/// <summary>What a replicate works with.</summary>
public sealed class JobContext
{
    private int _trainings;

    /// <summary>For a replicate; <see cref="ExperimentRun"/> makes it, and tests of experiments.</summary>
    /// <param name="state">Condition and number, and how far it is.</param>
    /// <param name="rng">As <see cref="Setup.RngOf"/> gives it.</param>
    /// <param name="pool">Threads for large operations.</param>
    /// <param name="cancellation">Tells that the experiment was interrupted.</param>
    public JobContext(JobState state, Rng rng, WorkerPool? pool = null, CancellationToken cancellation = default) =>
        (State, Rng, Pool, Cancellation) = (state, rng, pool, cancellation);

    /// <summary>The condition.</summary>
    public string Group => State.Group;

    /// <summary>Number of the replicate, from 1.</summary>
    public int Run => State.Run;

    /// <summary>Depends on the seed and the number of the replicate only: take named forks of it, so that all conditions start alike.</summary>
    public Rng Rng { get; }

    /// <summary>Threads for large operations; null when replicates run side by side, one thread each.</summary>
    public WorkerPool? Pool { get; }

    /// <summary>Tells that the experiment was interrupted.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>Where trainings are kept that are stopped, and what the replicate is of; null where they are not.</summary>
    internal (JobFiles<MetricRow[]> Files, string Of)? Begun { get; init; }

    /// <summary>The next training of this replicate; null where none is kept.</summary>
    internal BegunTraining? Next(Recipe recipe) => Begun is { } begun ? new(begun.Files, begun.Of, State, ++_trainings, recipe) : null;

    /// <summary>How far it is, for whoever shows progress.</summary>
    public JobState State { get; }

    /// <summary>Says how far it is, and ends the work when it was interrupted. Cheap: call it every few milliseconds of work.</summary>
    /// <param name="fraction">From 0 to 1.</param>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public void Report(double fraction)
    {
        Cancellation.ThrowIfCancellationRequested();
        State.Report(fraction);
    }

    /// <summary>Passes on a loss, and ends the replicate when it is no number.</summary>
    /// <param name="loss">The loss, error or other quantity that must be finite.</param>
    /// <param name="what">What it is, for the reason of the failure.</param>
    /// <exception cref="JobFailedException">It is not finite.</exception>
    public static double Finite(double loss, string what = "the loss") =>
        double.IsFinite(loss) ? loss : throw new JobFailedException($"{what} is no longer finite");
}
