namespace Apical.Data;

/// <summary>The parts of a data set.</summary>
/// <param name="Train">What learning sees.</param>
/// <param name="Validation">What settings are chosen with, if there is such a part.</param>
/// <param name="Test">What the result is judged with.</param>
public sealed record DataSplits(ISamples Train, ISamples? Validation, ISamples Test)
{
    /// <summary>What training draws its batches from.</summary>
    /// <value>Default: <see cref="Train"/>. Else samples that differ from epoch to epoch; <see cref="Train"/> then is some, for sizes and targets.</value>
    public ITrainingData Training
    {
        get => field ?? Train;
        init;
    }

    /// <summary>Samples that could not be read and were left out, each with the reason.</summary>
    /// <value>Default none.</value>
    public IReadOnlyList<string> Skipped { get; init; } = [];

    /// <summary>How inputs were brought to a common scale: what a model that is trained on them must do to others.</summary>
    /// <value>Default null: not known, or not at all.</value>
    public Normalisation? Fitted { get; init; }

    /// <summary>Takes <paramref name="count"/> samples out of the training part for validation.</summary>
    /// <param name="count">At least 1, and fewer than there are.</param>
    /// <param name="rng">Draws which (from its fork <c>validation</c>); null takes the last ones.</param>
    public DataSplits HoldOut(int count, Rng? rng = null)
    {
        if (count < 1 || count >= Train.Count)
        {
            string found = $"{Train.Name} has {Train.Count} samples: expected at least 1 to hold out and 1 to stay.";
            throw new ArgumentOutOfRangeException(nameof(count), count, found);
        }

        RequireFixed();
        int[] order = rng?.Fork("validation").Permutation(Train.Count) ?? [.. Enumerable.Range(0, Train.Count)];
        int kept = Train.Count - count;
        return this with
        {
            Train = Train.Select(order.AsSpan(0, kept)),
            Validation = Train.Select(order.AsSpan(kept), $"{Train.Name}/validation"),
        };
    }

    /// <summary>Only the first samples of the parts, for a quick look.</summary>
    /// <param name="train">At most so many to train with.</param>
    /// <param name="test">At most so many to test, and to validate, with.</param>
    public DataSplits Limit(int train, int test)
    {
        RequireFixed();
        return this with { Train = First(Train, train), Validation = Validation is null ? null : First(Validation, test), Test = First(Test, test) };
    }

    /// <summary>The same change to every part: <c>splits.Map(part => part.WithTargets(-0.9, 0.9))</c>.</summary>
    public DataSplits Map(Func<ISamples, ISamples> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        RequireFixed();
        return this with { Train = change(Train), Validation = Validation is null ? null : change(Validation), Test = change(Test) };
    }

    /// <summary>Normalises all parts by what is found in the training part.</summary>
    /// <param name="method">How.</param>
    /// <param name="fitted">What was found, for the record of the run.</param>
    public DataSplits Normalised(NormalisationMethod method, out Normalisation fitted)
    {
        RequireFixed();
        Normalisation found = fitted = Normalisation.Fit(method, Train);
        return method == NormalisationMethod.None ? this : Map(part => part.Normalised(found));
    }

    private static ISamples First(ISamples all, int count) => count >= all.Count ? all : all.Select([.. Enumerable.Range(0, count)]);

    // A change of Train would leave the samples that training draws as they were.
    private void RequireFixed()
    {
        if (Training != Train)
        {
            throw new InvalidOperationException(
                $"{Train.Name}: training samples are made as they are needed. Change, limit or normalise what they are made from first.");
        }
    }
}
