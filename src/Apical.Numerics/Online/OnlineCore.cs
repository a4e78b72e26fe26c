using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Apical.Numerics.Kernels;
using Apical.Numerics.Matrices;

namespace Apical.Numerics.Online;

/// <summary>
/// A net with one output that takes one sample at a time: its numbers in one block of memory, and the passes over them. Nothing is allocated after it
/// is made. Not for several threads at once.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed unsafe class OnlineCore<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly PinnedRoom _room;
    private readonly OnlineShape _shape;
    private readonly int[] _n;                          // n_0 .. n_L
    private readonly OnlineForm _form;
    private readonly int _lanes;
    private OnlineParts<T> _parts;
    private double _learningRate;
    private T _minusRate, _score = T.NaN;

    /// <summary>A net whose weights, biases and feedback are 0.</summary>
    /// <param name="shape">Its size.</param>
    /// <param name="form">How it computes and learns.</param>
    /// <param name="learningRate">η; positive and finite, also as a <typeparamref name="T"/>.</param>
    public OnlineCore(OnlineShape shape, OnlineForm form, double learningRate)
    {
        ArgumentNullException.ThrowIfNull(shape);
        (_shape, _form, _n) = (shape, form, [.. shape.Widths]);
        LearningRate = learningRate;
        _lanes = Lanes(_n[1..^1].Max());
        _room = new(Bytes(), (8 * _n.Length) + 8);
        Lay();
    }

    /// <summary>Units from the input to the output.</summary>
    public IReadOnlyList<int> Widths => _n;

    /// <summary>η; positive and finite, also as a <typeparamref name="T"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public double LearningRate
    {
        get => _learningRate;
        set
        {
            T minus = T.CreateTruncating(-value);
            (_minusRate, _learningRate) = minus < T.Zero && T.IsFinite(minus) ? (minus, value)
                : throw new ArgumentOutOfRangeException(nameof(LearningRate), value, $"A learning rate is positive and finite, also as a {typeof(T).Name}.");
        }
    }

    /// <summary>Bytes taken in memory, with what vectors are filled up with.</summary>
    public long MemoryBytes => _room.Bytes;

    /// <summary>a_L for a sample, which <see cref="Learn(T)"/> then learns from.</summary>
    /// <param name="x">n_0 finite numbers.</param>
    /// <param name="active">The categories that are on.</param>
    /// <exception cref="ArgumentException">Another number of them, a category that is not there, or a number that is not finite.</exception>
    /// <exception cref="ArithmeticException">The output is too large for a number.</exception>
    public T Score(ReadOnlySpan<T> x, ReadOnlySpan<int> active)
    {
        _score = T.NaN;                                 // nothing to learn from, until all is well
        if (x.Length != _n[0] || active.Length != _shape.Active)
        {
            throw OnlineProblem.Unfit(_shape, x.Length, active.Length);
        }

        if (!CopyFinite(x))
        {
            throw OnlineProblem.NotFinite(x);
        }

        for (int k = 0; k < active.Length; k++)
        {
            int category = active[k];
            if ((uint)category >= (uint)_shape.Categories)
            {
                throw OnlineProblem.NoCategory(_shape, category);
            }

            _parts.Active[k] = _parts.Layers->Inputs + category;
        }

        T score = Forward();
        return T.IsFinite(score) ? _score = score : throw OnlineProblem.TooLarge();
    }

    /// <summary>Learns from the sample of the last <see cref="Score"/>. Asked twice, it takes two steps along the signals of that pass.</summary>
    /// <param name="target">What the output should have been: 0 to 1 for a logistic one.</param>
    /// <exception cref="InvalidOperationException">There is no such sample.</exception>
    /// <exception cref="ArgumentException">The target is not finite, or too far away; nothing was learned.</exception>
    public void Learn(T target) => Learn(Output(_score), target);

    /// <summary>As <see cref="Learn(T)"/>, where the output is known.</summary>
    /// <param name="output">h_L of the last <see cref="Score"/>.</param>
    /// <param name="target">What it should have been.</param>
    /// <exception cref="InvalidOperationException">There is no such sample.</exception>
    /// <exception cref="ArgumentException">The target is no probability, or not finite, or too far away; nothing was learned.</exception>
    public void Learn(T output, T target)
    {
        T step = _minusRate * (output - target);
        if (!T.IsFinite(step))
        {
            throw NoStep(output - target);
        }

        if (_form.Logistic && T.Abs(target + target - T.One) > T.One)
        {
            throw OnlineProblem.NoProbability(target);
        }

        if (_lanes == Vector512<T>.Count)
        {
            Learn<Simd512<T>>(step);
        }
        else if (_lanes == Vector256<T>.Count)
        {
            Learn<Simd256<T>>(step);
        }
        else
        {
            Learn<Simd128<T>>(step);
        }
    }

    /// <summary>h_L of a score: σ(a) for a logistic output, else a itself.</summary>
    public T Output(T score)
    {
        if (!_form.Logistic)
        {
            return score;
        }

        if (typeof(T) != typeof(float))
        {
            return T.One / (T.One + T.Exp(-score));
        }

        T* half = stackalloc T[Simd128<T>.Count];
        Simd128<T>.Store(OnlineKernel<Simd128<T>, T>.Tanh(Simd128<T>.Broadcast(score * T.CreateTruncating(0.5))), half);
        return (half[0] + T.One) * T.CreateTruncating(0.5);
    }

    /// <summary>Puts weights in their places.</summary>
    /// <param name="i">Layer, 1 to L.</param>
    /// <param name="w">W_i, <c>[n_i, n_{i−1}]</c>; of layer 1 with the categories as further columns.</param>
    /// <param name="bias">b_i, <c>[n_i, 1]</c></param>
    /// <param name="feedback">B_i, <c>[n_i, 1]</c>; null for none.</param>
    public void Load(int i, Matrix w, Matrix bias, Matrix? feedback) => Each(i, (place, row, column) =>
        *place = T.CreateTruncating(column == -1 ? bias[row, 0] : column == -2 ? feedback?[row, 0] ?? 0
            : i > 1 ? Math.Max(w[row, column], _form.Floor ?? double.NegativeInfinity) : w[row, column]));

    /// <summary>Reads weights out of their places.</summary>
    /// <param name="i">Layer, 1 to L.</param>
    /// <param name="w">W_i, filled.</param>
    /// <param name="bias">b_i, filled.</param>
    public void Save(int i, Matrix w, Matrix bias) => Each(i, (place, row, column) =>
    {
        if (column == -1)
        {
            bias[row, 0] = double.CreateTruncating(*place);
        }
        else if (column >= 0)
        {
            w[row, column] = double.CreateTruncating(*place);
        }
    });

    private T Forward() => _lanes == Vector512<T>.Count ? OnlineKernel<Simd512<T>, T>.Score(in _parts)
        : _lanes == Vector256<T>.Count ? OnlineKernel<Simd256<T>, T>.Score(in _parts)
        : OnlineKernel<Simd128<T>, T>.Score(in _parts);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Learn<V>(T step)
        where V : struct, ISimd<V, T>
    {
        if (_form.Backward)
        {
            OnlineKernel<V, T>.LearnBackward(in _parts, step);
        }
        else
        {
            OnlineKernel<V, T>.LearnDirect(in _parts, step);
        }
    }

    // Whether all are: x − x is 0, but where x is not finite.
    private bool CopyFinite(ReadOnlySpan<T> x)
    {
        T* to = _parts.Layers->X;
        Vector256<T> differences = Vector256<T>.Zero;
        int i = 0;
        for (; i <= x.Length - Vector256<T>.Count; i += Vector256<T>.Count)
        {
            Vector256<T> some = Vector256.LoadUnsafe(in MemoryMarshal.GetReference(x), (nuint)i);
            some.Store(to + i);
            differences += some - some;
        }

        T rest = T.Zero;
        for (; i < x.Length; i++)
        {
            to[i] = x[i];
            rest += x[i] - x[i];
        }

        return Vector256.EqualsAll(differences, Vector256<T>.Zero) && rest == T.Zero;
    }

    // The narrowest vectors that hold the widest layer, so that small nets take little memory.
    private static int Lanes(int most)
    {
        return most <= Vector128<T>.Count || !Vector256.IsHardwareAccelerated ? Vector128<T>.Count
            : most <= Vector256<T>.Count || !Vector512.IsHardwareAccelerated ? Vector256<T>.Count : Vector512<T>.Count;
    }

    private int Stride(int i) => (_n[i] + _lanes - 1) / _lanes * _lanes;

    private static int Fours(int n) => (n + 3) / 4 * 4;

    private long Bytes()
    {
        long numbers = Fours(_n[0]) + Vector512<T>.Count;
        for (int i = 1; i < _n.Length - 1; i++)
        {
            numbers += (long)Stride(i) * (Fours(_n[i - 1]) + (i == 1 ? _shape.Categories : 0) + 5);
        }

        numbers += 2 * Stride(_n.Length - 2);
        return (numbers * sizeof(T)) + (_n.Length * sizeof(OnlineLayer<T>)) + ((_shape.Active + 1) * sizeof(int));
    }

    private void Lay()
    {
        int hidden = _n.Length - 2;
        _parts.Layers = (OnlineLayer<T>*)_room.Take(hidden * sizeof(OnlineLayer<T>));
        T* x = Numbers(Fours(_n[0]));
        for (int i = 1; i <= hidden; i++)
        {
            OnlineLayer<T>* layer = _parts.Layers + i - 1;
            int stride = Stride(i), inputs = Fours(_n[i - 1]);
            layer->X = x;
            layer->Fan = _n[i - 1];
            layer->Inputs = inputs;
            layer->Stride = stride;
            layer->W = Numbers((inputs + (i == 1 ? _shape.Categories : 0)) * stride);
            layer->Bias = Numbers(stride);
            layer->Feedback = Numbers(stride);
            layer->Floor = Numbers(stride);
            layer->H = Numbers(stride);
            layer->Step = Numbers(stride);
            new Span<T>(layer->Floor, _n[i]).Fill(T.CreateTruncating(_form.Floor ?? 0));
            x = layer->H;
        }

        _parts.Output = Numbers(Stride(hidden));
        _parts.OutputFloor = Numbers(Stride(hidden));
        _parts.OutputBias = Numbers(1);
        _parts.Active = (int*)_room.Take((_shape.Active + 1) * sizeof(int));
        new Span<T>(_parts.OutputFloor, _n[hidden]).Fill(T.CreateTruncating(_form.Floor ?? 0));
        _parts.Hidden = hidden;
        _parts.ActiveCount = _shape.Active;
        _parts.HardTanh = _form.HardTanh;
        _parts.Floored = _form.Floor is not null;
    }

    private T* Numbers(int count) => (T*)_room.Take(count * sizeof(T));

    // Visits the places of W_i, of b_i (column −1) and of B_i (column −2).
    private void Each(int i, OnlineVisit<T> visit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(i, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(i, _n.Length - 1);
        bool top = i == _n.Length - 1;
        OnlineLayer<T>* layer = top ? null : _parts.Layers + i - 1;
        for (int row = 0; row < _n[i]; row++)
        {
            for (int column = 0; column < _n[i - 1] + (i == 1 ? _shape.Categories : 0); column++)
            {
                int place = column < _n[i - 1] ? column : column - _n[i - 1] + layer->Inputs;
                visit(top ? _parts.Output + column : layer->W + ((nint)place * layer->Stride) + row, row, column);
            }

            visit(top ? _parts.OutputBias : layer->Bias + row, row, -1);
            if (!top)
            {
                visit(layer->Feedback + row, row, -2);
            }
        }
    }

    private Exception NoStep(T error) => T.IsNaN(_score) ? OnlineProblem.NothingPredicted() : OnlineProblem.NoStep(Output(_score), error);
}
