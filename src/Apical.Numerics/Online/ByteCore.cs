using System.Runtime.Intrinsics;
using Apical.Numerics.Matrices;

namespace Apical.Numerics.Online;

/// <summary>
/// A net with one logistic output whose weights are 8-bit numbers: the numbers in one block of memory, and the passes over them. Nothing is allocated
/// after it is made. Signals come straight from the output. Not for several threads at once.
/// </summary>
/// <remarks>
/// Weights and biases are in units of 1/32, feedback of 1/128, sums of 1/128 in 16 bits, activities and errors of 2⁻¹⁴. A step is computed in units
/// of 1/256 of a weight's and rounded up or down at random, so that it is right on average however small it is.
/// </remarks>
public sealed unsafe class ByteCore
{
    private const int TableSize = 256, Middle = 128, NoScore = int.MinValue;
    private const int Coarse = 256;                     // units of 1/8192: 1/32

    private static readonly short[] s_tanh = Table(32, Math.Tanh), s_sigma = Table(16, a => 1 / (1 + Math.Exp(-a)));

    private readonly PinnedRoom _room;
    private readonly OnlineShape _shape;
    private readonly int[] _n;
    private readonly OnlineForm _form;
    private readonly ByteNoise _noise;
    private readonly int _hidden;
    private ByteLayer* _layers;
    private ByteLayer _output;                          // a layer of one unit that lies along its inputs
    private int* _active;
    private sbyte* _outputBias;
    private short _rate;
    private int _score = NoScore;

    /// <summary>A net whose weights, biases and feedback are 0.</summary>
    /// <param name="shape">Its size.</param>
    /// <param name="form">How it computes and learns; logistic, and not backward.</param>
    /// <param name="learningRate">η, from 1/8192 to 1.</param>
    /// <param name="noise">What it rounds by.</param>
    public ByteCore(OnlineShape shape, OnlineForm form, double learningRate, ByteNoise noise)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(noise);
        if (!form.Logistic || form.Backward)
        {
            throw new ArgumentException("Expected a logistic output, and signals straight from it.", nameof(form));
        }

        (_shape, _n, _form, _noise) = (shape, [.. shape.Widths], form, noise);
        _hidden = _n.Length - 2;
        LearningRate = learningRate;
        long bytes = (sizeof(ByteLayer) * 4) + (sizeof(short) * (_n[0] + (ByteKernel.Count * 2L))) + (sizeof(int) * (shape.Active + 1));
        for (int i = 1; i <= _hidden; i++)
        {
            bytes += Stride(i) * (_n[i - 1] + (i == 1 ? shape.Categories : 0) + 12L);
        }

