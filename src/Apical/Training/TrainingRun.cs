using Apical.Data;
using Apical.Learning;
using Apical.Models;
using Apical.Probes;
using Apical.Rules;
using Apical.Runs;

namespace Apical.Training;

/// <summary>One run of a recipe, put together: learner, trainer, measurements, early stop, and the state that shows its progress.</summary>
public sealed class TrainingRun
{
    private const double FarAbove = 2;                  // times the loss before training

    private readonly EarlyStop? _earlyStop;
    private readonly Action<IReadOnlyList<MetricRow>>? _write;
    private double _startLoss = double.NaN;
    private Crc32C _measured = new();

    /// <summary>Puts a run together; further callbacks may be added to <see cref="Trainer"/>, and come after the measurements.</summary>
    /// <param name="recipe">What to train, and how.</param>
    /// <param name="data">The data, loaded as the recipe says.</param>
    /// <param name="state">Kept up to date; its number decides on the seed.</param>
    /// <param name="probes">What to measure beside performance.</param>
    /// <param name="probeSamples">Test samples that probes look at.</param>
    /// <param name="pool">Threads for large operations, or null.</param>
    /// <param name="write">Receives the rows of each epoch.</param>
    /// <param name="share">Makes the learner one of several that share the work. Default: it works alone.</param>
    /// <exception cref="ArgumentException">A setting that does not fit; the message says which and what would.</exception>
    public TrainingRun(
        Recipe recipe, DataSplits data, JobState state, IReadOnlyList<IProbe> probes, int probeSamples,
        WorkerPool? pool = null, Action<IReadOnlyList<MetricRow>>? write = null, Func<ILearner, ILearner>? share = null)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(state);
        (State, Test) = (state, data.Test);
        _write = write;
        StartingWeights? start = recipe.StartFrom?.Read();
        Learner = recipe.MakeLearner(data.Train, state.Run, pool, start);
        Learner = share?.Invoke(Learner) ?? Learner;
        StartedFrom = start?.Summary;
        Trainer = recipe.MakeTrainer(Learner, data.Training, state.Run);
        Trainer.Of = InWords(recipe.Resolve(data.Train), state.Run);
        SingleSamples.Require(Learner, Math.Min(recipe.Batch, data.Training.Count));
        LargestBatch.Require(Learner, Math.Min(recipe.Batch, data.Training.Count), "training");
        LargestBatch.Require(Learner, probes.Count == 0 ? 1 : Math.Min(probeSamples, data.Test.Count), "probed");
        SmallestBatch.RequireInUse(Learner, data.Test.Count, "test");
        SmallestBatch.RequireInUse(Learner, data.Validation?.Count, "validation");
        SmallestBatch.RequireInUse(Learner, probes.Count == 0 ? null : Math.Min(probeSamples, data.Test.Count), "probed");
        void Write(IReadOnlyList<MetricRow> rows)
        {
            write?.Invoke(rows);
            if (rows[0].Metric != MetricNames.Failed)
            {
                Take(rows);
                BestEpoch? before = state.Best;
                state.Note(rows);
                if (KeepsBest && state.Best != before)
                {
                    BestModel = Learner.Model.Clone();
                }

                _startLoss = rows[0].Epoch == 0 ? state.Of(MetricNames.TestLoss) : _startLoss;
            }
        }

