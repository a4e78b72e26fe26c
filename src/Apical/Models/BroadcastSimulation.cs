using Apical.Parameters;

namespace Apical.Models;

/// <summary>Shows inputs to the spiking layers for a time, samples side by side, and gathers what learning needs.</summary>
/// <remarks>
/// All room is taken from the current workspace: what is asked of it holds until that scope is left. Computes in the workspace it is given to; what it
/// remembers from one presentation to the next is of no consequence.
/// </remarks>
internal sealed class BroadcastSimulation(
    BroadcastOptions options, IReadOnlyList<Parameter> weights, IReadOnlyList<Parameter> biases, IReadOnlyList<Parameter> feedback)
{
    private const double Height = 0.82, Steepness = 0.08;       // E(j) = max(0, c₁ tanh(c₂ j))

    private readonly SpikingUnits[] _units = [.. weights.Select(_ => new SpikingUnits())];
    private readonly Matrix[] _j = new Matrix[weights.Count], _signals = new Matrix[weights.Count], _gradients = new Matrix[weights.Count];
    private readonly Rng _sample = new(0), _step = new(0);
    private Matrix _tanh = null!;                               // of the first layer, where its current is constant

    /// <summary>The slope of the smooth rate at 0.</summary>
    public static double Slope => Height * Steepness;

    /// <summary>The units of layer i, from 1.</summary>
    public SpikingUnits this[int i] => _units[i - 1];

    /// <summary>Σ over the steps of learning of δ_i, <c>[n_i, batch]</c>; of hidden layers only where they learn.</summary>
    public Matrix Signal(int i) => _signals[i - 1];

    /// <summary>Σ over the steps of learning of δ_i s_{i−1}ᵀ, <c>[n_i, n_{i−1}]</c>.</summary>
    public Matrix Gradient(int i) => _gradients[i - 1];

    private int L => weights.Count;

    private bool Constant => options.Input == BroadcastInput.Current;

    /// <summary>Shows a batch.</summary>
    /// <param name="x">Inputs, <c>[inputs, batch]</c>.</param>
    /// <param name="t">Targets, <c>[outputs, batch]</c>; null where nothing is to be learned.</param>
    /// <param name="noise">Input spikes of sample c are drawn from its fork by the number first + c.</param>
    /// <param name="first">Number of the first sample.</param>
    /// <param name="seen">Told after each step, with its number; the input of the step is its other argument.</param>
    public void Present(Matrix x, Matrix? t, Rng noise, long first, Action<int, Matrix>? seen = null)
    {
        Workspace workspace = Workspace.Current!;
        Matrix current = x.Scaled(options.Gain);
        for (int i = 1; i <= L; i++)
        {
            _units[i - 1].Begin(weights[i - 1].Value.Rows, x.Columns, x.Backend);
            if (t is not null)
            {
                _signals[i - 1] = Zero(weights[i - 1].Value.Rows, x.Columns, x.Backend);
                _gradients[i - 1] = Zero(weights[i - 1].Value.Rows, weights[i - 1].Value.Columns, x.Backend);
            }
        }

        if (Constant)
        {
            _j[0] = weights[0].Value.Dot(current).PlusColumn(biases[0].Value);
            _tanh = _j[0].Scaled(Steepness).Map(ScalarFunction.Tanh);
        }

        for (int step = 0; step < options.Steps; step++)
        {
            using Workspace.Scope scope = workspace.Enter();
            Matrix below = Constant ? current : Spikes(current, noise, first, step);
            Advance(below);
            if (t is not null && step >= options.Settling)
            {
                Teach(below, t);
            }

            seen?.Invoke(step, below);
        }

        if (t is not null && Constant && (L == 1 || options.Hidden))
        {
            _gradients[0].AddProduct(1, _signals[0], current.T);        // s_0 is the same in all steps
        }
    }

    private void Advance(Matrix input)
    {
        Matrix below = input;
        for (int i = 0; i < L; i++)
        {
            if (i > 0 || !Constant)
            {
                _j[i] = weights[i].Value.Dot(below).PlusColumn(biases[i].Value);
            }

            _units[i].Advance(_j[i], options.Threshold);
            below = _units[i].S;
        }
    }

    /// <summary>e = s_L − t; δ_i = (B_i e) ⊙ E′(j_i)</summary>
    private void Teach(Matrix input, Matrix t)
    {
        Matrix e = _units[L - 1].S.Minus(t);
        for (int i = options.Hidden ? 0 : L - 1; i < L; i++)
        {
            Matrix delta = i == L - 1 ? e : Hidden(i, e);
            _signals[i].Add(delta);
            if (i > 0 || !Constant)
            {
                _gradients[i].AddProduct(1, delta, (i == 0 ? input : _units[i - 1].S).T);
            }
        }
    }

    private Matrix Hidden(int i, Matrix e)
    {
        Matrix tanh = i == 0 && Constant ? _tanh : _j[i].Scaled(Steepness).Map(ScalarFunction.Tanh);
        Matrix delta = feedback[i].Value.Dot(e).TimesMap(ScalarFunction.TanhSlope, tanh).TimesMap(ScalarFunction.ReluSlope, _j[i]);
        delta.Scale(Slope);                             // E′(j) = c₁ c₂ (1 − tanh² c₂ j) for j > 0
        return delta;
    }

    private Matrix Spikes(Matrix probabilities, Rng noise, long first, int step)
    {
        Matrix drawn = Workspace.Temporary(probabilities.Columns, probabilities.Rows, probabilities.Backend);
        for (int c = 0; c < drawn.Rows; c++)
        {
            noise.ForkInto(_sample, "sample", first + c);
            _sample.ForkInto(_step, "step", step);
            if (drawn.Precision == Precision.Single)
            {
                _step.FillUniform(drawn.AsSpan<float>().Slice(c * drawn.Columns, drawn.Columns), 0, 1);
            }
            else
            {
                _step.FillUniform(drawn.AsSpan<double>().Slice(c * drawn.Columns, drawn.Columns), 0, 1);
            }
        }

        return probabilities.Minus(drawn.T.ToMatrix()).Map(ScalarFunction.GreaterThan, 0);
    }

    private static Matrix Zero(int rows, int columns, Backend backend)
    {
        Matrix x = Workspace.Temporary(rows, columns, backend);
        x.Fill(0);
        return x;
    }
}
