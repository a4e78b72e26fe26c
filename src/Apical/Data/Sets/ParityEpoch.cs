using System.Buffers;

namespace Apical.Data;

/// <summary>The samples of one epoch of <see cref="Parity"/>: which images stand side by side.</summary>
internal sealed class ParityEpoch : ISamples
{
    private readonly ISamples _images;
    private readonly ImageShape _image;
    private readonly int[][] _order;
    private readonly (double Low, double High) _targets;

    /// <summary>The first <paramref name="count"/> samples of an epoch.</summary>
    public ParityEpoch(ISamples images, int k, (double Low, double High) targets, int count, Rng rng)
    {
        (_images, _image, _targets, Count) = (images, images.Shape!.Value, targets, count);
        _order = [.. Enumerable.Range(0, k).Select(_ => new int[images.Count])];
        Draw(rng);
    }

    public string Name => $"parity of {_order.Length} × {_images.Name}";

    public int Count { get; }

    public int Features => _order.Length * _images.Features;

    public int Outputs => 1;

    public int Classes => 2;

    public ImageShape? Shape => _image with { Width = _order.Length * _image.Width };

    public Precision Precision => _images.Precision;

    public TargetSummary Summary => field ??= TargetSummary.Of(this);

    /// <summary>Draws another epoch. Only for who shares this set with nobody.</summary>
    public void Draw(Rng rng)
    {
        foreach (int[] place in _order)
        {
            rng.FillPermutation(place);
        }
    }

    public void Gather(ReadOnlySpan<int> numbers, Matrix? x, Matrix? t, Span<int> labels)
    {
        int n = numbers.Length;
        int[] memory = ArrayPool<int>.Shared.Rent(3 * n);
        Span<int> chosen = memory.AsSpan(0, n), classes = memory.AsSpan(n, n), odd = memory.AsSpan(2 * n, n);
        odd.Clear();
        Matrix? image = x is null ? null : Workspace.Temporary(_images.Features, n, x.Backend);
        for (int place = 0; place < _order.Length; place++)
        {
            for (int i = 0; i < n; i++)
            {
                chosen[i] = _order[place][numbers[i]];
            }

            _images.Gather(chosen, image, null, classes);
            for (int i = 0; i < n; i++)
            {
                odd[i] ^= classes[i] & 1;
            }

            if (image is not null)
            {
                Put(image, place, x!);
            }
        }

        for (int i = 0; t is not null && i < n; i++)
        {
            t[0, i] = odd[i] == 0 ? _targets.Low : _targets.High;
        }

        odd[..labels.Length].CopyTo(labels);
        ArrayPool<int>.Shared.Return(memory);
    }

    // A row of pixels is a block of rows here, for samples are columns.
    private void Put(Matrix image, int place, Matrix x)
    {
        int row = _image.Width * x.Columns;
        for (int r = 0; r < _image.Channels * _image.Height; r++)
        {
            Copy(image, r * row, x, ((r * _order.Length) + place) * row, row);
        }
    }

    private static void Copy(Matrix from, int start, Matrix to, int at, int count)
    {
        if (from.Precision == Precision.Single)
        {
            from.AsSpan<float>().Slice(start, count).CopyTo(to.AsSpan<float>()[at..]);
        }
        else
        {
            from.AsSpan<double>().Slice(start, count).CopyTo(to.AsSpan<double>()[at..]);
        }
    }
}
