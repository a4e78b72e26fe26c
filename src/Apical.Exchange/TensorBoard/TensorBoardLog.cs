using Apical.Learning;
using Apical.Numerics.Matrices;
using Apical.Probes;
using Apical.Rules;
using Apical.Runs;
using Apical.Training;

namespace Apical.Exchange.TensorBoard;

/// <summary>
/// Writes what a run measures for TensorBoard, after each epoch: each number of <c>metrics.csv</c> as a curve, and histograms of weights, of feedback, and of
/// the teaching signals on some test samples.
/// </summary>
public sealed class TensorBoardLog : TrainerCallback
{
    private readonly TrainingRun _run;
    private readonly string _folder;
    private readonly Batch _probed;
    private readonly TimeProvider _time;
    private EventFile? _file;

    private TensorBoardLog(TrainingRun run, string folder, Batch probed, TimeProvider time) => (_run, _folder, _probed, _time) = (run, folder, probed, time);

    /// <summary>Has a run write event files from now on, one a sitting.</summary>
    /// <param name="run">Put together; its measurements come first.</param>
    /// <param name="folder">Of all runs; this one writes into <c>fa-2</c> in it, by rule and number.</param>
    /// <param name="samples">Test samples whose teaching signals are counted: the first so many.</param>
    /// <param name="time">Tells when.</param>
    public static void Attach(TrainingRun run, string folder, int samples, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ISamples test = run.Test;
        int[] first = [.. Enumerable.Range(0, Math.Min(samples, test.Count))];
        var x = new Matrix(test.Features, first.Length, test.Precision);
        var t = new Matrix(test.Outputs, first.Length, test.Precision);
        test.Gather(first, x, t, []);
        const string Kept = "._=-";
        string group = run.State.Group;
        group = FileNames.Plain(group, Kept, '-') == group ? group : FileNames.Unique(group, Kept, '-');
        string own = Path.Combine(folder, $"{group}-{run.State.Run}");
        run.Trainer.Callbacks.Add(new TensorBoardLog(run, own, new Batch(x, t), time));
    }

    /// <inheritdoc/>
    public override void OnStart(Trainer trainer)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        bool begins = trainer.Step == 0;
        _file = new EventFile(_folder, begins ? 0 : trainer.Step + 1, _time);
        if (begins)
        {
            Write(trainer);
        }
    }

    /// <inheritdoc/>
    public override void OnEpoch(Trainer trainer)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        Write(trainer);
    }

    /// <inheritdoc/>
    public override void OnEnd(Trainer trainer, TrainingEnd end)
    {
        _file?.Dispose();
        _file = null;
    }

    private void Write(Trainer trainer)
    {
        var summary = new Summary();
        foreach (MetricRow row in _run.State.Last)
        {
            string tag = row.Layer is { } layer ? $"{row.Metric}/layer{layer}" : row.Metric;
            summary.Value.Add(new Summary.Types.Value { Tag = tag, SimpleValue = (float)row.Value });
        }

        void Count(string tag, Matrix matrix)
        {
            if (Histogram.Of(matrix) is { } histogram)
            {
                summary.Value.Add(new Summary.Types.Value { Tag = tag, Histo = histogram });
            }
        }

        ILearner learner = _run.Learner;
        string[] feedback = [.. learner.Capability<ITaught>()?.Feedback.Select(one => one.Name) ?? []];
        foreach (var parameter in learner.Parameters.Where(parameter => !feedback.Contains(parameter.Name)))
        {
            Count($"weights/{parameter.Name}", parameter.Value);
        }

        using var workspace = new Workspace().Enter();
        var probing = new Probing(learner, _probed);
        if (probing.Taught is { } taught)
        {
            foreach (Feedback one in learner.Capability<ITaught>()!.Feedback)
            {
                Count($"feedback/{one.Name}", one.Value);
            }

            for (int i = 1; i <= taught.Network.L; i++)
            {
                if (taught.Signals.Learns(i))
                {
                    Count($"signals/layer{i}", taught.Signals[i]);
                }
            }
        }

        _file!.Write(trainer.Step, summary);
    }
}
