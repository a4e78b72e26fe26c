using Apical.Data;
using Apical.Learning;
using Apical.Networks;
using Apical.Optimizers;
using Apical.Parameters;
using Apical.Rules;

namespace Apical.Models;

/// <summary>
/// Broadcast feedback alignment in spiking units (Samadi et al. 2017): at every step the output error is broadcast to all hidden layers through fixed random
/// weights, and each unit takes it times the slope of a smooth stand-in for its rate.
/// </summary>
/// <remarks>
/// <code>
///   j_i = W_i s_{i−1} + b_i,  s_i: leaky integrate-and-fire of j_i            in steps of 0.25 ms
///   e   = s_L − t,  δ_L = e,  δ_i = (B_i e) ⊙ E′(j_i)                         E(j) = max(0, 0.82 tanh(0.08 j))
///   ΔW_i ∝ −⟨δ_i s_{i−1}ᵀ⟩                                                    over the steps after settling, and the samples
/// </code>
/// Differs from the paper: its text was not at hand; equations and numbers are those of a third party's code and account of it. Here the steps of a
/// presentation are added up and applied at its end, samples are shown side by side, and one learning rate stands for all layers.
/// <para>
/// For probes it is a network of rectified units with the same weights, times the slope of E at 0; δ_i are the mean over the steps of learning.
/// </para>
/// </remarks>
public sealed class BroadcastFeedbackAlignment : ILearner, ITaught, IConverges, IRecords
{
    private const string Memory = "optimizer/";
    private const double Tie = 1e-4;
    private const int MostSteps = 100_000;              // a stop waits for the end of a training step

    private readonly Parameter[] _W, _b, _B;            // of layers 1..L, and 1..L−1
    private readonly BroadcastOptions _options;
    private readonly BroadcastSimulation _simulation;
    private readonly Optimizer _optimizer;
    private readonly Workspace _workspace;
    private readonly Updates _updates = new();
    private readonly Rng _predicting, _training, _noise = new(0);
    private readonly Network _rates;
    private readonly Guesses _guesses = new();

