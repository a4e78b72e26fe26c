using Apical.Data;
using Apical.Learning;
using Apical.Networks;
using Apical.Optimizers;
using Apical.Parameters;
using Apical.Rules;

namespace Apical.Models;

/// <summary>
/// Neurons with a basal dendrite, which hears the layer below, an apical one, which hears the output, and a soma. Each sample is seen in a forward phase and
/// again in a target phase, in which the output is pulled to the target; at the end of both the apical dendrite of a hidden unit has a plateau potential, and
/// the difference of the two teaches the basal synapses (Guerguiev, Lillicrap and Richards 2017).
/// </summary>
/// <remarks>
/// <code>
///   hidden   V^b = W s + b,  V^a = Y s_L,  τ dV/dt = −V + (g_b/g_l)(V^b − V) + (g_a/g_l)(V^a − V)
///   output   V^b = W s + b,                τ dV/dt = −V + (g_d/g_l)(V^b − V) + I/g_l,  I = g_E(E_E − V) + g_I(E_I − V) in the target phase
///   spikes   Poisson at φ_max σ(V), heard through κ as s
///   α = σ(mean V^a) at the end of a phase, f forward and t target
///   ΔW_L = η P¹ k_d φ_max (φ* − φ_max σ(V̄^f)) ⊙ σ′(V̄^f) (s̄^f)ᵀ,   φ* the mean rate of the target phase
///   ΔW_i = η P⁰ k_b φ_max (α^t − α^f) ⊙ σ′(V̄^f) (s̄^f)ᵀ
/// </code>
/// Samples of a batch are simulated side by side, each with its own state and lengths of phases, and their updates averaged. Differs from the paper in that,
/// where a batch has more than one sample; and as docs/rules/segregated-dendrites.md says.
/// </remarks>
public sealed class SegregatedDendrites : ILearner
{
    private const string Memory = "optimizer/";
    private const double MostApical = 1.3;              // 1 − g_l − g_b − g_a must stay above −1
    private const double Scale = 20;                    // P⁰ φ_max and P¹ φ_max² (paper)

    private readonly IReadOnlyList<int> _n;
    private readonly Optimizer _optimizer;
    private readonly SegregatedDynamics _dynamics;
    private readonly SegregatedWeights _weights;
    private readonly SegregatedSimulation _training, _answering;
    private readonly SegregatedObserver _observer;
    private readonly Workspace _workspace;
    private readonly Updates _updates = new();
    private readonly Rng _noise, _answers, _step = new(0);
    private readonly Guesses _guesses = new();

