using Apical.Parameters;

namespace Apical.Optimizers;

/// <summary>
/// Moves parameters by what a step proposes. It knows nothing of networks or rules: the forward weights and the learned feedback of a run each get
/// an optimizer of their own (<see cref="NewLike"/>). Updates are signed like gradients; the optimizer subtracts.
/// </summary>
/// <remarks>
/// <code>
///   η_t = η · schedule(epoch) · scale       the rate of this step
///   g   = gradient + λ w                    weight decay, for parameters with <see cref="Parameter.Decays"/>, and the update's own penalty
///   w   ← w − η_t · …                       as each optimizer says
/// </code>
/// What it remembers about a parameter (velocity, mean squares, …) is made when the parameter is first seen, in the parameter's precision;
/// from then on a step allocates nothing. The formulas are those of PyTorch where the literature has several; docs/optimizers.md lists them side by side.
/// </remarks>
public abstract class Optimizer
{
    private List<ParameterState> _states = [];
    private Dictionary<Parameter, ParameterState> _stateOf = [];

    /// <summary>An optimizer at a base learning rate.</summary>
    /// <param name="learningRate">η: finite, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    protected Optimizer(double learningRate) => LearningRate = learningRate;

    /// <summary>The name in the catalog, on the command line and in run files.</summary>
    public abstract string Name { get; }

    /// <summary>η, the base learning rate, which the schedule scales.</summary>
    /// <value>Finite, at least 0.</value>
    public double LearningRate
    {
        get;
        set => field = Setting.NotNegative(value, nameof(LearningRate));
    }

    /// <summary>How the learning rate goes on over the epochs.</summary>
    /// <value>Default: constant.</value>
    public Schedule Schedule
    {
        get;
        set => field = value ?? throw new ArgumentNullException(nameof(Schedule), "Use Schedule.Constant for a learning rate that stays.");
    }
    = Schedule.Constant;

    /// <summary>λ: adds λ w to the gradient of every parameter that decays (an L2 penalty of λ/2 ‖w‖², as in PyTorch).</summary>
    /// <value>Default 0. Finite, at least 0.</value>
    public double WeightDecay
    {
        get;
        set => field = Setting.NotNegative(value, nameof(WeightDecay));
    }

    /// <summary>Every setting by name, for run files: numbers, truth values and text.</summary>
    public IEnumerable<KeyValuePair<string, object>> Settings =>
    [
        new("name", Name),
        new("learningRate", LearningRate),
        new("schedule", Schedule.ToString()),
        new("weightDecay", WeightDecay),
        .. OwnSettings,
    ];

    /// <summary>
    /// What it remembers, under names such as <c>layer1/W/velocity</c>; <c>layer1/W/steps</c> <c>[1, 1]</c> counts the parameter's steps.
    /// The matrices are the live ones: clone or save them before the next step.
    /// </summary>
    /// <remarks>Empty for optimizers without memory, and before the first step.</remarks>
    public IEnumerable<KeyValuePair<string, Matrix>> State => _states.SelectMany(s => s.Entries(StateNames));

    /// <summary>What the memory is called in <see cref="State"/>: none, one or two names.</summary>
    protected abstract IReadOnlyList<string> StateNames { get; }

    /// <summary>The settings that only this optimizer has.</summary>
    protected virtual IEnumerable<KeyValuePair<string, object>> OwnSettings => [];

    /// <summary>An optimizer of the catalog.</summary>
    /// <param name="name">
    /// sgd, momentum, nag, adagrad, adadelta, rmsprop, adam, signsgd or rprop, with settings of its own where wanted: <c>rmsprop:rho=0.9:inside-root=1</c>.
    /// </param>
    /// <param name="learningRate">η; null for the default in the catalog.</param>
    /// <param name="weightDecay">λ</param>
    /// <param name="schedule">Null for a constant rate.</param>
    /// <exception cref="ArgumentException">No such optimizer or setting; the message lists those there are.</exception>
    public static Optimizer Create(string name, double? learningRate = null, double weightDecay = 0, Schedule? schedule = null) =>
        OptimizerChoice.Parse(name).Make(learningRate, weightDecay, schedule);

    /// <summary>The learning rate at an epoch: η · schedule(epoch).</summary>
    /// <param name="epoch">Epochs done, fractions included; at least 0.</param>
    public double LearningRateAt(double epoch) => LearningRate * Schedule.FactorAt(epoch);

