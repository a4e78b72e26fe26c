using Apical.Data;
using Apical.Learning;
using Apical.Networks;
using Apical.Optimizers;
using Apical.Parameters;
using Apical.Rules;

namespace Apical.Models;

/// <summary>
/// The full simulation of dendritic microcircuits: pyramidal cells with three compartments, interneurons, and plasticity at every synapse all the time.
/// </summary>
/// <remarks>
/// <code>
///   du_i/dt   = −g_l u_i + g_B (v_B,i − u_i) + g_A (v_A,i − u_i) + σ ξ                                     sacramento2018, section 2
///   at the output  g_som (u^trgt − u_L)  in the place of the apical term
///   du_i^I/dt = −g_l u_i^I + g_D (v_i^I − u_i^I) + g_som (u_{i+1} − u_i^I) + σ ξ
///   v_B,i = W_i φ(u_{i−1}),  v_A,i = B_i φ(u_{i+1}) + W^PI_i φ(u_i^I),  v_i^I = W^IP_i φ(u_i)
///   dW_i/dt = η (φ(u_i) − φ(v̂_B,i)) r_{i−1}ᵀ,  dW^IP_i/dt = η (φ(u_i^I) − φ(v̂_i^I)) r_iᵀ,  dW^PI_i/dt = −η v_A,i (r_i^I)ᵀ
/// </code>
/// integrated by explicit Euler; each right-hand side of the last line is low-passed. The current g_som (u^trgt − u) is that of the paper's two conductances.
/// Potentials last from sample to sample. Differs from the paper: thresholds are weights from a unit that is always 1; targets outside the range of φ are
/// moved into it; W_i and W^IP_i are kept with the attenuation of the dendrite (<see cref="Circuit"/>); noise is white, σ √dt a step; parameters are those of
/// re-implementations.
/// </remarks>
public sealed class DendriticMicrocircuit : ILearner, ITaught, IConverges, IRecords
{
    private const double Settled = 1e-5;                // of the largest change of a potential per ms
    private const double Blown = 1e6;                   // no potential of a working circuit comes near
    private const int Followed = 3;                     // units of a layer that a recording has

    private readonly MicrocircuitOptions _options;
    private readonly Optimizer _optimizer, _feedbackOptimizer;
    private readonly Circuit _circuit;
    private readonly CircuitState _lasting, _beside;
    private readonly Pass _pass;
    private readonly Workspace _workspace;
    private readonly Rng _random, _noise = new(0);
    private readonly Guesses _guesses = new();

    /// <summary>Draws the weights.</summary>
    /// <param name="request">Dense layers; the output's activation must have an inverse.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <exception cref="ArgumentException">Layers, an output, an optimizer or a step of integration that will not do.</exception>
    public DendriticMicrocircuit(ModelRequest request, MicrocircuitOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        _options = options ?? new();
        (_optimizer, _feedbackOptimizer) = (request.Optimizer, request.FeedbackOptimizer ?? request.Optimizer);
        MicrocircuitParts.Check(request, _options);
        Network = MicrocircuitParts.Network(request, _options);
        _circuit = new Circuit(Network, request.Rng.Fork("rule"), _options);
        request.Start?.TakeFeedback("dendritic-microcircuit", _circuit.Feedback.Select(feedback => feedback.Parameter));
        (_lasting, _beside) = (CircuitState.Lasting(Network), new CircuitState(Network));
        (_pass, _workspace, _random) = (new Pass(Network), new Workspace(request.Pool), request.Rng.Fork("noise"));
    }

