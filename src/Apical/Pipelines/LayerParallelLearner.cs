using Apical.Data;
using Apical.Learning;
using Apical.Optimizers;
using Apical.Parameters;
using Apical.Rules;

namespace Apical.Pipelines;

/// <summary>
/// One stage of a pipeline that trains a network together: each has some of its layers, and batches pass from stage to stage. With a rule that brings layers
/// their signals straight from the output, all stages learn at the same time; with bp each waits for the one above.
/// </summary>
/// <remarks>
/// <code>
///   in order     for each batch t: forward, piece by piece; then all layers learn from t                     the bits of one stage
///   stale        below the last stage: forward of batch t, then learn from t − 1; the last stage as in order
/// </code>
/// So with <see cref="PipelineOptions.Stale"/> the forward pass of batch t sees the weights that batch t − 2 left, in the last stage those that t − 1 left,
/// whatever the timing; signals, activities and the update of a layer are those of one batch. bp's way down sees the weights that t − 1 left everywhere.
/// <see cref="Settle"/> finishes what is under way and brings the weights of all layers to all stages: until then predictions of a stage are those of old ones.
/// </remarks>
public sealed class LayerParallelLearner : ILearner
{
    private const string OptimizerPrefix = "optimizer/", FeedbackOptimizerPrefix = "feedback-optimizer/";

    private readonly NetworkLearner _learner;
    private readonly ILinks _links;
    private readonly PipelineOptions _options;
    private readonly Stage _stage;
    private readonly Dictionary<(int Samples, int Turn), StageRoom> _rooms = [];
    private StageRoom? _pending;                        // passed forward, and not yet learned from
    private KeptUpdates? _kept;
    private LearnerState _keptByAll = new();
    private StepResult _last;
    private double _stop;
    private int _turn;

    /// <summary>Makes a learner a stage.</summary>
    /// <param name="learner">Made alike at each stage.</param>
    /// <param name="name">The name of its rule.</param>
    /// <param name="links">What joins the stages.</param>
    /// <param name="options">How they share the work, alike at each stage. Null for the defaults.</param>
    /// <exception cref="ArgumentException">A rule, a network or a number of stages that this cannot be done for; the message says why.</exception>
    public LayerParallelLearner(ILearner learner, string name, ILinks links, PipelineOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(links);
        _learner = LayerWork.Require(learner, name);
        (_links, _options) = (links, options ?? new());
        Placement = _options.Placement ?? Placement.ByCost(LayerWork.Costs(_learner.Rule), links.Stages);
        int L = _learner.Network.L;
        if (Placement.Stages != links.Stages || Placement[links.Stages - 1].Last != L)
        {
            throw new ArgumentException($"The layers {Placement} are placed on {Placement.Stages} stages; there are {links.Stages}, and {L} layers.");
        }

        _stage = new(_learner, links, _options, Placement);
    }

    /// <summary>Which stage has which layers.</summary>
    public Placement Placement { get; }

    /// <summary>Whether a stage was asked to stop: all see it after the same step.</summary>
    public bool Stopped { get; private set; }

    /// <summary>Whether the loss of the last step that this stage has heard of is no number; after <see cref="Settle"/>, the last of all.</summary>
    public bool Diverged => !double.IsFinite(_last.Loss);

    /// <summary>
    /// Of the last step, as time stamps of the machine: when the error of the output was known, which the last stage alone can tell (else 0), and when the last
    /// weight of this stage had learned from it.
    /// </summary>
    public (long Error, long Learned) Times => _stage.Times;

    /// <inheritdoc/>
    public Precision Precision => _learner.Precision;

    /// <inheritdoc/>
    public IReadOnlyList<Parameter> Parameters => _learner.Parameters;

    /// <inheritdoc/>
    public LearnerState State
    {
        get
        {
            LearnerState state = _learner.State;
            foreach ((string name, Matrix value) in _keptByAll.Matrices)
            {
                state.Add(name, value);
            }

            foreach ((string name, long[] numbers) in _keptByAll.Whole)
            {
                state.Add(name, numbers);
            }

            return state;
        }
    }

    private bool IsStale => _options.Stale && !_stage.IsTop;

    /// <inheritdoc/>
    public Matrix Predict(Matrix x, long first = 0) => _learner.Predict(x, first);

    /// <inheritdoc/>
    public Evaluation Evaluate(ISamples data) => _learner.Evaluate(data);

    /// <inheritdoc/>
    /// <remarks>The last stage says what it found on this batch, the others, when stale, what was found on the one before.</remarks>
    public StepResult Learn(Batch batch, Moment moment = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        _keptByAll = new();
        _learner.Rule.Balance(batch);                   // at each stage alike: weights of all layers are as they began
        StageRoom room = RoomFor(batch);
        room.Take(batch, moment);
        _stage.Forward(room);
        if (IsStale)
        {
            FinishPending();
            _pending = room;
            return _last;
        }

        using Workspace.Scope scope = _stage.Enter();
        if (!_stage.IsTop)
        {
            Note(_stage.Finish(room));
            return _last;
        }

        StepReport report = _stage.Conclude(room);
        _stage.Learn(room);
        return _options.Stale && _links.Stages > 1 ? Delayed(report) : Note(report);
    }

