using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Apical.Numerics.Kernels;
using Apical.Numerics.Matrices;

namespace Apical.Numerics.Online;

/// <summary>
/// A net with one output that takes one sample at a time: its numbers in one block of memory, and the passes over them. Nothing is allocated after it
/// is made.
/// Not for several threads at once.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed unsafe class OnlineCore<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Alignment = 64;

    private readonly byte[] _memory;                    // pinned; holds all that the addresses below point to
    private readonly int[] _n;                          // n_0 .. n_L
    private readonly OnlineForm _form;
    private readonly int _lanes, _mostActive;
    private OnlineParts<T> _parts;
    private byte* _next;
    private T _score;

    /// <summary>A net whose weights, biases and feedback are 0.</summary>
    /// <param name="inputs">Numbers of a sample, n_0; at least 1.</param>
    /// <param name="categories">Further inputs of 0 or 1, of which a sample names those that are 1; at least 0.</param>
    /// <param name="active">How many of them a sample names.</param>
    /// <param name="hidden">Units of the hidden layers, 1 to 3 of them.</param>
    /// <param name="form">How it computes and learns.</param>
    public OnlineCore(int inputs, int categories, int active, ReadOnlySpan<int> hidden, OnlineForm form)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(categories);
        ArgumentOutOfRangeException.ThrowIfNegative(active);
        if (hidden.Length is < 1 or > 3 || hidden.ContainsAnyExceptInRange(1, int.MaxValue))
        {
            throw new ArgumentException(
                $"Expected one to three hidden layers of at least one unit, got [{string.Join(", ", hidden.ToArray())}].", nameof(hidden));
        }

        _n = [inputs, .. hidden, 1];
        (_form, _mostActive, Categories) = (form, active, categories);
        _lanes = Lanes(hidden);
        _memory = GC.AllocateArray<byte>(checked((int)Bytes()), pinned: true);
        _next = (byte*)((Marshal.UnsafeAddrOfPinnedArrayElement(_memory, 0) + Alignment - 1) & -Alignment);
        Lay();
    }

    /// <summary>Units from the input to the output.</summary>
    public IReadOnlyList<int> Widths => _n;

    /// <summary>Further inputs of 0 or 1.</summary>
    public int Categories { get; }

    /// <summary>η</summary>
    public double LearningRate { get; set; }

    /// <summary>Bytes taken in memory, with what vectors are filled up with.</summary>
    public long MemoryBytes => _memory.Length;

    /// <summary>a_L for a sample, which <see cref="Learn"/> then learns from.</summary>
    /// <param name="x">n_0 numbers.</param>
    /// <param name="active">The categories that are on.</param>
    public T Score(ReadOnlySpan<T> x, ReadOnlySpan<int> active)
    {
        if (x.Length != _n[0] || active.Length != _mostActive)
        {
            throw Unfit(x.Length, active.Length);
        }

        x.CopyTo(new Span<T>(_parts.Layers->X, x.Length));
        for (int k = 0; k < active.Length; k++)
        {
            int category = active[k];
            if ((uint)category >= (uint)Categories)
            {
                throw new ArgumentOutOfRangeException(nameof(active), category, $"Categories are numbered 0 to {Categories - 1}.");
            }

            _parts.Active[k] = _parts.Layers->Inputs + category;
        }

        _score = Forward();
        return _score;
    }

    /// <summary>Learns from the sample of the last <see cref="Score"/>. Asked twice, it takes two steps along the signals of that pass.</summary>
    /// <param name="target">What the output should have been: 0 to 1 for a logistic one.</param>
    public void Learn(T target) => LearnFrom(Output(_score) - target);

    /// <summary>Learns from the sample of the last <see cref="Score"/>.</summary>
    /// <param name="error">δ_L = h_L − t</param>
    public void LearnFrom(T error)
    {
        T step = T.CreateTruncating(-LearningRate) * error;
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

    // The narrowest vectors that hold the widest layer, so that small nets take little memory.
    private static int Lanes(ReadOnlySpan<int> hidden)
    {
        int most = 0;
        foreach (int n in hidden)
        {
            most = Math.Max(most, n);
        }

        return most <= Vector128<T>.Count || !Vector256.IsHardwareAccelerated ? Vector128<T>.Count
            : most <= Vector256<T>.Count || !Vector512.IsHardwareAccelerated ? Vector256<T>.Count : Vector512<T>.Count;
    }

    private int Stride(int i) => (_n[i] + _lanes - 1) / _lanes * _lanes;

    private static int Fours(int n) => (n + 3) / 4 * 4;

    private long Bytes()
    {
        long numbers = Fours(_n[0]) + Vector512<T>.Count, bytes = 3 * Alignment;
        for (int i = 1; i < _n.Length - 1; i++)
        {
            numbers += (long)Stride(i) * (Fours(_n[i - 1]) + (i == 1 ? Categories : 0) + 5);
            bytes += 8 * Alignment;
        }

        numbers += 2 * Stride(_n.Length - 2);
        return (numbers * sizeof(T)) + bytes + (_n.Length * sizeof(OnlineLayer<T>)) + ((_mostActive + 1) * sizeof(int)) + (4 * Alignment);
    }

    private void Lay()
    {
        int hidden = _n.Length - 2;
        _parts.Layers = (OnlineLayer<T>*)Take(hidden * sizeof(OnlineLayer<T>));
        T* x = Numbers(Fours(_n[0]));
        for (int i = 1; i <= hidden; i++)
        {
            OnlineLayer<T>* layer = _parts.Layers + i - 1;
            int stride = Stride(i), inputs = Fours(_n[i - 1]);
            layer->X = x;
            layer->Fan = _n[i - 1];
            layer->Inputs = inputs;
            layer->Stride = stride;
            layer->W = Numbers((inputs + (i == 1 ? Categories : 0)) * stride);
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
        _parts.Active = (int*)Take((_mostActive + 1) * sizeof(int));
        new Span<T>(_parts.OutputFloor, _n[hidden]).Fill(T.CreateTruncating(_form.Floor ?? 0));
        _parts.Hidden = hidden;
        _parts.ActiveCount = _mostActive;
        _parts.HardTanh = _form.HardTanh;
        _parts.Floored = _form.Floor is not null;
    }

    private T* Numbers(int count) => (T*)Take(count * sizeof(T));

    private void* Take(int bytes)
    {
        void* place = _next;
        _next += (bytes + Alignment - 1) / Alignment * Alignment;
        return place;
    }

    // Visits the places of W_i, of b_i (column −1) and of B_i (column −2).
    private void Each(int i, OnlineVisit<T> visit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(i, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(i, _n.Length - 1);
        bool top = i == _n.Length - 1;
        OnlineLayer<T>* layer = top ? null : _parts.Layers + i - 1;
        for (int row = 0; row < _n[i]; row++)
        {
            for (int column = 0; column < _n[i - 1] + (i == 1 ? Categories : 0); column++)
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

    private ArgumentException Unfit(int numbers, int active) => new(
        $"Expected {_n[0]} numbers{(Categories > 0 ? $" and {_mostActive} categories" : "")}, got {numbers}{(Categories > 0 ? $" and {active}" : "")}.");
}