    /// <summary>Moves every parameter that has an update.</summary>
    /// <param name="updates">One step's proposals. A parameter listed twice moves twice.</param>
    /// <param name="epoch">The epochs done so far, fractions included; at least 0.</param>
    /// <param name="scale">
    /// Multiplies the move (and weight decay with it), not the gradient that goes into the memory; robust target propagation sets it.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A negative epoch, or a number that is not finite.</exception>
    public void Step(Updates updates, double epoch, double scale = 1)
    {
        if (!(epoch >= 0 && double.IsFinite(epoch)))
        {
            throw new ArgumentOutOfRangeException(nameof(epoch), epoch, "Give the epochs done so far: finite, at least 0.");
        }

        if (!double.IsFinite(scale))
        {
            throw new ArgumentOutOfRangeException(nameof(scale), scale, "The step's scale must be finite; use 1 for a plain step.");
        }

        double eta = LearningRateAt(epoch) * scale;
        for (int i = 0; i < updates.Count; i++)
        {
            Update update = updates[i];
            ParameterState state = StateOf(update.Parameter, i);
            state.Steps++;
            Move(in update, state, eta, update.Penalty + (update.Parameter.Decays ? WeightDecay : 0));
        }
    }

    /// <summary>Another optimizer with the same settings that remembers nothing.</summary>
    public Optimizer NewLike()
    {
        // All settings are values or immutable, so the copy shares nothing once its memory is its own.
        var copy = (Optimizer)MemberwiseClone();
        (copy._states, copy._stateOf) = ([], []);
        return copy;
    }

    /// <summary>
    /// Replaces what it remembers by a copy of a saved <see cref="State"/>, so that the next step gives the same bits as if it had never stopped.
    /// </summary>
    /// <param name="state">All entries that <see cref="State"/> had.</param>
    /// <param name="parameters">Those it moves. Parameters without entries start afresh.</param>
    /// <exception cref="ArgumentException">An entry is missing, left over, or of another shape or precision; then nothing changes.</exception>
    public void Restore(IEnumerable<KeyValuePair<string, Matrix>> state, IEnumerable<Parameter> parameters)
    {
        var saved = new Dictionary<string, Matrix>(state);
        List<ParameterState> states = [];
        foreach (Parameter parameter in parameters)
        {
            ParameterState fresh = Fresh(parameter);
            if (fresh.TakeFrom(saved, StateNames))
            {
                states.Add(fresh);
            }
        }

        if (saved.Count > 0)
        {
            throw new ArgumentException(
                $"{Name} cannot use {string.Join(", ", saved.Keys.Order(StringComparer.Ordinal))}: no such parameter was given, "
                    + "or this is the state of another optimizer.", nameof(state));
        }

        (_states, _stateOf) = (states, states.ToDictionary(s => s.Parameter));
    }

    /// <summary>The name and settings in one line.</summary>
    public override string ToString() =>
        $"{Name} ({string.Join(", ", Settings.Skip(1).Select(s => FormattableString.Invariant($"{s.Key} {s.Value}")))})";

    /// <summary>Moves one parameter.</summary>
    /// <param name="update">The gradient, in two factors or formed.</param>
    /// <param name="state">What is remembered about this parameter; <see cref="ParameterState.Steps"/> counts this step already.</param>
    /// <param name="eta">η_t: learning rate, schedule and scale multiplied.</param>
    /// <param name="lambda">λ: weight decay, unless the parameter does not decay, plus the update's penalty.</param>
    protected abstract void Move(in Update update, ParameterState state, double eta, double lambda);

    /// <summary>Fills fresh memory, which is all zeros.</summary>
    protected virtual void Initialise(ParameterState state)
    {
    }

    /// <summary>Moves a parameter by a formula; a gradient in two factors is formed a few rows at a time and never stored.</summary>
    protected static void Apply<TFormula>(in Update update, ParameterState state, in Coefficients<double> c)
        where TFormula : IUpdateFormula
    {
        Matrix w = update.Parameter.Value;
        if (update.Presynaptic is { } h)
        {
            w.UpdateBy<TFormula>(update.Delta, h, state.First, state.Second, in c);
        }
        else
        {
            w.UpdateBy<TFormula>(update.Delta, state.First, state.Second, in c);
        }
    }

    private ParameterState StateOf(Parameter parameter, int position)
    {
        // Steps nearly always bring the same parameters in the same order.
        if (position < _states.Count && _states[position].Parameter == parameter)
        {
            return _states[position];
        }

        if (!_stateOf.TryGetValue(parameter, out ParameterState? state))
        {
            state = Fresh(parameter);
            _states.Add(state);
            _stateOf.Add(parameter, state);
        }

        return state;
    }

    private ParameterState Fresh(Parameter parameter)
    {
        var state = new ParameterState(parameter, StateNames.Count);
        Initialise(state);
        return state;
    }
}