    /// <summary>Draws weights and feedback.</summary>
    /// <param name="request">Its widths, optimizer, random numbers and threads are used; loss, activations and initialiser are the model's own.</param>
    /// <param name="options">Settings.</param>
    /// <exception cref="ArgumentException">Settling takes all steps, or layers are not dense.</exception>
    public BroadcastFeedbackAlignment(ModelRequest request, BroadcastOptions options)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Settling >= options.Steps)
        {
            throw new ArgumentException($"settling is {options.Settling} of {options.Steps} steps, which leaves none to learn in: give less.");
        }

        if (options.Steps > MostSteps)
        {
            throw new ArgumentException($"steps={options.Steps}: an input is shown for at most {MostSteps} steps of 0.25 ms, 25 seconds.");
        }

        if (request.Net.Layers.Any(layer => layer is not DenseSpec { Pooling: null }))
        {
            throw new ArgumentException("broadcast-fa has dense layers only: give --net as units per layer, 784-1000-10, say.");
        }

        if (!request.Bias)
        {
            throw new ArgumentException("broadcast-fa has biases: leave --no-bias out.");
        }

        request.RequireNoExtras("broadcast-fa");
        IReadOnlyList<int> n = request.Net.Widths;
        Rng rng = request.Rng.Fork("broadcast-fa");
        (_options, _optimizer, _workspace) = (options, request.Optimizer, new Workspace(request.Pool));
        (_predicting, _training) = (rng.Fork("predicting"), rng.Fork("training"));
        _W = [.. Enumerable.Range(1, n.Count - 1).Select(i => Draw($"W{i}", n[i], n[i - 1], options.Deviation))];
        _b = [.. Enumerable.Range(1, n.Count - 1).Select(i => new Parameter($"b{i}", new Matrix(n[i], 1, request.Precision), decays: false))];
        _B = [.. Enumerable.Range(1, n.Count - 2).Select(i => Draw($"B{i}", n[i], n[^1], options.FeedbackDeviation))];
        _simulation = new(options, _W, _b, _B);
        _rates = request.Net.With(Activation.Relu, Activation.Relu, Initialiser.UniformFanIn, true, 0, BatchNorm.None)
            .Build(new Rng(0), Loss.SquaredError, request.Precision);

        Parameter Draw(string name, int rows, int columns, double sd)
        {
            var value = new Matrix(rows, columns, request.Precision);
            value.FillNormal(rng.Fork(name), 0, sd);
            return new(name, value);
        }
    }

    /// <summary>Its line in the catalog.</summary>
    public static ModelInfo Info { get; } = ModelInfo.Of(
        "broadcast-fa", "broadcast feedback alignment", "Spiking units that hear the output error of every step, through fixed random weights.",
        BroadcastOptions.Settings, (request, options) => new BroadcastFeedbackAlignment(request, options)) with
    {
        Equation = "δ_i = (B_i (s_L − t)) ⊙ E′(j_i),  ΔW_i ∝ −⟨δ_i s_{i−1}ᵀ⟩",
        Symbols =
        [
            ("δ_i", "n_i × batch", "teaching signal of layer i at a step"),
            ("B_i", "n_i × n_L", "fixed feedback weights, straight from the output"),
            ("s_i", "n_i × batch", "1 while a unit spikes, else 0; s_L of the output"),
            ("t", "n_L × batch", "targets of the samples, one-hot for classes"),
            ("E′", "", "slope of a smooth function that stands for the rate, E(j) = 0.82 tanh(0.08 j) above 0"),
            ("j_i", "n_i × batch", "current into layer i, W_i s_{i−1} + b_i"),
            ("W_i", "n_i × n_{i−1}", "weights into layer i"),
            ("⟨ ⟩", "", "mean over the steps of learning and the samples"),
            ("⊙", "", "product entry by entry"),
        ],
        LearningRate = 3,
        OwnLoss = Loss.SquaredError,
        TargetsAreShares = true,
        OwnActivation = Activation.Relu,
        Source = Sources.Samadi2017,
    };

    /// <inheritdoc/>
    public Precision Precision => _W[0].Value.Precision;

    /// <inheritdoc/>
    public IReadOnlyList<Parameter> Parameters => [.. _W, .. _b, .. _B];

    /// <inheritdoc/>
    public LearnerState State => new LearnerState().Add(Parameters).Add(Memory, _optimizer);

    /// <summary>Rectified units with these weights, times the slope of the smooth rate at 0: brought up to date when asked for.</summary>
    public Network Network
    {
        get
        {
            for (int i = 0; i < _W.Length; i++)
            {
                foreach ((Matrix to, Matrix from) in new[] { (_rates[i + 1].W.Value, _W[i].Value), (_rates[i + 1].Bias!.Value, _b[i].Value) })
                {
                    to.CopyFrom(from);
                    to.Scale(BroadcastSimulation.Slope);
                }
            }

            return _rates;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<Feedback> Feedback => [.. _B.Select((B, i) => new Feedback(B, i + 1, FeedbackKind.Direct))];

    /// <inheritdoc/>
    public Citation Source => Sources.Samadi2017;

    private int L => _W.Length;

    private Matrix Outputs => _simulation[L].Count;

    /// <inheritdoc/>
    /// <remarks>
    /// Spikes of each output unit over the most that it can fire; where two are equal, the voltage at the end decides, which counts a ten-thousandth.
    /// </remarks>
    public Matrix Predict(Matrix x, long first = 0)
    {
        ArgumentNullException.ThrowIfNull(x);
        Matrix answer = Workspace.Temporary(_W[^1].Value.Rows, x.Columns, x.Backend);
        using Workspace.Scope scope = _workspace.Enter();
        _simulation.Present(x, null, _predicting, first);
        answer.CopyFrom(Answer());
        return answer;
    }

    /// <inheritdoc/>
    public Evaluation Evaluate(ISamples data) => Evaluation.OfSquares(data, Predict);

    /// <inheritdoc/>
    public StepResult Learn(Batch batch, Moment moment = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using Workspace.Scope scope = _workspace.Enter();
        Show(batch, moment, batch.T);
        Matrix y = Answer();
        var result = new StepResult(0.5 * y.Minus(batch.T).SumOfSquares() / batch.Size, _guesses.Right(y, batch));
        double share = 1.0 / (batch.Size * (_options.Steps - _options.Settling));
        _updates.Clear();
        for (int i = _options.Hidden ? 1 : L; i <= L; i++)
        {
            _updates.Add(_W[i - 1], _simulation.Gradient(i).Scaled(share));
            _updates.Add(_b[i - 1], _simulation.Signal(i).RowSums().Scaled(share));
        }

        _optimizer.Step(_updates, moment.Epoch);
        return result;
    }

    /// <inheritdoc/>
    public void Restore(LearnerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.CopyTo(new LearnerState().Add(Parameters), (Memory, _optimizer, [.. _W, .. _b]));
    }

    /// <inheritdoc/>
    public void Teach(Pass pass, Batch batch, Moment moment, TeachingSignals signals)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(signals);
        signals.Clear();
        Matrix[] room = [.. _W.Select(W => Workspace.Temporary(W.Value.Rows, batch.Size, W.Value.Backend))];
        using (_workspace.Enter())
        {
            Show(batch, moment, batch.T);
            for (int i = _options.Hidden ? 1 : L; i <= L; i++)
            {
                room[i - 1].CopyFrom(_simulation.Signal(i).Scaled(1.0 / (batch.Size * (_options.Steps - _options.Settling))));
                signals[i] = room[i - 1];
            }
        }
    }

    /// <inheritdoc/>
    public DynamicsReading Watch(Batch batch, Moment moment = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using Workspace.Scope scope = _workspace.Enter();
        Show(batch, moment, null);
        double seconds = _options.Steps * SpikingUnits.Step / 1000;
        return new() { Rates = [.. Enumerable.Range(1, L).Select(i => _simulation[i].Count.Mean() / seconds)] };
    }

    /// <inheritdoc/>
    public Recording Record(Batch sample, Moment moment = default)
    {
        ArgumentNullException.ThrowIfNull(sample);
        using Workspace.Scope scope = _workspace.Enter();
        var recorder = new BroadcastRecorder(_simulation, [.. _W.Select(W => W.Value.Rows)], sample, _B, _options);
        _training.ForkInto(_noise, "step", moment.Step);
        _simulation.Present(sample.X, null, _noise, 0, recorder.Note);
        return recorder.Recording();
    }

    private void Show(Batch batch, Moment moment, Matrix? t)
    {
        _training.ForkInto(_noise, "step", moment.Step);
        _simulation.Present(batch.X, t, _noise, 0);
    }

    private Matrix Answer()
    {
        double most = (_options.Steps + SpikingUnits.Lasts - 1) / SpikingUnits.Lasts;
        Matrix y = Outputs.Scaled(1 / most);
        y.AddScaled(Tie, _simulation[L].V.Map(ScalarFunction.Tanh));
        return y;
    }
}