        var measuring = new Measuring(Learner, data.Test, probes, probeSamples, (state.Group, state.Run), Write, pool) { Validation = data.Validation };
        Trainer.Callbacks.Add(new RunProgress(state));          // first: how many epochs there are is told with what is measured before them
        Trainer.Callbacks.Add(measuring);
        if (recipe.EarlyStop is { } patience)
        {
            _earlyStop = data.Validation is null
                ? throw new ArgumentException("Early stop watches the loss on samples held out of training, and none are: hold some out for validation.")
                : new EarlyStop(_ => measuring.LastValidation.Loss, patience);
            Trainer.Callbacks.Add(_earlyStop);
        }
    }

    /// <summary>How far it is.</summary>
    public JobState State { get; }

    /// <summary>Whether what was learned at the best epoch is kept, in memory and in checkpoints.</summary>
    /// <value>Default no.</value>
    public bool KeepsBest { get; init; }

    /// <summary>What was learned at the best epoch so far (<see cref="JobState.Best"/>), where that is kept; null before the first.</summary>
    public LearnerState? BestModel { get; private set; }

    /// <summary>Which weights of another run it began with, in words; null when it began with those that were drawn.</summary>
    public string? StartedFrom { get; }

    /// <summary>The test set.</summary>
    public ISamples Test { get; }

    /// <summary>What learns.</summary>
    public ILearner Learner { get; }

    /// <summary>Layers whose signals can be held against backpropagation's; 0 of a learner that has none.</summary>
    internal int Layers => Learner.Capability<ITaught>()?.Network.L ?? 0;

    /// <summary>Draws the batches.</summary>
    public Trainer Trainer { get; }

    /// <summary>Whether nothing is left to train: all epochs were done, or the patience of early stop ran out.</summary>
    public bool IsAtItsEnd => Trainer.Epoch >= Trainer.Epochs || _earlyStop?.PatienceRanOut == true;

    /// <summary>What the run has found so far.</summary>
    public RuleResult Result => RuleResult.Of(State.Group, Layers, [(State, State.Last)]);

    /// <summary>Begins with the rate that a test found, which counts as training time; before the first step.</summary>
    /// <param name="test">The test.</param>
    public void BeginWith(RangeTest test)
    {
        ArgumentNullException.ThrowIfNull(test);
        Trainer.ContinueFrom(0, test.Seconds);
        MetricRow[] found = [new(State.Group, State.Run, 0, 0, MetricNames.LearningRate, null, test.Rate)];
        _write?.Invoke(found);
        Take(found);
    }

    /// <summary>Goes back to where a checkpoint was written.</summary>
    /// <param name="checkpoint">The file.</param>
    /// <param name="earlier">The rows measured until then.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or no checkpoint, or epochs before it are not among the rows.</exception>
    /// <exception cref="ArgumentException">It belongs to another recipe.</exception>
    public void ContinueFrom(string checkpoint, IEnumerable<MetricRow> earlier)
    {
        BestModel = Checkpoint.Read(checkpoint, Trainer);
        MetricRow[] mine = [.. earlier.Where(row => row.Rule == State.Group && row.Run == State.Run && row.Epoch <= Trainer.Epoch)];
        RequireWhole(checkpoint, mine);
        RequireOwn(checkpoint, mine);
        State.Recall(mine);
        MetricRow[] last = [.. mine.Where(row => row.Epoch == Trainer.Epoch)];
        Trainer.Recall(JobState.Of(last, MetricNames.TrainLoss), JobState.Of(last, MetricNames.TrainAccuracy));
        _startLoss = JobState.Of([.. mine.Where(row => row.Epoch == 0)], MetricNames.TestLoss);
        _earlyStop?.Recall(mine.Where(row => row.Metric == MetricNames.ValidationLoss && row.Epoch > 0).Select(row => row.Value));
    }

    /// <summary>Writes checkpoints, the best epoch with them where it is kept.</summary>
    /// <param name="path">The file.</param>
    /// <param name="every">Epochs between checkpoints. At least 1.</param>
    /// <param name="before">Called before each, to bring onto the disk what was measured until then.</param>
    public void WriteCheckpoints(string path, int every, Action? before = null) =>
        Trainer.Callbacks.Add(new Checkpointing(path, every, () => BestModel, before));

    /// <summary>Trains to the end, or until it is cancelled.</summary>
    /// <param name="cancellation">Ends it after the current step.</param>
    public TrainingEnd Run(CancellationToken cancellation = default) => Trainer.Run(cancellation);

    /// <summary>Sees to it that a run that came to its end is no ruin with finite numbers. Experiments do without: what they measure is their result.</summary>
    /// <exception cref="JobFailedException">The loss ended far above where it began.</exception>
    public void RequireSense()
    {
        if (Trainer.EpochLoss > FarAbove * _startLoss)
        {
            throw new JobFailedException("the loss of training ended far above where it began");
        }
    }

    private void Take(IEnumerable<MetricRow> rows)
    {
        MetricsText.AddTo(ref _measured, rows);
        Trainer.Measured = _measured.Text;
    }

    // Those of another run may be as many. (Checkpoints of earlier versions do not say what they go with.)
    private void RequireOwn(string checkpoint, MetricRow[] rows)
    {
        string? written = Trainer.Measured;
        Take(rows.Where(row => row.Metric != MetricNames.Failed));
        if (written is not null && written != Trainer.Measured)
        {
            throw new InvalidDataException(
                $"'{checkpoint}' does not go with what was measured until it was written (epoch {Trainer.Epoch}): {RunFolder.MetricsName} is of another "
                    + "run, or was changed. Put its own back, or delete the checkpoint to begin again from epoch 0.");
        }
    }

    // What a checkpoint must not be mixed up with another's by; epochs may be added.
    private static string InWords(Recipe recipe, int run) => FormattableString.Invariant(
        $"run {run} of {recipe.Rule.Text} with seed {recipe.Seed}, {recipe.Net} and {recipe.Optimizer.Text} at a rate of {recipe.LearningRate:R}");

    // After a power cut there may be less in one file than in the other; early stop would then decide on what is left.
    private void RequireWhole(string checkpoint, MetricRow[] rows)
    {
        HashSet<int> measured = [.. rows.Where(row => row.Metric == MetricNames.TestLoss).Select(row => row.Epoch)];
        if (Enumerable.Range(0, Trainer.Epoch + 1).FirstOrDefault(epoch => !measured.Contains(epoch), -1) is >= 0 and var missing)
        {
            throw new InvalidDataException(
                $"'{checkpoint}' was written after epoch {Trainer.Epoch}, but what was measured in epoch {missing} is not in {RunFolder.MetricsName}: "
                    + "it was cut short, as by a power cut, or changed. Put it back, or delete the checkpoint to begin again from epoch 0.");
        }
    }

    /// <summary>Trains to the end, as a job of a <see cref="WorkList{T}"/> does.</summary>
    /// <param name="cancellation">Ends it after the current step.</param>
    /// <exception cref="JobFailedException">The loss is no longer finite.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public void Complete(CancellationToken cancellation)
    {
        switch (Run(cancellation))
        {
            case TrainingEnd.Diverged: throw new JobFailedException("the loss is no longer finite");
            case TrainingEnd.Cancelled: throw new OperationCanceledException(cancellation);
            default: break;
        }
    }
}
