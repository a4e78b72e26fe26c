using Apical.Specs;

namespace Apical.Data;

/// <summary>The samples of one training step, one per column.</summary>
public sealed class Batch
{
    private readonly int[]? _labels, _numbers;

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

        (X, T, _labels, _numbers) = (x, t, labels, numbers);
    }

    /// <summary>Inputs <c>[features, batch]</c>.</summary>
    public Matrix X { get; }

    /// <summary>Targets <c>[outputs, batch]</c>.</summary>
    public Matrix T { get; }

    /// <summary>Whether the samples have classes.</summary>
    public bool HasLabels => _labels is not null;

    /// <summary>Class of each sample; empty when there are no classes.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>Number of each sample in the set that it was drawn from; empty when it was drawn from none.</summary>
    public ReadOnlySpan<int> Numbers => _numbers;

    /// <summary>Number of samples.</summary>
    public int Size => X.Columns;
}
