using System.Buffers;
using Apical.Specs;

namespace Apical.Data;

/// <summary>Labelled samples with other target values, written as the samples are gathered.</summary>
internal sealed class RecodedSamples : ISamples
{
    private readonly ISamples _coded;
    private readonly double _low, _high;
    private readonly bool _single;

    public RecodedSamples(ISamples coded, double low, double high)
    {
        (_coded, _low, _high, _single) = (coded, low, high, coded.Outputs == 1);
        if (coded.Classes == 0)
        {
            throw new InvalidOperationException(
                $"{coded.Name} has no labels, so there are no classes to make targets from.");
        }

        if (_single && coded.Classes != 2)
        {
            throw new InvalidOperationException($"{coded.Name} has {Counted.Of(coded.Classes, "class", "classes")} and a single output, "
                + "which tells two apart.");
        }
    }

    public string Name => _coded.Name;

    public int Count => _coded.Count;

    public int Features => _coded.Features;

    public int Outputs => _single ? 1 : Classes;

    public int Classes => _coded.Classes;

    public IReadOnlyList<string> ClassNames => _coded.ClassNames;

    public ImageShape? Shape => _coded.Shape;

    public Precision Precision => _coded.Precision;

    public TargetSummary Summary => field ??= TargetSummary.Of(this);

    public void Gather(ReadOnlySpan<int> numbers, Matrix? x, Matrix? t, Span<int> labels)
    {
        if (t is null)
        {
            _coded.Gather(numbers, x, null, labels);
            return;
        }

        int[] classes = ArrayPool<int>.Shared.Rent(numbers.Length);
        Span<int> own = classes.AsSpan(0, numbers.Length);
        _coded.Gather(numbers, x, null, own);
        t.Fill(_low);
        for (int i = 0; i < own.Length; i++)
        {
            if (!_single || own[i] != 0)
            {
                t[_single ? 0 : own[i], i] = _high;
            }
        }

        own[..labels.Length].CopyTo(labels);
        ArrayPool<int>.Shared.Return(classes);
    }

    public void Expect(ReadOnlySpan<int> numbers) => _coded.Expect(numbers);
}
