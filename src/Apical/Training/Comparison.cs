using Apical.Data;
using Apical.Numerics.Matrices;
using Apical.Probes;
using Apical.Runs;

namespace Apical.Training;

/// <summary>
/// Several rules, each trained several times, side by side on the cores: one thread per run, or several threads per run when there are fewer runs
/// than threads. Results do not depend on the number of threads.
/// </summary>
public sealed class Comparison
{
    private readonly IReadOnlyList<Recipe> _recipes;
    private readonly DataSplits _data;
    private readonly IReadOnlyList<Job> _jobs;
    private readonly Dictionary<Recipe, int> _layers = [];

    /// <summary>Prepares the runs, and builds each learner once to see that its settings fit.</summary>
    /// <param name="recipes">One per rule; the rules must be distinct.</param>
    /// <param name="runs">Runs of each, at least 1.</param>
    /// <param name="data">The data, loaded as the recipes say.</param>
    /// <exception cref="ArgumentException">A setting that does not fit, or a rule given twice.</exception>
    public Comparison(IReadOnlyList<Recipe> recipes, int runs, DataSplits data)
    {
        ArgumentNullException.ThrowIfNull(recipes);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfLessThan(runs, 1);
        if (recipes.GroupBy(recipe => recipe.Rule).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"The rule {twice.Key} is there {twice.Count()} times; give each once.");
        }

        if (recipes.Count == 0)
        {
            throw new ArgumentException("There is nothing to compare: give at least one rule.");
        }

        (_recipes, _data) = (recipes, data);
        foreach (Recipe recipe in recipes)
        {
            var trial = new TrainingRun(recipe, data, new RunState(recipe.Rule, run: 1, recipe.Epochs), [], probeSamples: 1);
            _layers.Add(recipe, trial.Learner.Network.L);
        }

        // Run by run, so that every rule has a result early.
        _jobs = [.. Enumerable.Range(1, runs).SelectMany(run => recipes.Select(recipe => new Job(recipe, new RunState(recipe.Rule, run, recipe.Epochs))))];
        States = [.. _jobs.Select(job => job.State)];
    }

    /// <summary>Progress of each run.</summary>
    public IReadOnlyList<RunState> States { get; }

    /// <summary>Probes to look through after each epoch.</summary>
    /// <value>Default: angle to backprop.</value>
    public IReadOnlyList<IProbe> Probes { get; init; } = [new SignalAngleProbe()];

    /// <summary>Test samples that probes look at.</summary>
    /// <value>Default 200.</value>
    public int ProbeSamples { get; init; } = 200;

    /// <summary>Threads in all.</summary>
    /// <value>Default: the number of processors.</value>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Called with the rows of each run's each epoch, from the thread of the run.</summary>
    public Action<IReadOnlyList<MetricRow>>? Write { get; init; }

    /// <summary>Called when a run ended with a result, from the thread of the run.</summary>
    public Action<RunState, NetworkLearner>? Finished { get; init; }

    /// <summary>Trains everything.</summary>
    /// <param name="cancellation">Ends all runs after their current step; what they had is kept.</param>
    /// <returns>One result per rule, in the order given.</returns>
    public IReadOnlyList<RuleResult> Run(CancellationToken cancellation = default)
    {
        SideBySide.Do(_jobs.Count, Threads, (index, pool) => Work(_jobs[index], pool, cancellation), cancellation);
        return [.. _recipes.Select(ResultOf)];
    }

    /// <summary>Of the runs that were done; of an interrupted comparison in which a rule has none, of what its runs had after whole epochs.</summary>
    private RuleResult ResultOf(Recipe recipe)
    {
        Job[] jobs = [.. _jobs.Where(job => job.Recipe == recipe)];
        Job[] measured = [.. jobs.Where(job => !job.State.Failed && job.Last is not null)];
        Job[] done = [.. measured.Where(job => job.State.End is TrainingEnd.Completed or TrainingEnd.Stopped)];
        Job[] counted = done.Length > 0 ? done : [.. measured.Where(job => job.Last![0].Epoch > 0)];
        return RuleResult.Of(recipe.Rule, _layers[recipe], [.. jobs.Select(job => job.State)], [.. counted.Select(job => job.Last!)]);
    }

    private void Work(Job job, WorkerPool? pool, CancellationToken cancellation)
    {
        job.State.Started = true;                   // before its learner is made, which may throw
        try
        {
            Train(job, pool, cancellation);
        }
        catch (Exception e)
        {
            job.State.Failure = e;                  // one failed run must not take the others with it
            NoteFailure(job);
        }
    }

    private void Train(Job job, WorkerPool? pool, CancellationToken cancellation)
    {
        job.Training = new TrainingRun(job.Recipe, _data, job.State, Probes, ProbeSamples, pool, Write);
        if (job.Training.Run(cancellation) is TrainingEnd.Completed or TrainingEnd.Stopped)
        {
            Finished?.Invoke(job.State, job.Training.Learner);
        }

        job.Last = job.Training.Last;
        job.Training = null;                            // its learner may be large
    }

    private void NoteFailure(Job job)
    {
        try
        {
            Trainer? trainer = job.Training?.Trainer;
            Write?.Invoke([new(job.State.Rule, job.State.Run, trainer?.Epoch ?? 0, trainer?.Step ?? 0, MetricNames.Failed, null, 1)]);
        }
        catch (Exception)
        {
            // Writing may be what failed; the state tells of it.
        }

        job.Training = null;
    }

    private sealed class Job(Recipe recipe, RunState state)
    {
        public Recipe Recipe { get; } = recipe;

        public RunState State { get; } = state;

        public TrainingRun? Training { get; set; }

        public IReadOnlyList<MetricRow>? Last { get; set; }
    }
}