        _room = new(bytes, (4 * _n.Length) + 8);
        Lay();
    }

    /// <summary>Units from the input to the output.</summary>
    public IReadOnlyList<int> Widths => _n;

    /// <summary>Bytes taken in memory, with what vectors are filled up with.</summary>
    public long MemoryBytes => _room.Bytes;

    /// <summary>η, rounded to a multiple of 1/8192, from 1/8192 to 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not one of these.</exception>
    public double LearningRate
    {
        get => _rate / 8192.0;
        set => _rate = Math.Round(value * 8192) is >= 1 and <= 8192 and var rate ? (short)rate
            : throw new ArgumentOutOfRangeException(nameof(LearningRate), value, "8-bit nets have learning rates from 1/8192, which is 0.00012, to 1.");
    }

    /// <summary>a_L for a sample, in units of 1/128, which <see cref="Learn"/> then learns from.</summary>
    /// <param name="x">n_0 numbers in units of 1/64: 64 is 1.</param>
    /// <param name="active">The categories that are on.</param>
    /// <exception cref="ArgumentException">Another number of them, or a category that is not there.</exception>
    public int Score(ReadOnlySpan<sbyte> x, ReadOnlySpan<int> active)
    {
        _score = NoScore;                               // nothing to learn from, until all is well
        if (x.Length != _n[0] || active.Length != _shape.Active)
        {
            throw OnlineProblem.Unfit(_shape, x.Length, active.Length);
        }

        short* input = _layers->X;
        for (int j = 0; j < x.Length; j++)
        {
            input[j] = (short)(x[j] << 8);
        }

        for (int k = 0; k < active.Length; k++)
        {
            _active[k] = (uint)active[k] < (uint)_shape.Categories ? active[k] : throw OnlineProblem.NoCategory(_shape, active[k]);
        }

        for (int i = 0; i < _hidden; i++)
        {
            Forward(_layers + i, i == 0 ? _shape.Active : 0);
        }

        ByteLayer* top = _layers + _hidden - 1;
        Vector256<short> sum = Vector256<short>.Zero;
        for (int block = 0; block < top->Stride; block += ByteKernel.Count)
        {
            sum = ByteKernel.Add(sum, ByteKernel.MultiplyRound(ByteKernel.Widen(_output.W + block) << 3, Vector256.Load(top->H + block)));
        }

        (Vector256<int> low, Vector256<int> high) = Vector256.Widen(sum);
        return _score = Vector256.Sum(low + high) + (*_outputBias << 2);
    }

    /// <summary>The probability of 1 for a score, in units of 2⁻¹⁴.</summary>
    public static short Probability(int score) => s_sigma[Math.Clamp((score >> 3) + Middle, 0, TableSize - 1)];

    /// <summary>Learns from the sample of the last <see cref="Score"/>.</summary>
    /// <param name="target">What the output should have been.</param>
    /// <exception cref="InvalidOperationException">There is no such sample.</exception>
    public void Learn(bool target)
    {
        if (_score == NoScore)
        {
            throw OnlineProblem.NothingPredicted();
        }

        int error = Probability(_score) - (target ? ByteKernel.One : 0);

        // Units of 1/256 of a weight's: 32 · 256 η e. What is cut off matters where the rate is small, and is then rounded at random, too.
        int cut = _rate < Coarse ? _noise.Next()[0] >> 2 : 0;
        short step = (short)-((_rate * error + cut) >> 14);
        Vector256<short> e = Vector256.Create(step), least = Vector256.Create((short)_output.Least);
        for (int i = 0; i < _hidden; i++)
        {
            ByteLayer* layer = _layers + i;
            for (int block = 0; block < layer->Stride; block += ByteKernel.Count)
            {
                Vector256<short> h = Vector256.Load(layer->H + block);
                Vector256<short> slope = (_form.HardTanh ? ByteKernel.ClipSlope(h) : ByteKernel.TanhSlope(h)) & Vector256.Load(layer->Units + block);
                Vector256<short> d = ByteKernel.MultiplyRound(ByteKernel.MultiplyRound(e, ByteKernel.Widen(layer->Feedback + block) << 8) << 1, slope);
                if (!Vector256.EqualsAll(d, Vector256<short>.Zero))
                {
                    ByteKernel.Move(layer, block, d, _noise, _active, i == 0 ? _shape.Active : 0);
                }
            }
        }

        ByteLayer* top = _layers + _hidden - 1;
        for (int block = 0; block < top->Stride; block += ByteKernel.Count)
        {
            Vector256<short> v = ByteKernel.MultiplyRound(e << 1, Vector256.Load(top->H + block));
            ByteKernel.Round(_output.W + block, v, (_noise.Next() >>> 8) & Vector256.Load(top->Units + block).AsUInt16(),
                least & Vector256.Load(top->Units + block));
        }

        int random = _noise.Next()[0] >> 8;
        *_outputBias = (sbyte)Math.Clamp(*_outputBias + ((step + random) >> 8), sbyte.MinValue, sbyte.MaxValue);
    }

    /// <summary>Puts weights in their places, each rounded to the nearest that there is.</summary>
    /// <param name="i">Layer, 1 to L.</param>
    /// <param name="w">W_i, <c>[n_i, n_{i−1}]</c>; of layer 1 with the categories as further columns.</param>
    /// <param name="bias">b_i, <c>[n_i, 1]</c></param>
    /// <param name="feedback">B_i, <c>[n_i, 1]</c>; null for none.</param>
    public void Load(int i, Matrix w, Matrix bias, Matrix? feedback)
    {
        ArgumentNullException.ThrowIfNull(w);
        ArgumentNullException.ThrowIfNull(bias);
        int inputs = _n[i - 1] + (i == 1 ? _shape.Categories : 0);
        if (w.Rows != _n[i] || w.Columns != inputs || bias.Rows != _n[i] || (feedback is not null && feedback.Rows != _n[i]))
        {
            throw new ArgumentException($"Expected weights [{_n[i]}, {inputs}] of layer {i}, with biases and feedback of {_n[i]} units; got "
                + $"[{w.Rows}, {w.Columns}].", nameof(w));
        }

        ByteLayer layer = i > _hidden ? _output : _layers[i - 1];
        for (int row = 0; row < _n[i]; row++)
        {
            for (int column = 0; column < w.Columns; column++)
            {
                int place = i > _hidden ? column : ((column + (column < _n[i - 1] ? 0 : 1)) * layer.Stride) + row;
                layer.W[place] = Byte(w[row, column] * 32, layer.Least);
            }

            if (i > _hidden)
            {
                *_outputBias = Byte(bias[0, 0] * 32, sbyte.MinValue);
                return;
            }

            layer.W[(_n[i - 1] * layer.Stride) + row] = Byte(bias[row, 0] * 32, sbyte.MinValue);
            layer.Feedback[row] = Byte((feedback?[row, 0] ?? 0) * 128, sbyte.MinValue);
        }
    }

    /// <summary>Reads a weight, in units of 1/32.</summary>
    /// <param name="i">Layer, 1 to L.</param>
    /// <param name="row">Unit.</param>
    /// <param name="column">Input; the bias where it is n_{i−1}, and categories after that.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such weight.</exception>
    public int Weight(int i, int row, int column) => i < 1 || i > _hidden + 1 ? throw new ArgumentOutOfRangeException(nameof(i), i, "No such layer.")
        : (uint)row >= (uint)_n[i] ? throw new ArgumentOutOfRangeException(nameof(row), row, "No such unit.")
        : (uint)column > (uint)(_n[i - 1] + (i == 1 ? _shape.Categories : 0)) ? throw new ArgumentOutOfRangeException(nameof(column), column, "No such input.")
        : i <= _hidden ? _layers[i - 1].W[(column * _layers[i - 1].Stride) + row]
        : column == _n[_hidden] ? *_outputBias : _output.W[column];

    private static sbyte Byte(double value, sbyte least) => (sbyte)Math.Clamp(Math.Round(value), least, sbyte.MaxValue);

    private static short[] Table(double units, Func<double, double> f) =>
        [.. Enumerable.Range(0, TableSize).Select(place => (short)Math.Round(f((place - Middle) / units) * ByteKernel.One))];

    private void Forward(ByteLayer* layer, int activeCount)
    {
        short* lanes = stackalloc short[ByteKernel.Count];
        for (int block = 0; block < layer->Stride; block += ByteKernel.Count)
        {
            Vector256<short> a = ByteKernel.Sum(layer, block, _active, activeCount);
            Vector256<short> h = ByteKernel.Clip(a);
            if (!_form.HardTanh)
            {
                (a >> 2).Store(lanes);
                for (int k = 0; k < ByteKernel.Count; k++)
                {
                    lanes[k] = s_tanh[Math.Clamp(lanes[k] + Middle, 0, TableSize - 1)];
                }

                h = Vector256.Load(lanes);
            }

            (h & Vector256.Load(layer->Units + block)).Store(layer->H + block);
        }
    }

    private int Stride(int i) => (_n[i] + ByteKernel.Count - 1) / ByteKernel.Count * ByteKernel.Count;

    private void Lay()
    {
        _layers = (ByteLayer*)_room.Take(_hidden * sizeof(ByteLayer));
        short* x = (short*)_room.Take(_n[0] * sizeof(short));
        sbyte least = _form.Floor is null ? sbyte.MinValue : (sbyte)0;
        for (int i = 1; i <= _hidden; i++)
        {
            ByteLayer* layer = _layers + i - 1;
            int stride = Stride(i);
            layer->X = x;
            layer->W = (sbyte*)_room.Take(stride * (_n[i - 1] + 1 + (i == 1 ? _shape.Categories : 0)));
            layer->Feedback = (sbyte*)_room.Take(stride);
            layer->Units = (short*)_room.Take(stride * sizeof(short));
            layer->H = x = (short*)_room.Take(stride * sizeof(short));
            (layer->Inputs, layer->Stride, layer->Least) = (_n[i - 1], stride, i == 1 ? sbyte.MinValue : least);
            new Span<short>(layer->Units, _n[i]).Fill(-1);
        }

        _output.W = (sbyte*)_room.Take(Stride(_hidden));
        _output.Least = least;
        _outputBias = (sbyte*)_room.Take(1);
        _active = (int*)_room.Take((_shape.Active + 1) * sizeof(int));
    }
}