    /// <summary>Brings the weights of all layers, and what optimizers remember of them, to all stages, which all call this at the same step.</summary>
    /// <param name="finish">
    /// Whether what is under way is finished first. Else, before a stop in the middle of an epoch, it becomes part of the state, so that training goes on from
    /// it to the same bits.
    /// </param>
    public void Settle(bool finish)
    {
        if (finish)
        {
            FinishPending();
            Stopped |= _stop > 0;
        }
        else if (_pending is not null)
        {
            using Workspace.Scope scope = _stage.Enter();
            (StepReport report, _kept) = _stage.Keep(_pending);
            _pending = null;
            Note(report);
        }

        LearnerState own = Own();
        _kept?.AddTo(own, _links.Stage);
        (LearnerState learned, _keptByAll) = Parted(StateExchange.Gather(_links, own));
        _learner.Restore(learned);
    }

    /// <inheritdoc/>
    public void Restore(LearnerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        (LearnerState learned, _keptByAll) = Parted(state);
        _learner.Restore(learned);
        _pending = null;
        _kept = KeptUpdates.Find(_keptByAll, _links.Stage, _learner.Network.Parameters, _learner.Rule.Parameters);
    }

    /// <inheritdoc/>
    public T? Capability<T>()
        where T : class => this as T ?? _learner.Capability<T>();

    private StageRoom RoomFor(Batch batch)
    {
        int turn = IsStale ? _turn++ & 1 : 0;           // two batches are under way at a time
        if (!_rooms.TryGetValue((batch.Size, turn), out StageRoom? room))
        {
            _rooms.Add((batch.Size, turn), room = new(_learner.Network, _stage.Layers, batch, IsStale));
            Open(batch.Size);
        }

        return room;
    }

    // Two batches of what comes from next door, and of what the output sends.
    private void Open(int samples)
    {
        long entry = _learner.Precision == Precision.Single ? sizeof(float) : sizeof(double);
        long lanes = _learner.Rule is INoisyFeedback ? _learner.Network.L : 1;
        for (int stage = 0; stage < _links.Stages; stage++)
        {
            int units = stage == _links.Stage - 1 ? _learner.Network[_stage.Layers.First].FanIn
                : stage == _links.Stage + 1 ? _learner.Network[_stage.Layers.Last].FanOut : _learner.Network[_learner.Network.L].FanOut;
            if (stage != _links.Stage)
            {
                _links.Open(stage, 2 * lanes * units * samples * entry);
            }
        }
    }

    private void FinishPending()
    {
        if (_kept is not null)
        {
            _stage.Learn(_kept);
            _kept = null;
        }
        else if (_pending is not null)
        {
            using Workspace.Scope scope = _stage.Enter();
            Note(_stage.Finish(_pending));
            _pending = null;
        }
    }

    private StepResult Note(StepReport report)
    {
        Stopped |= report.Stop > 0;
        return _last = new(report.Loss, (int)report.Correct);
    }

    // The others hear of this step in the next: only then does this stage stop with them, or tell of a loss that is no number.
    private StepResult Delayed(StepReport report)
    {
        Stopped |= _stop > 0;
        _stop = report.Stop;
        StepResult found = new(report.Loss, (int)report.Correct), before = _last;
        _last = found;
        return double.IsFinite(before.Loss) && double.IsFinite(found.Loss) ? found : before;
    }

    private static (LearnerState Learned, LearnerState Kept) Parted(LearnerState state)
    {
        var (learned, kept) = (new LearnerState(), new LearnerState());
        foreach ((string name, Matrix value) in state.Matrices)
        {
            (KeptUpdates.IsPart(name) ? kept : learned).Add(name, value);
        }

        foreach ((string name, long[] numbers) in state.Whole)
        {
            (KeptUpdates.IsPart(name) ? kept : learned).Add(name, numbers);
        }

        return (learned, kept);
    }

    private LearnerState Own()
    {
        (int first, int last) = _stage.Layers;
        Parameter[] weights = [.. Enumerable.Range(first, last - first + 1).SelectMany(i => _learner.Network[i].Parameters)];
        Parameter[] feedback = [.. _learner.Rule.Feedback.Where(one => one.Layer >= first && one.Layer <= last).Select(one => one.Parameter)];
        LearnerState own = new LearnerState().Add(weights).Add(feedback);
        Add(own, OptimizerPrefix, _learner.Optimizer, weights);
        Add(own, FeedbackOptimizerPrefix, _learner.FeedbackOptimizer, feedback);
        return own;
    }

    private static void Add(LearnerState state, string prefix, Optimizer optimizer, Parameter[] moved)
    {
        foreach ((string name, Matrix value) in optimizer.State)
        {
            if (moved.Any(parameter => name.StartsWith(parameter.Name + "/", StringComparison.Ordinal)))
            {
                state.Add(prefix + name, value);
            }
        }
    }
}
