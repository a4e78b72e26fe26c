using System.Buffers;

namespace Apical.Data;

/// <summary>Some samples of a set, in an order of their own; gathered from it when they are asked for.</summary>
internal sealed class SelectedSamples : ISamples
{
    private readonly ISamples _all;
    private readonly int[] _numbers;

    public SelectedSamples(ISamples all, ReadOnlySpan<int> numbers, string name)
    {
        int foreign = numbers.IndexOfAnyExceptInRange(0, all.Count - 1);
        if (foreign >= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(numbers), numbers[foreign], $"{all.Name} has the samples 0 to {all.Count - 1}.");
        }

        (_all, _numbers, Name) = (all, numbers.ToArray(), name);
    }

    public string Name { get; }

    public int Count => _numbers.Length;

    public int Features => _all.Features;

    public int Outputs => _all.Outputs;

    public int Classes => _all.Classes;

    public IReadOnlyList<string> ClassNames => _all.ClassNames;

    public ImageShape? Shape => _all.Shape;

    public Precision Precision => _all.Precision;

    public TargetSummary Summary => field ??= TargetSummary.Of(this);

    public void Gather(ReadOnlySpan<int> numbers, Matrix? x, Matrix? t, Span<int> labels)
    {
        int[] own = Own(numbers);
        _all.Gather(own.AsSpan(0, numbers.Length), x, t, labels);
        ArrayPool<int>.Shared.Return(own);
    }

    public void Expect(ReadOnlySpan<int> numbers)
    {
        int[] own = Own(numbers);
        _all.Expect(own.AsSpan(0, numbers.Length));
        ArrayPool<int>.Shared.Return(own);
    }

    private int[] Own(ReadOnlySpan<int> numbers)
    {
        int[] own = ArrayPool<int>.Shared.Rent(numbers.Length);
        for (int i = 0; i < numbers.Length; i++)
        {
            own[i] = _numbers[numbers[i]];
        }

        return own;
    }
}
