using System.Diagnostics;
using Apical.Learning;
using Apical.Networks;
using Apical.Parameters;
using Apical.Rules;

namespace Apical.Pipelines;

/// <summary>The layers of one stage: what they do with a batch, and what they tell the other stages.</summary>
internal sealed class Stage
{
    private readonly NetworkLearner _learner;
    private readonly Network _network;
    private readonly IDirectRule? _direct;              // null for bp
    private readonly ILinks _links;
    private readonly PipelineOptions _options;
    private readonly Workspace _workspace;
    private readonly StageForward _forward;
    private readonly StageBackward _backward;
    private readonly Guesses _guesses = new();
    private readonly Updates _updates = new();

    /// <summary>Takes its place.</summary>
    public Stage(NetworkLearner learner, ILinks links, PipelineOptions options, Placement placement)
    {
        (_learner, _network, _links, _options) = (learner, learner.Network, links, options);
        _direct = learner.Rule as IDirectRule;
        Layers = placement[links.Stage];
        _workspace = new(learner.Pool);
        _forward = new(learner.Rule, links, options, placement, _workspace);
        _backward = new(_network, links, options, Layers, _workspace);
    }

    /// <summary>The first and the last layer.</summary>
    public (int First, int Last) Layers { get; }

    /// <summary>Whether the output layer is among them.</summary>
    public bool IsTop => Layers.Last == _network.L;

    /// <summary>When the error of the output was known, where this stage has the output, and when the last weight of the stage had learned from it.</summary>
    public (long Error, long Learned) Times { get; private set; }

    /// <summary>Begins what takes results from the workspace: all but <see cref="Forward"/>.</summary>
    public Workspace.Scope Enter() => _workspace.Enter();

    /// <summary>Passes a batch through the layers.</summary>
    public void Forward(StageRoom room) => _forward.Run(room);

    /// <summary>At the last stage: finds the loss, and tells the others what they wait for.</summary>
    public StepReport Conclude(StageRoom room)
    {
        int L = _network.L;
        room.Pass.Set(L, room.A!, _network[L].Activation == Activation.Softmax ? room.A!.Softmax() : room.H(L));
        Matrix sent = _direct?.TeachOutput(room.Pass, room.Batch, room.Signals)
            ?? (room.Signals[L] = _network.Loss.OutputError(room.Pass, room.Batch.T));
        Times = (Stopwatch.GetTimestamp(), 0);
        for (int stage = 0; stage < _links.Stage && Waits(room); stage++)
        {
            _links.Send(stage, Pieces.Bytes(sent));
        }

        room.Sent.CopyFrom(sent);
        var report = new StepReport(
            _network.Loss.Mean(room.Pass, room.Batch.T), _guesses.Right(room.Pass.H[L], room.Batch), room.Stops || _options.Stopping() ? 1 : 0);
        for (int stage = 0; stage < _links.Stage; stage++)
        {
            report.Send(_links, stage);
        }

        _forward.Noise(room);
        return report;
    }

    /// <summary>At other stages: teaches the layers and has them learn; waits for the output, unless the rule knows without it.</summary>
    public StepReport Finish(StageRoom room)
    {
        if (_direct?.SentBefore(room.Batch) is not null)
        {
            Learn(room);
            return Hear(room);
        }

        StepReport report = Hear(room);
        Learn(room);
        return report;
    }

    /// <summary>Has the layers learn, from signals that are there or can be made.</summary>
    public void Learn(StageRoom room)
    {
        Teach(room);
        for (int i = Layers.First; i <= Layers.Last; i++)
        {
            _updates.Clear();
            AddFeedback(room, i, _updates);
            _learner.FeedbackOptimizer.Step(_updates, room.Moment.Epoch);
            _updates.Clear();
            _network.AddUpdates(i, room.Pass, room.Signals, _updates);
            _learner.Optimizer.Step(_updates, room.Moment.Epoch);
            _direct?.Constrain(i);
            _links.Poll();
        }

        Times = (Times.Error, Stopwatch.GetTimestamp());
    }

    /// <summary>As <see cref="Finish"/>, but what the layers would learn is kept for later.</summary>
    public (StepReport Report, KeptUpdates Kept) Keep(StageRoom room)
    {
        StepReport report = Hear(room);
        Teach(room);
        var (feedback, weights) = (new Updates(), new Updates());
        for (int i = Layers.First; i <= Layers.Last; i++)
        {
            AddFeedback(room, i, feedback);
            _network.AddUpdates(i, room.Pass, room.Signals, weights);
        }

        return (report, new(weights, feedback, room.Moment.Epoch));
    }

    /// <summary>Has the layers learn what was kept.</summary>
    public void Learn(KeptUpdates kept)
    {
        _learner.FeedbackOptimizer.Step(kept.Feedback, kept.Epoch);
        _learner.Optimizer.Step(kept.Weights, kept.Epoch);
        for (int i = Layers.First; i <= Layers.Last; i++)
        {
            _direct?.Constrain(i);
        }
    }

    private bool Waits(StageRoom room) => _direct is not null && _direct.SentBefore(room.Batch) is null;

    private StepReport Hear(StageRoom room)
    {
        if (Waits(room))
        {
            _links.Receive(_links.Stages - 1, Pieces.Bytes(room.Sent));
        }

        StepReport report = StepReport.Receive(_links, _links.Stages - 1);
        _forward.HearChanges(room);
        return report;
    }

    private void Teach(StageRoom room)
    {
        if (_direct is null)
        {
            _backward.Run(room);
            return;
        }

        Matrix sent = _direct.SentBefore(room.Batch) ?? room.Sent;
        for (int i = Layers.First; i <= Math.Min(Layers.Last, _network.L - 1); i++)
        {
            _direct.TeachHidden(room.Pass, i, sent, room.Signals);
        }

        if (room.Signals.StepScale != 1)
        {
            throw new NotSupportedException($"The rule scales its step ({nameof(TeachingSignals.StepScale)} {room.Signals.StepScale:R}), and layers of other "
                + "stages do not see that. Train it on one stage.");
        }
    }

    private void AddFeedback(StageRoom room, int i, Updates updates)
    {
        if (i < _network.L && _learner.Rule is INoisyFeedback noisy)
        {
            noisy.LearnFeedback(i, room.Noise(i), room.Change(i), updates);
        }
    }
}