    /// <summary>Draws the weights; all units are at rest.</summary>
    /// <param name="request">Size and optimizer; activations, initialisers and the loss are the model's own.</param>
    /// <param name="options">The settings.</param>
    /// <exception cref="ArgumentException">Something asked for that the model does not have.</exception>
    public SegregatedDendrites(ModelRequest request, SegregatedOptions options)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(options);
        Check(request, options);
        (_n, _optimizer, _workspace, Options) = (request.Net.Widths, request.Optimizer, new Workspace(request.Pool), options);
        Rng rng = request.Rng.Fork("segregated");
        _weights = new(_n, options.Feedback, request.Precision, rng);
        _dynamics = new(options, _weights);
        (_noise, _answers) = (rng.Fork("training noise"), rng.Fork("answers"));
        _training = new(_dynamics, _n, request.Precision);
        _answering = new(_dynamics, _n, request.Precision);
        _observer = new(this, _dynamics, new(_dynamics, _n, request.Precision), _workspace, rng.Fork("looks"));
    }

    /// <summary>The line in the catalog.</summary>
    public static ModelInfo Info { get; } = ModelInfo.Of(
        "segregated-dendrites", "segregated dendrites", "Spiking units with apical dendrites, whose plateau potentials before and after the target teach them.",
        SegregatedOptions.Settings, (request, options) => new SegregatedDendrites(request, options)) with
    {
        Equation = "ΔW_i ∝ (α^t − α^f) ⊙ σ′(V̄_i) s̄_{i−1}ᵀ, α = σ(mean of Y_i s_L)",
        Symbols =
        [
            ("W_i", "n_i × n_{i−1}", "basal weights: what a unit hears from the layer below"),
            ("α^f, α^t", "n_i × batch", "plateau potential of the apical dendrite at the end of the forward and of the target phase"),
            ("V̄_i", "n_i × batch", "mean voltage of the soma in the forward phase"),
            ("s_i, s̄_i", "n_i × batch", "spikes as dendrites hear them, and their mean in the forward phase"),
            ("Y_i", "n_i × n_L", "fixed apical weights, straight from the output"),
            ("σ", "", "the logistic function; σ′ its slope"),
            ("⊙", "", "product entry by entry"),
        ],
        LearningRate = 0.5,
        OwnLoss = Loss.SquaredError,
        TargetsAreShares = true,
        InputsAreRates = true,
        OwnActivation = Activation.Sigmoid,
        Source = Sources.Guerguiev2017,
    };

    /// <summary>The settings.</summary>
    public SegregatedOptions Options { get; }

    /// <inheritdoc/>
    public Precision Precision => _weights.W[1].Value.Precision;

    /// <inheritdoc/>
    public IReadOnlyList<Parameter> Parameters => _weights.All;

    /// <inheritdoc/>
    public LearnerState State => Own.Add(Memory, _optimizer);

    /// <summary>Units per layer, the input first.</summary>
    internal IReadOnlyList<int> Widths => _n;

    private LearnerState Own => _training.Units.AddTo(new LearnerState().Add(Parameters));

    /// <summary>σ of the output's mean voltage, from units at rest: its rate as a fraction of φ_max.</summary>
    /// <inheritdoc/>
    public Matrix Predict(Matrix x, long first = 0)
    {
        ArgumentNullException.ThrowIfNull(x);
        Matrix answer = Workspace.Temporary(_n[^1], x.Columns, x.Backend);
        using Workspace.Scope scope = _workspace.Enter();
        _weights.Turn();
        SegregatedUnits units = _answering.Answer(x, _answers, first);
        answer.CopyFrom(units.MeanV[^1].T.ToMatrix());
        answer.Apply(ScalarFunction.Sigmoid);
        return answer;
    }

    /// <summary>The loss is ½ ‖y − t‖², y being the output's rate as a fraction of φ_max: the paper's L¹, had the teacher its way.</summary>
    /// <inheritdoc/>
    public Evaluation Evaluate(ISamples data) => Evaluation.OfSquares(data, Predict);

    /// <inheritdoc/>
    public StepResult Learn(Batch batch, Moment moment = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using Workspace.Scope scope = _workspace.Enter();
        _weights.Turn();
        _noise.ForkInto(_step, "step", moment.Step);
        SegregatedUnits units = _training.Learn(batch.X, batch.T, _step);

        Matrix y = units.MeanV[^1].T.ToMatrix().Map(ScalarFunction.Sigmoid);
        var result = new StepResult(0.5 * y.Minus(batch.T).SumOfSquares() / batch.Size, _guesses.Right(y, batch));

        _updates.Clear();
        for (int i = 1; i <= _weights.L; i++)
        {
            if (i == _weights.L || Options.HiddenLearns)
            {
                Matrix delta = Delta(units, i);
                _updates.Add(_weights.W[i], delta, units.Heard[i - 1].T.ToMatrix());
                _updates.Add(_weights.Bias[i], delta.RowSums());
            }
        }

        LearnFeedback(units);
        _optimizer.Step(_updates, moment.Epoch);
        _weights.FollowSymmetric();
        return result;
    }

    /// <inheritdoc/>
    public void Restore(LearnerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (SegregatedUnits.SamplesIn(state) is { } samples && samples != _training.Units.Samples)
        {
            _training.Resize(samples);
        }

        state.CopyTo(Own, (Memory, _optimizer, _weights.Forward));
    }

    /// <summary>
    /// What else it can be asked for: <see cref="ITaught"/>, <see cref="IConverges"/>, <see cref="IRecords"/>.
    /// </summary>
    /// <typeparam name="T">The interface of the capability.</typeparam>
    public T? Capability<T>()
        where T : class => this as T ?? _observer as T;

    /// <summary>
    /// The condition of the paper's theorem 1: λ_max[(I − J_β J_γ)ᵀ (I − J_β J_γ)] at the means of a sample's forward phase, J_β = ∂φ_L/∂φ_1 and
    /// J_γ = ∂α/∂φ_L. Below 1 the target of the hidden layer lessens the error of the output. Pure.
    /// </summary>
    /// <param name="sample">A batch of one.</param>
    /// <param name="moment">When: noise is forked from its step.</param>
    /// <exception cref="ArgumentException">Not one hidden layer.</exception>
    public double Contraction(Batch sample, Moment moment = default) => _observer.Contraction(sample, moment);

    /// <summary>δ_i <c>[n_i, batch]</c> from what the phases left, signed like a gradient and averaged over the batch.</summary>
    /// <param name="units">After both phases.</param>
    /// <param name="i">1..L</param>
    internal Matrix Delta(SegregatedUnits units, int i)
    {
        bool isOutput = i == _weights.L;
        Matrix rate = units.MeanV[i].Map(ScalarFunction.Sigmoid);

        // φ_max σ(V̄^f) − φ*, or α^f − α^t
        Matrix error = isOutput ? rate.Minus(units.After[i])
            : units.Before[i].Map(ScalarFunction.Sigmoid).Minus(units.After[i].Map(ScalarFunction.Sigmoid));
        Matrix delta = error.TimesMap(ScalarFunction.SigmoidSlope, rate).T.ToMatrix();
        delta.Scale(Scale * (isOutput ? SegregatedDynamics.OutputCoupling * Options.OutputStep : _dynamics.HiddenCoupling) / units.Samples);
        return delta;
    }

    // Y ← Y + η_b (φ_max σ(V̄^f) − α^f) ⊙ σ′(V̄^{a,f}) (s̄_L^f)ᵀ
    private void LearnFeedback(SegregatedUnits units)
    {
        for (int i = 1; i < _weights.L && Options.FeedbackRate > 0; i++)
        {
            Matrix plateau = units.Before[i].Map(ScalarFunction.Sigmoid);
            Matrix error = units.MeanV[i].Map(ScalarFunction.Sigmoid).Scaled(SegregatedWeights.MostRate).Minus(plateau);
            Matrix step = error.TimesMap(ScalarFunction.SigmoidSlope, plateau);
            _weights.Y[i].Value.AddProduct(Options.FeedbackRate / units.Samples, step.T, units.Heard[^1]);
        }
    }

    private static string TooShort(SegregatedOptions options) => string.Join(
        " and ", new[] { (Name: "phase", Length: options.Phase), (Name: "test", Length: options.Test) }
            .Where(one => one.Length <= options.Settling).Select(one => $"{one.Name} than {one.Length}"));

    private static void Check(ModelRequest request, SegregatedOptions options)
    {
        string? trouble = !request.Net.Layers.All(layer => layer is DenseSpec { Pooling: null })
            ? "has dendrites that hear every unit below: it takes plain layers such as 784-500-10"
            : !request.Bias ? "has biases: leave --no-bias out"
            : options.Settling >= Math.Min(options.Phase, options.Test) && options.Mode == SegregatedMode.Spiking
                ? $"averages what comes after settling={options.Settling} ms: give a longer {TooShort(options)}, or a shorter settling"
            : options.Mode == SegregatedMode.Spiking && options.ApicalConductance >= MostApical
                ? FormattableString.Invariant($"takes Euler steps of 1 ms, and with ga={options.ApicalConductance} voltages would swing up: give less than 1.3")
            : null;
        if (trouble is not null)
        {
            throw new ArgumentException($"segregated-dendrites {trouble}.");
        }

        request.RequireNoExtras("segregated-dendrites");
    }
}
