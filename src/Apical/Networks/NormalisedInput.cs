using Apical.Parameters;

namespace Apical.Networks;

/// <summary>What a layer that normalises its input took in during one pass. Reused from pass to pass; the matrices are workspace temporaries.</summary>
/// <param name="norm">What the layer keeps.</param>
internal sealed class NormalisedInput(InputNormalisation norm)
{
    private Matrix _x = null!;                          // x̃ [features, numbers]
    private Matrix _mean = null!;
    private Matrix _variance = null!;
    private Matrix _deviation = null!;
    private bool _isOfBatch;

    /// <summary>x̂, <c>[units, batch]</c></summary>
    public Matrix Value { get; private set; } = null!;

    /// <summary>Normalises.</summary>
    /// <param name="i">Number of the layer, for messages.</param>
    /// <param name="h"><c>[units, batch]</c></param>
    /// <param name="isTraining">Whether by the batch even where running statistics are kept.</param>
    public void Take(int i, Matrix h, bool isTraining)
    {
        Matrix x = norm.ByFeature(h);
        _isOfBatch = isTraining || !norm.Form.KeepsStatistics;
        if (_isOfBatch && x.Columns < 2)
        {
            throw new ArgumentException(
                $"Layer {i} normalises its input over the batch, which takes at least two samples; this batch has {h.Columns}. Use larger batches, or a " +
                    "network without batch normalisation.");
        }

        _mean = _isOfBatch ? x.RowSums().Scaled(1.0 / x.Columns) : norm.Mean!.Value;
        Matrix centred = x.MinusColumn(_mean);
        _variance = _isOfBatch ? centred.RowSumsOfSquares().Scaled(1.0 / x.Columns) : norm.Variance!.Value;
        _deviation = _variance.Shifted(InputNormalisation.Floor).Sqrt();
        _x = centred.DividedByColumn(_deviation);
        Value = norm.ByUnit(Scaled(_x));
    }

    /// <summary>The same on other activities, with the statistics that were found: <c>[units, any batch]</c>.</summary>
    public Matrix Apply(Matrix x) => norm.ByUnit(Scaled(norm.ByFeature(x).MinusColumn(_mean).DividedByColumn(_deviation)));

    /// <summary>What <see cref="Apply"/> would make this of: <c>[units, any batch]</c>.</summary>
    public Matrix Undo(Matrix x)
    {
        Matrix rows = norm.ByFeature(x);
        return norm.ByUnit((norm.Shift is { } shift ? rows.MinusColumn(shift.Value) : rows).TimesColumn(Unit()).PlusColumn(_mean));
    }

    /// <summary>As <see cref="Undo"/> for a difference of two: <c>[units, any batch]</c>.</summary>
    public Matrix UndoChange(Matrix x) => norm.ByUnit(norm.ByFeature(x).TimesColumn(Unit()));

    /// <summary>
    /// A signal g at x̂, carried back to h. With g̃ = γ g and ⟨ ⟩ the mean over the numbers of a feature: (g̃ − ⟨g̃⟩ − x̃ ⟨g̃ x̃⟩) / σ where the statistics are
    /// those of the batch, and g̃ / σ where they stay.
    /// </summary>
    /// <param name="g"><c>[units, batch]</c></param>
    /// <returns><c>[units, batch]</c></returns>
    public Matrix Back(Matrix g)
    {
        Matrix rows = norm.ByFeature(g);
        rows = norm.Scale is { } scale ? rows.TimesColumn(scale.Value) : rows;
        if (_isOfBatch)
        {
            double share = 1.0 / rows.Columns;
            Matrix along = _x.TimesColumn(rows.Times(_x).RowSums().Scaled(share));
            rows = rows.MinusColumn(rows.RowSums().Scaled(share)).Minus(along);
        }

        return norm.ByUnit(rows.DividedByColumn(_deviation));
    }

    /// <summary>Proposes the gradients of scale and shift, where there are any: Σ g x̃ and Σ g over the numbers of a feature.</summary>
    /// <param name="g">The signal at x̂, <c>[units, batch]</c></param>
    /// <param name="updates">Receives them.</param>
    public void AddUpdates(Matrix g, Updates updates)
    {
        Matrix rows = norm.ByFeature(g);
        updates.Add(norm.Scale!, rows.Times(_x).RowSums());
        updates.Add(norm.Shift!, rows.RowSums());
    }

    /// <summary>Moves the running statistics, if this was a training pass.</summary>
    public void Follow()
    {
        if (_isOfBatch)
        {
            norm.Follow(_mean, _variance, _x.Columns);
        }
    }

    private Matrix Scaled(Matrix x) => norm is { Scale: { } scale, Shift: { } shift } ? x.TimesColumn(scale.Value).PlusColumn(shift.Value) : x;

    private Matrix Unit() => norm.Scale is { } scale ? _deviation.DividedBy(scale.Value) : _deviation;
}
