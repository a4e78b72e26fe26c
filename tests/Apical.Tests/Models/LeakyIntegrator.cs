using Apical.Learning;
using Apical.Models;
using Apical.Optimizers;

namespace Apical.Tests.Models;

/// <summary>
/// A toy model as another project would write it: hidden units are leaky membranes that remember from step to step, drown in noise, tire when they fire too
/// often, and learn through fixed random feedback.
/// <code>
///   v = λ m + W₁ x + σ ξ − a,  h = tanh(v),  y = W₂ h,  e = (y − t) / batch
///   ΔW₂ ∝ −e hᵀ,  ΔW₁ ∝ −((B e) ⊙ (1 − h²)) xᵀ,  m ← λ m + (1 − λ) mean(v),  a = (firings / samples − ½) / 10
/// </code>
/// </summary>
internal sealed class LeakyIntegrator : ILearner, IFires
{
    private const string Memory = "optimizer/";

    private readonly LeakyOptions _options;
    private readonly Optimizer _optimizer;
    private readonly Parameter _w1, _w2, _b;
    private readonly Matrix _membrane, _tiredness;
    private readonly long[] _firings, _generator = new long[5];     // firings of each unit, then the samples seen
    private readonly Rng _predicting;
    private readonly Rng _sample = new(0);
    private readonly Workspace _workspace;
    private readonly Updates _updates = new();
    private Rng _training;
    private int[] _guesses = [];

    private LeakyIntegrator(ModelRequest request, LeakyOptions options)
    {
        IReadOnlyList<int> n = request.Net.Widths;
        (int inputs, int hidden, int outputs) = (n[0], n[1], n[^1]);
        (_options, _optimizer, _workspace) = (options, request.Optimizer, new Workspace(request.Pool));
        (_training, _predicting) = (request.Rng.Fork("training noise"), request.Rng.Fork("noise"));
        _w1 = Draw("hidden/W", hidden, inputs);
        _w2 = Draw("output/W", outputs, hidden);
        _b = Draw("B", hidden, outputs);
        (_membrane, _tiredness, _firings) = (new Matrix(hidden, 1, request.Precision), new Matrix(hidden, 1, request.Precision), new long[hidden + 1]);

        Parameter Draw(string name, int rows, int columns)
        {
            var value = new Matrix(rows, columns, request.Precision);
            value.FillNormal(request.Rng.Fork(name), 0, 1 / Math.Sqrt(columns));
            return new(name, value);
        }
    }

    /// <summary>The line in the catalog.</summary>
    public static ModelInfo Info { get; } = ModelInfo.Of(
        "leaky", "leaky integrators", "Membranes that remember, with noise.", LeakyOptions.Settings, (request, options) =>
            new LeakyIntegrator(request, options));

    public Precision Precision => _w1.Value.Precision;

    public IReadOnlyList<Parameter> Parameters => [_w1, _w2, _b];

    public LearnerState State => Own.Add(Memory, _optimizer);

    public LearnerState Model => new LearnerState().Add(Parameters).Add("membrane", _membrane).Add("firings", _firings);

    public double Rate => _firings[^1] == 0 ? double.NaN : (double)_firings[..^1].Sum() / _firings[^1] / (_firings.Length - 1);

    private LearnerState Own
    {
        get
        {
            (ulong s0, ulong s1, ulong s2, ulong s3, ulong key) = _training.State;
            unchecked
            {
                (_generator[0], _generator[1], _generator[2], _generator[3], _generator[4]) = ((long)s0, (long)s1, (long)s2, (long)s3, (long)key);
            }

            return new LearnerState().Add(Parameters).Add("membrane", _membrane).Add("firings", _firings).Add("generator", _generator);
        }
    }

    public Matrix Predict(Matrix x, long first = 0)
    {
        Matrix noise = Workspace.Temporary(_membrane.Rows, x.Columns, x.Backend);
        for (int c = 0; c < x.Columns; c++)
        {
            _predicting.ForkInto(_sample, "sample", first + c);
            for (int r = 0; r < noise.Rows; r++)
            {
                noise[r, c] = _sample.Normal();
            }
        }

        return _w2.Value.Dot(Voltage(x, noise).Map(ScalarFunction.Tanh));
    }

    public Evaluation Evaluate(ISamples data) => Evaluation.Of(data, (x, t, first) =>
    {
        Matrix y = Predict(x, first);
        return (y, 0.5 * y.Minus(t).SumOfSquares());
    });

    public StepResult Learn(Batch batch, Moment moment = default)
    {
        using Workspace.Scope scope = _workspace.Enter();
        Matrix noise = Workspace.Temporary(_membrane.Rows, batch.Size, batch.X.Backend);
        noise.FillNormal(_training);
        Matrix v = Voltage(batch.X, noise), h = v.Map(ScalarFunction.Tanh), y = _w2.Value.Dot(h), e = y.Minus(batch.T).Scaled(1.0 / batch.Size);
        var result = new StepResult(0.5 * y.Minus(batch.T).SumOfSquares() / batch.Size, Correct(y, batch));

        _updates.Clear();
        _updates.Add(_w2, e, h);
        _updates.Add(_w1, _b.Value.Dot(e).Times(h.Squared().Negated().Shifted(1)), batch.X);
        _optimizer.Step(_updates, moment.Epoch);

        _membrane.Blend(_options.Leak, (1 - _options.Leak) / batch.Size, v.RowSums());
        Matrix fired = v.Map(ScalarFunction.GreaterThan, 0).RowSums();
        for (int unit = 0; unit < fired.Rows; unit++)
        {
            _firings[unit] += (long)fired[unit, 0];
        }

        _firings[^1] += batch.Size;
        Tire();
        return result;
    }

    public void Restore(LearnerState state)
    {
        state.CopyTo(Own, (Memory, _optimizer, [_w1, _w2]));
        unchecked
        {
            _training = Rng.FromState(new((ulong)_generator[0], (ulong)_generator[1], (ulong)_generator[2], (ulong)_generator[3], (ulong)_generator[4]));
        }

        Tire();
    }

    public void RestoreModel(LearnerState model)
    {
        model.CopyTo(Model);
        Tire();
    }

    private Matrix Voltage(Matrix x, Matrix noise)
    {
        Matrix v = _w1.Value.Dot(x).PlusColumn(_membrane.Scaled(_options.Leak)).MinusColumn(_tiredness);
        v.AddScaled(_options.Noise, noise);
        return v;
    }

    private void Tire()
    {
        for (int unit = 0; unit < _tiredness.Rows; unit++)
        {
            _tiredness[unit, 0] = _firings[^1] == 0 ? 0 : (((double)_firings[unit] / _firings[^1]) - 0.5) / 10;
        }
    }

    private int Correct(Matrix y, Batch batch)
    {
        if (!batch.HasLabels)
        {
            return -1;
        }

        if (_guesses.Length < batch.Size)
        {
            _guesses = new int[batch.Size];
        }

        y.ArgMax(_guesses);
        int right = 0;
        for (int c = 0; c < batch.Size; c++)
        {
            right += _guesses[c] == batch.Labels[c] ? 1 : 0;
        }

        return right;
    }
}