    /// <summary>Its weights as rates: a pass through it is the circuit without teaching in the self-predicting state.</summary>
    public Network Network { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Feedback> Feedback => _circuit.Feedback;

    /// <inheritdoc/>
    public Citation Source => Sources.Sacramento2018;

    /// <inheritdoc/>
    public Precision Precision => Network.Precision;

    /// <inheritdoc/>
    public IReadOnlyList<Parameter> Parameters => [.. Network.Parameters, .. Feedback.Select(feedback => feedback.Parameter)];

    /// <inheritdoc/>
    public LearnerState State
    {
        get
        {
            LearnerState state = new LearnerState().Add(Parameters);
            foreach ((string name, Matrix value) in _circuit.Changes.Concat(_options.Parallel ? [] : _lasting.Named))
            {
                state.Add(name, value);
            }

            return state;
        }
    }

    /// <inheritdoc/>
    public Matrix Predict(Matrix x, long first = 0)
    {
        ArgumentNullException.ThrowIfNull(x);
        Matrix answer = Workspace.Temporary(Network[Network.L].FanOut, x.Columns, x.Backend);
        Workspace workspace = Workspace.Current ?? _workspace;
        using Workspace.Scope scope = workspace.Enter();
        var state = new CircuitState(Network);
        Settle(workspace, state, x, null, null);
        answer.CopyFrom(Network[Network.L].Activation.Of(state.U[Network.L]));
        return answer;
    }

    /// <inheritdoc/>
    public Evaluation Evaluate(ISamples data) => Evaluation.OfSquares(data, Predict);

    /// <summary>Shows the samples of the batch one after the other, or side by side, and learns all the while.</summary>
    /// <param name="batch">Inputs and target rates.</param>
    /// <param name="moment">When: noise is forked from its step.</param>
    /// <returns>Loss and answers of the plain pass, before anything is shown; NaN when potentials have blown up.</returns>
    public StepResult Learn(Batch batch, Moment moment = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using Workspace.Scope scope = _workspace.Enter();
        Network.Forward(batch.X, _pass);
        double loss = Network.Loss.Mean(_pass, batch.T);
        int correct = _guesses.Right(_pass.H[Network.L], batch);
        _random.ForkInto(_noise, "step", moment.Step);
        (double eta, double lateral) = (_optimizer.LearningRateAt(moment.Epoch), _feedbackOptimizer.LearningRateAt(moment.Epoch));
        Matrix target = Potentials(batch.T);
        if (_options.Parallel)
        {
            _beside.Rest(batch.Size);
            Show(_beside, batch.X, target, eta, lateral);
            return new(Fine(_beside) ? loss : double.NaN, correct);
        }

        Matrix inputs = batch.X.T.ToMatrix(), targets = target.T.ToMatrix();
        Matrix x = Workspace.Temporary(batch.X.Rows, 1, batch.X.Backend), t = Workspace.Temporary(target.Rows, 1, target.Backend);
        for (int c = 0; c < batch.Size; c++)
        {
            ReadOnlySpan<int> one = [c];
            inputs.GatherSamples(one, x);
            targets.GatherSamples(one, t);
            Show(_lasting, x, t, eta, lateral);
        }

        return new(Fine(_lasting) ? loss : double.NaN, correct);
    }

    /// <inheritdoc/>
    public void Restore(LearnerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.CopyTo(State);
    }

    /// <summary>
    /// δ_i = φ(v̂_B,i) − φ(u_i) over the batch, of the circuit settled under its targets without noise, against φ(u_{i−1}): what drives plasticity.
    /// </summary>
    /// <inheritdoc cref="ITaught.Teach"/>
    public void Teach(Pass pass, Batch batch, Moment moment, TeachingSignals signals)
    {
        ArgumentNullException.ThrowIfNull(pass);
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(signals);
        signals.Clear();
        var state = new CircuitState(Network);
        Settle(Workspace.Current ?? new(), state, batch.X, Potentials(batch.T), null);
        _circuit.Look(state);
        for (int i = 1; i <= Network.L; i++)
        {
            signals[i] = Network[i].Activation.Of(state.Basal[i]).Minus(state.R[i]).Scaled(1.0 / batch.Size);
            if (i > 1)
            {
                signals.SetPresynaptic(i, state.R[i - 1]);
            }
        }
    }

    /// <summary>
    /// How the circuit settles under the targets of a batch, without noise, from where the plain pass is: steps until no potential moves by 1e-5 in 1 ms.
    /// </summary>
    /// <inheritdoc cref="IConverges.Watch"/>
    public DynamicsReading Watch(Batch batch, Moment moment = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        double moving = 0, left = 0, largest = 0;
        Settle(Workspace.Current ?? new(), new CircuitState(Network), batch.X, Potentials(batch.T), residual =>
        {
            largest = residual.Max();
            left = residual.Map(ScalarFunction.GreaterThan, Settled).Sum();
            moving += left;
        });
        return new() { Sweeps = moving / batch.Size, Residual = largest, Unsettled = left / batch.Size };
    }

    /// <summary>
    /// Somatic, apical and basal potentials of three units of each layer: the sample alone, then with its target, from rest, with noise, without learning.
    /// </summary>
    /// <inheritdoc cref="IRecords.Record"/>
    public Recording Record(Batch sample, Moment moment = default)
    {
        ArgumentNullException.ThrowIfNull(sample);
        if (sample.Size != 1)
        {
            throw new ArgumentException($"Expected a batch of one sample to follow, got {sample.Size}.", nameof(sample));
        }

        var recorder = new CircuitRecorder(Network, Followed);
        var noise = new Rng(0);
        _random.ForkInto(noise, "step", moment.Step);
        Workspace workspace = Workspace.Current ?? new();
        using Workspace.Scope scope = workspace.Enter();
        var state = new CircuitState(Network);
        state.Rest(1);
        Matrix target = Potentials(sample.T);
        int steps = Math.Max(1, Steps(_options.Settle));
        for (int step = 0; step < 2 * steps; step++)
        {
            using Workspace.Scope inner = workspace.Enter();
            Hear(state, sample.X);
            _circuit.Look(state);
            recorder.Add(step * _options.Step, state);
            _circuit.Move(state, step < steps ? null : target, _options.Noise > 0 ? noise : null);
        }

        return recorder.Recording(("input", 0), ("target", steps * _options.Step));
    }

    // Presents samples for their time: dynamics and plasticity.
    private void Show(CircuitState state, Matrix x, Matrix target, double eta, double lateral)
    {
        int steps = Steps(_options.Pattern), lag = Steps(_options.Lag);
        for (int step = 0; step < steps; step++)
        {
            using Workspace.Scope scope = _workspace.Enter();
            Hear(state, x);
            _circuit.Look(state);
            if (step >= lag)
            {
                _circuit.Learn(state, eta, lateral);
            }

            _circuit.Move(state, target, _options.Noise > 0 ? _noise : null);
        }
    }

    private void Hear(CircuitState state, Matrix x)
    {
        double share = _options.InputLowPass == 0 ? 1 : _options.Step / _options.InputLowPass;
        state.Input.Blend(1 - share, share, x);
    }

    // From the plain pass, without noise and learning; potentials stay in the workspace that is current.
    private void Settle(Workspace workspace, CircuitState state, Matrix x, Matrix? target, Action<Matrix>? watch)
    {
        _circuit.Begin(state, x);
        for (int step = 0, steps = Steps(_options.Settle); step < steps; step++)
        {
            using Workspace.Scope scope = workspace.Enter();
            _circuit.Look(state);
            Matrix[]? before = watch is null ? null : [.. state.U.Skip(1).Concat(state.I.SkipLast(1).Skip(1)).Select(u => u.Map(ScalarFunction.Identity))];
            _circuit.Move(state, target, null);
            if (before is not null)
            {
                Matrix residual = Workspace.Temporary(1, x.Columns, x.Backend);
                residual.Fill(0);
                foreach ((Matrix was, Matrix now) in before.Zip(state.U.Skip(1).Concat(state.I.SkipLast(1).Skip(1))))
                {
                    residual = Larger(residual, now.Minus(was).Abs().ColumnMax().Scaled(1 / _options.Step));
                }

                watch!(residual);
            }
        }
    }

    // max(x, y) = x + max(y − x, 0)
    private static Matrix Larger(Matrix x, Matrix y) => x.Plus(y.Minus(x).Map(ScalarFunction.Relu));

    private Matrix Potentials(Matrix rates) => Network[Network.L].Activation.Inverse(rates, _options.Margin);

    private int Steps(double time) => (int)Math.Round(time / _options.Step);

    private bool Fine(CircuitState state)
    {
        double sum = 0;
        for (int i = 1; i <= Network.L; i++)
        {
            sum += state.U[i].SumOfSquares() / state.U[i].Count;
        }

        return sum < Blown * Blown;
    }
}
