using Apical.Data;
using Apical.Networks;
using Apical.Optimizers;
using Apical.Parameters;
using Apical.Rules;

namespace Apical.Learning;

/// <summary>A network, the rule that teaches it, and the optimizers that move its weights and the rule's feedback.</summary>
public sealed class NetworkLearner : ILearner
{
    private const string OptimizerPrefix = "optimizer/";
    private const string FeedbackOptimizerPrefix = "feedback-optimizer/";

    private readonly Workspace _workspace;
    private readonly Pass _pass;
    private readonly TeachingSignals _signals;
    private readonly Updates _updates = new();
    private readonly Updates _feedbackUpdates = new();
    private readonly Guesses _guesses = new();

    /// <summary>Puts the parts together; the rule constrains the weights once at the start.</summary>
    /// <param name="rule">The rule, which knows the network.</param>
    /// <param name="optimizer">Moves the network's weights.</param>
    /// <param name="feedbackOptimizer">Moves the rule's feedback, where it learns. Default: one like <paramref name="optimizer"/>.</param>
    /// <param name="pool">Threads for large operations. Default: the calling thread alone.</param>
    public NetworkLearner(LearningRule rule, Optimizer optimizer, Optimizer? feedbackOptimizer = null, WorkerPool? pool = null)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(optimizer);
        (Rule, Optimizer) = (rule, optimizer);
        if (rule is IFollowsWeights { NeedsPlainSteps: true } && (optimizer is not Sgd || optimizer.WeightDecay > 0))
        {
            throw new ArgumentException(
                $"This rule keeps inverses in step with the weights, which it can under plain gradient descent only; the optimizer is {optimizer}. "
                + "Use sgd without weight decay.", nameof(optimizer));
        }

        FeedbackOptimizer = feedbackOptimizer ?? optimizer.NewLike();
        _workspace = new Workspace(pool);
        _pass = new Pass(Network);
        _signals = new TeachingSignals(Network.L);
        rule.Constrain();
    }

    /// <summary>The rule.</summary>
    public LearningRule Rule { get; }

    /// <summary>The network.</summary>
    public Network Network => Rule.Network;

    /// <summary>Moves the network's weights.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>Moves the rule's feedback.</summary>
    public Optimizer FeedbackOptimizer { get; }

    /// <summary>Steps of the feedback in each training step, each with noise of its own where the rule uses any.</summary>
    /// <value>Default 1. At least 1.</value>
    public int FeedbackSteps
    {
        get;
        init => field = value >= 1 ? value
            : throw new ArgumentOutOfRangeException(nameof(FeedbackSteps), value, "At least one feedback step per training step.");
    } = 1;

    /// <summary>Epochs at the start in which only the feedback learns.</summary>
    /// <value>Default 0.</value>
    public int FeedbackPretraining
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(FeedbackPretraining), value, "A number of epochs, 0 or more.");
    }

    /// <summary>
    /// Whether feedback and weights learn in turn, an epoch each: after <see cref="FeedbackPretraining"/> the feedback alone, then the weights, and so on.
    /// </summary>
    /// <value>Default false: both in every step. For rules whose feedback learns: with others every other epoch would pass idly.</value>
    public bool FeedbackAlternates { get; init; }

    /// <summary>Puts its updates together with those of other learners, where each has a share of every batch.</summary>
    /// <value>Default null: it learns alone.</value>
    public IShares? Shares { get; set; }

    /// <summary>Threads for large operations; null for the calling thread alone.</summary>
    internal WorkerPool? Pool => _workspace.Pool;

    /// <inheritdoc/>
    public Precision Precision => Network.Precision;

    /// <inheritdoc/>
    public IReadOnlyList<Parameter> Parameters => [.. Network.Parameters, .. Rule.Parameters];

    /// <inheritdoc/>
    public LearnerState State => new LearnerState().Add(Parameters).Add(OptimizerPrefix, Optimizer).Add(FeedbackOptimizerPrefix, FeedbackOptimizer);

    /// <inheritdoc/>
    public Matrix Predict(Matrix x, long first = 0)
    {
        Pass pass = Network.Forward(x);
        (Rule as ISettles)?.Settle(pass);
        return pass.H[Network.L];
    }

    /// <inheritdoc/>
    public Evaluation Evaluate(ISamples data) => Evaluation.Of(Network, data, Rule is ISettles settles ? settles.Settle : null);

    /// <inheritdoc/>
    public StepResult Learn(Batch batch, Moment moment = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using Workspace.Scope scope = _workspace.Enter();
        Rule.Balance(batch);
        Network.Forward(batch.X, _pass, moment.Step);
        (Rule as ISettles)?.Settle(_pass);
        Rule.Teach(_pass, batch, moment, _signals);
        var result = new StepResult(Network.Loss.Mean(_pass, batch.T), _guesses.Right(_pass.H[Network.L], batch));

        // Signals and feedback updates are made from the old weights, whichever move first.
        bool alone = FeedbackAlone(moment.Epoch);
        if (alone || !FeedbackAlternates)
        {
            LearnFeedback(batch, moment);
        }

        if (!alone)
        {
            LearnWeights(batch, moment);
        }

        Rule.Constrain();
        Network.FollowStatistics(_pass);
        return Shares is { } shares ? shares.Sum(_pass, batch, result) : result;
    }

    /// <inheritdoc/>
    public void Restore(LearnerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.CopyTo(
            new LearnerState().Add(Parameters),
            (OptimizerPrefix, Optimizer, Network.Parameters), (FeedbackOptimizerPrefix, FeedbackOptimizer, Rule.Parameters));
        Rule.IsBalanced = true;                         // as it was saved
    }

    /// <inheritdoc/>
    public void RestoreModel(LearnerState model)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.CopyTo(((ILearner)this).Model);
        Rule.IsBalanced = true;
    }

    /// <summary>What the learner, or else its rule, can be asked for.</summary>
    /// <typeparam name="T">The interface of the capability.</typeparam>
    public T? Capability<T>()
        where T : class => this as T ?? Rule as T;

    private bool FeedbackAlone(double epoch) =>
        epoch < FeedbackPretraining || (FeedbackAlternates && long.IsEvenInteger((long)epoch - FeedbackPretraining));

    private void LearnFeedback(Batch batch, Moment moment)
    {
        for (int step = 0; step < FeedbackSteps; step++)
        {
            _feedbackUpdates.Clear();
            Rule.LearnFeedback(_pass, _signals, batch, moment with { FeedbackStep = step }, _feedbackUpdates);
            Shares?.Sum(_feedbackUpdates);
            FeedbackOptimizer.Step(_feedbackUpdates, moment.Epoch);
        }
    }

    private void LearnWeights(Batch batch, Moment moment)
    {
        double eta = Optimizer.LearningRateAt(moment.Epoch) * _signals.StepScale;
        var follower = Rule as IFollowsWeights;
        follower?.Temper(_pass, _signals, eta);
        _updates.Clear();
        if (Shares is { } shares)
        {
            shares.AddUpdates(_pass, _signals, _updates);
        }
        else
        {
            Network.AddUpdates(_pass, _signals, _updates);
        }

        Optimizer.Step(_updates, moment.Epoch, _signals.StepScale);
        follower?.Applied(_pass, _signals, eta, batch, moment);
    }
}
