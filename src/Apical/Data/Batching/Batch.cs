using Apical.Specs;

namespace Apical.Data;

/// <summary>The samples of one training step, one per column.</summary>
public sealed class Batch
{
    private readonly Matrix _x, _t;
    private readonly int[]? _labels, _numbers;
    private BatchSampler? _source;                      // of what was drawn, and not gathered yet

    /// <summary>A batch over the matrices given.</summary>
    /// <param name="x">Inputs <c>[features, batch]</c>.</param>
    /// <param name="t">Targets <c>[outputs, batch]</c>.</param>
    /// <param name="labels">Class of each sample, or null. A source that uses its batch again writes into this array.</param>
    /// <param name="numbers">Number of each sample in its set, or null; written into in the same way.</param>
    /// <exception cref="ArgumentException">The parts do not have the same number of samples.</exception>
    public Batch(Matrix x, Matrix t, int[]? labels = null, int[]? numbers = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(t);
        if (x.Columns != t.Columns || (labels ?? numbers)?.Length is { } length && length != x.Columns)
        {
            throw new ArgumentException(
                $"Expected the same number of samples everywhere, got inputs [{x.Rows}, {x.Columns}], targets [{t.Rows}, {t.Columns}]"
                + (labels is null ? "." : $" and {Counted.Of(labels.Length, "label")}."));
        }

        (_x, _t, _labels, _numbers) = (x, t, labels, numbers);
    }

    /// <summary>Inputs <c>[features, batch]</c>.</summary>
    public Matrix X
    {
        get
        {
            Gather();
            return _x;
        }
    }

    /// <summary>Targets <c>[outputs, batch]</c>.</summary>
    public Matrix T
    {
        get
        {
            Gather();
            return _t;
        }
    }

    /// <summary>Whether the samples have classes.</summary>
    public bool HasLabels => _labels is not null;

    /// <summary>Class of each sample; empty when there are no classes.</summary>
    public ReadOnlySpan<int> Labels
    {
        get
        {
            Gather();
            return _labels;
        }
    }

    /// <summary>Number of each sample in the set that it was drawn from; empty when it was drawn from none.</summary>
    public ReadOnlySpan<int> Numbers => _numbers;

    /// <summary>Number of samples.</summary>
    public int Size => _x.Columns;

    /// <summary>Copies some samples into a batch of its own. Of one that was drawn and not looked at yet, the others are not gathered from their set.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="part">As many as it has room for; with labels and numbers where this one has them.</param>
    /// <exception cref="ArgumentException">Samples that are not there, or of another shape or precision.</exception>
    public void CopyTo(int first, Batch part)
    {
        ArgumentNullException.ThrowIfNull(part);
        if (first < 0 || first > Size - part.Size || (part._x.Rows, part._t.Rows, part._x.Precision) != (_x.Rows, _t.Rows, _x.Precision)
            || (part.HasLabels, part._numbers is null) != (HasLabels, _numbers is null))
        {
            throw new ArgumentException(
                $"Samples {first} to {first + part.Size - 1} of a batch of {Size} do not fit into what was given for them.", nameof(part));
        }

        part._source = null;
        _numbers.AsSpan(_numbers is null ? 0 : first, _numbers is null ? 0 : part.Size).CopyTo(part._numbers);
        if (_source is not null)
        {
            _source.Gather(first, part.Numbers, part._x, part._t, part._labels);
            return;
        }

        Copy(_x, first, part._x);
        Copy(_t, first, part._t);
        _labels.AsSpan(HasLabels ? first : 0, HasLabels ? part.Size : 0).CopyTo(part._labels);
    }

    /// <summary>Room for some samples of batches like this one; see <see cref="CopyTo"/>.</summary>
    /// <param name="samples">How many.</param>
    public Batch RoomFor(int samples) => new(
        new(_x.Rows, samples, _x.Precision), new(_t.Rows, samples, _t.Precision),
        HasLabels ? new int[samples] : null, _numbers is null ? null : new int[samples]);

    /// <summary>Was drawn: the samples with the numbers that it has now are gathered when they are asked for.</summary>
    internal void Await(BatchSampler source) => _source = source;

    private void Gather()
    {
        if (_source is { } source)
        {
            source.Gather(0, _numbers, _x, _t, _labels);
            _source = null;                             // where it failed, the next who asks tries again
        }
    }

    private static void Copy(Matrix from, int first, Matrix to)
    {
        if (from.Precision == Precision.Single)
        {
            Copy<float>(from, first, to);
        }
        else
        {
            Copy<double>(from, first, to);
        }
    }

    private static void Copy<T>(Matrix from, int first, Matrix to)
        where T : unmanaged
    {
        Span<T> source = from.AsSpan<T>(), target = to.AsSpan<T>();
        for (int row = 0; row < to.Rows; row++)
        {
            source.Slice((row * from.Columns) + first, to.Columns).CopyTo(target[(row * to.Columns)..]);
        }
    }
}
