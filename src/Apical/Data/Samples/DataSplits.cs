using Apical.Specs;

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

    /// <summary>Name of each input; empty when they have none.</summary>
    /// <value>Default none.</value>
    public IReadOnlyList<string> FeatureNames { get; init; } = [];

    /// <summary>Name of each number that is learned, where there are no classes; empty when they have none.</summary>
    /// <value>Default none.</value>
    public IReadOnlyList<string> TargetNames { get; init; } = [];

    /// <summary>How the numbers that are learned want to be normalised, where there are no classes: those of a table have any size.</summary>
    /// <value>Default not at all.</value>
    public NormalisationMethod WantedTargets { get; init; } = NormalisationMethod.None;

    /// <summary>How the numbers that are learned were normalised: t′ = (t − centre) · scale + shift.</summary>
    /// <value>Default null: not at all.</value>
    public Normalisation? FittedTargets { get; init; }

    /// <summary>What was loaded.</summary>
    /// <value>Default null: nobody has looked.</value>
    public DataFacts? Facts { get; init; }

    /// <summary>Takes <paramref name="count"/> samples out of the training part for validation.</summary>
    /// <param name="count">At least 1, and fewer than there are.</param>
    /// <param name="rng">Draws which (from its fork <c>validation</c>); null takes the last ones.</param>
    public DataSplits HoldOut(int count, Rng? rng = null)
    {
        if (count < 1 || count >= Train.Count)
        {
            string found = $"{Train.Name} has {Counted.Of(Train.Count, "sample")}: expected at least 1 to hold out and 1 to stay.";
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

    /// <summary>Normalises the numbers that are learned by what is found in the training part. A set that is not in memory is taken there.</summary>
    /// <param name="method">How; <see cref="NormalisationMethod.Feature"/> brings each number to mean 0 and standard deviation 1.</param>
    /// <exception cref="ArgumentException">The set has classes.</exception>
    public DataSplits NormaliseTargets(NormalisationMethod method)
    {
        ArgumentNullException.ThrowIfNull(method);
        if (method == NormalisationMethod.None)
        {
            return this;
        }

        if (Train.Classes > 0)
        {
            throw new ArgumentException($"{Train.Name} has classes: their targets are two values, not numbers to normalise.", nameof(method));
        }

        static Dataset Targets(Dataset data) => new(data.Name, data.Targets, data.Targets);
        var found = Normalisation.Fit(method, Targets(Train.InMemory()), "target", "--normalise-targets");
        return Map(part => part.InMemory().WithTargets(found.Apply(Targets(part.InMemory())).Inputs)) with { FittedTargets = found };
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
