namespace Apical.Data;

/// <summary>
/// Samples and what a network is to answer to them, by number. They need never be whole in memory: whoever wants some gathers them. A <see cref="Dataset"/>
/// holds them all; others may read or make them when they are asked for.
/// </summary>
/// <remarks>
/// The same number always gives the same sample. A set is shared by all runs on it, so several threads may gather at once. Memory that a gathering needs
/// comes from <see cref="Workspace.Temporary"/>: then batches are drawn without allocating.
/// </remarks>
public interface ISamples : ITrainingData
{
    /// <summary>For people and run records: <c>mnist/train</c>.</summary>
    string Name { get; }

    /// <summary>Numbers in an input.</summary>
    int Features { get; }

    /// <summary>Numbers in a target.</summary>
    int Outputs { get; }

    /// <summary>Number of classes; 0 when the samples have no labels.</summary>
    int Classes { get; }

    /// <summary>Name of each class; empty when they have none but their numbers.</summary>
    IReadOnlyList<string> ClassNames => [];

    /// <summary>How the features form an image, if they do.</summary>
    ImageShape? Shape { get; }

    /// <summary>Precision of inputs and targets.</summary>
    Precision Precision { get; }

    /// <summary>What all targets are like. <see cref="TargetSummary.Of"/> finds out; a set should do so once.</summary>
    TargetSummary Summary { get; }

    /// <summary>Puts samples into the columns of matrices. What is not wanted, inputs above all, need not be read or made.</summary>
    /// <param name="numbers">Which samples, from 0 to <see cref="ITrainingData.Count"/> − 1; repeats are allowed.</param>
    /// <param name="x">Room for the inputs, <c>[features, numbers.Length]</c>; null when they are not wanted.</param>
    /// <param name="t">Room for the targets, <c>[outputs, numbers.Length]</c>; null when they are not wanted.</param>
    /// <param name="labels">Room for the class of each; empty when they are not wanted, or there are none.</param>
    void Gather(ReadOnlySpan<int> numbers, Matrix? x, Matrix? t, Span<int> labels);

    /// <summary>A hint: these are gathered next, whole. A set that reads from disk may begin with it in the background.</summary>
    /// <param name="numbers">Which samples.</param>
    void Expect(ReadOnlySpan<int> numbers)
    {
    }

    /// <summary>The samples with these numbers, in this order.</summary>
    /// <param name="numbers">Which samples.</param>
    /// <param name="name">Null for the name of this set.</param>
    ISamples Select(ReadOnlySpan<int> numbers, string? name = null) => new SelectedSamples(this, numbers, name ?? Name);

    /// <summary>The same samples, their inputs brought to a common scale.</summary>
    ISamples Normalised(Normalisation how) => new NormalisedSamples(this, how);

    /// <summary>The same samples with other target values, in one output for each class, or in a single one where there is a single one.</summary>
    /// <param name="low">For the other classes; in a single output for class 0.</param>
    /// <param name="high">For the right class; in a single output for class 1.</param>
    /// <exception cref="InvalidOperationException">The set has no classes.</exception>
    ISamples WithTargets(double low, double high) => new RecodedSamples(this, low, high);

    /// <summary>The same samples, whole in memory: for what must see them all at once.</summary>
    Dataset InMemory() => Dataset.Of(this);

    /// <inheritdoc/>
    IBatchSource ITrainingData.Batches(int batchSize, Rng rng, bool shuffle) => new BatchSampler(this, batchSize, rng, shuffle);
}
