using Apical.Specs;

namespace Apical.Data;

/// <summary>Samples in memory, and what a network is to answer to them. One sample per row; gathering turns rows into the columns of a batch.</summary>
/// <remarks>Not changed once made: operations return new sets, which share what stays the same. Leave the matrices alone too.</remarks>
public sealed class Dataset : ISamples
{
    /// <summary>A set of samples.</summary>
    /// <param name="name">For people and run records: <c>mnist/train</c>.</param>
    /// <param name="inputs"><c>[samples, features]</c></param>
    /// <param name="targets"><c>[samples, outputs]</c>, of the same precision.</param>
    /// <param name="labels">Class of each sample, or null when there are no classes.</param>
    /// <param name="classes">Number of classes; 0 without labels.</param>
    /// <param name="shape">How the features form an image, if they do.</param>
    /// <exception cref="ArgumentException">The parts do not fit together.</exception>
    public Dataset(string name, Matrix inputs, Matrix targets, int[]? labels = null, int classes = 0, ImageShape? shape = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        int count = inputs.Rows, features = inputs.Columns;
        Check(targets.Rows == count, $"{name}: expected targets [{count}, outputs] for inputs [{count}, {features}], got [{targets.Rows}, {targets.Columns}].");
        Check(
            targets.Precision == inputs.Precision,
            $"{name}: inputs are in {inputs.Precision}, targets in {targets.Precision} precision. Convert one with To.");
        Check(labels is null || labels.Length == count, $"{name}: expected one label for each of {Counted.Of(count, "sample")}, got {labels?.Length}.");
        string without = labels is null ? "without" : "with";
        Check(labels is null ? classes == 0 : classes > 0, $"{name}: expected a number of classes with labels, and 0 without; got {classes} {without} labels.");
        Check(shape is null || shape.Value.Features == features, $"{name}: an image of {shape} has {shape?.Features} features, the inputs have {features}.");
        OneHot.CheckLabels(labels, classes);
        (Name, Inputs, Targets, Labels, Classes, Shape) = (name, inputs, targets, labels, classes, shape);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>What a network sees, <c>[samples, features]</c>.</summary>
    public Matrix Inputs { get; }

    /// <summary>What a network is to answer, <c>[samples, outputs]</c>.</summary>
    public Matrix Targets { get; }

    /// <summary>Class of each sample, or null when there are no classes. Not to be changed.</summary>
    public int[]? Labels { get; }

    /// <inheritdoc/>
    public int Classes { get; }

    /// <inheritdoc/>
    /// <value>Default none.</value>
    public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <inheritdoc/>
    public ImageShape? Shape { get; }

    /// <inheritdoc/>
    public int Count => Inputs.Rows;

    /// <inheritdoc/>
    public int Features => Inputs.Columns;

    /// <inheritdoc/>
    public int Outputs => Targets.Columns;

    /// <inheritdoc/>
    public Precision Precision => Inputs.Precision;

    /// <inheritdoc/>
    public TargetSummary Summary => field ??= TargetSummary.Of(this);

    /// <summary>A classification set of grey images: inputs are pixels / 255, in [0, 1]; targets are one-hot, 0 and 1.</summary>
    public static Dataset OfImages(string name, IdxSet set, int classes, Precision precision = Precision.Single)
    {
        ArgumentNullException.ThrowIfNull(set);
        IReadOnlyList<int> shape = set.Images.Shape;
        int[] labels = Array.ConvertAll(set.Labels.Values, label => (int)label);
        var image = new ImageShape(1, shape[1], shape[2]);
        Matrix inputs = Pixels.ToMatrix(set.Images.Values, labels.Length, image.Features, precision);
        return new Dataset(name, inputs, OneHot.Encode(labels, classes, precision: precision), labels, classes, image);
    }

    /// <inheritdoc/>
    public void Gather(ReadOnlySpan<int> numbers, Matrix? x, Matrix? t, Span<int> labels)
    {
        if (x is not null)
        {
            Inputs.GatherSamples(numbers, x);
        }

        if (t is not null)
        {
            Targets.GatherSamples(numbers, t);
        }

        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = Labels![numbers[i]];
        }
    }

    /// <summary>All samples of a set that need not be in memory, gathered there.</summary>
    public static Dataset Of(ISamples samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        var x = new Matrix(samples.Features, samples.Count, samples.Precision);
        var t = new Matrix(samples.Outputs, samples.Count, samples.Precision);
        int[]? labels = samples.Classes == 0 ? null : new int[samples.Count];
        samples.Gather([.. Enumerable.Range(0, samples.Count)], x, t, labels);
        return new Dataset(samples.Name, x.T.ToMatrix().Clone(), t.T.ToMatrix().Clone(), labels, samples.Classes, samples.Shape)
        {
            ClassNames = samples.ClassNames,
        };
    }

    /// <summary>The first <paramref name="count"/> samples.</summary>
    public Dataset Take(int count)
    {
        if (count < 0 || count > Count)
        {
            throw new ArgumentOutOfRangeException(nameof(count), count, $"{Name} has {Counted.Of(Count, "sample")}: expected a number in [0, {Count}].");
        }

        return count == Count ? this : Select([.. Enumerable.Range(0, count)]);
    }

    /// <summary>The samples with these numbers, in this order.</summary>
    public Dataset Select(ReadOnlySpan<int> samples, string? name = null)
    {
        var inputs = new Matrix(samples.Length, Features, Precision);
        var targets = new Matrix(samples.Length, Outputs, Precision);
        Inputs.GatherRows(samples, inputs);
        Targets.GatherRows(samples, targets);
        int[]? labels = null;
        if (Labels is not null)
        {
            labels = new int[samples.Length];
            Gather(samples, null, null, labels);
        }

        return new Dataset(name ?? Name, inputs, targets, labels, Classes, Shape) { ClassNames = ClassNames };
    }

    /// <summary>Cuts the set into parts, in order or at random. A validation part of 0 samples is left out.</summary>
    /// <param name="train">Samples to train with, at least 1.</param>
    /// <param name="validation">Samples to choose settings with; 0 for none.</param>
    /// <param name="test">Samples to judge with, at least 1. The three may leave samples over.</param>
    /// <param name="rng">Draws who goes where (from its fork <c>split</c>); null keeps the order.</param>
    public DataSplits SplitByCount(int train, int validation, int test, Rng? rng = null)
    {
        if (train < 1 || validation < 0 || test < 1 || (long)train + validation + test > Count)
        {
            throw new ArgumentException(
                $"{Name} has {Counted.Of(Count, "sample")}: expected at least 1 to train and 1 to test with, {Count} at most in all, "
                    + $"got {train} + {validation} + {test}.");
        }

        int[] order = rng?.Fork("split").Permutation(Count) ?? [.. Enumerable.Range(0, Count)];
        return new DataSplits(
            Select(order.AsSpan(0, train), $"{Name}/train"),
            validation == 0 ? null : Select(order.AsSpan(train, validation), $"{Name}/validation"),
            Select(order.AsSpan(train + validation, test), $"{Name}/test"));
    }

    /// <summary>Cuts the set into parts by their share; what <paramref name="train"/> and <paramref name="validation"/> leave is the test part.</summary>
    /// <param name="train">Share to train with, in (0, 1).</param>
    /// <param name="validation">Share to choose settings with; 0 for none.</param>
    /// <param name="rng">Draws who goes where (from its fork <c>split</c>); null keeps the order.</param>
    public DataSplits SplitByFraction(double train, double validation, Rng? rng = null)
    {
        if (!(train > 0) || !(validation >= 0) || !(train + validation < 1))
        {
            throw new ArgumentException($"Expected shares with train > 0, validation >= 0 and train + validation < 1, got {train} and {validation}.");
        }

        int trained = (int)Math.Round(train * Count), used = (int)Math.Round((train + validation) * Count);
        return SplitByCount(trained, used - trained, Count - used, rng);
    }

    /// <summary>The same samples with other inputs, for instance normalised ones.</summary>
    /// <param name="inputs"><c>[samples, features]</c></param>
    public Dataset WithInputs(Matrix inputs) =>
        new(Name, inputs, Targets, Labels, Classes, inputs?.Columns == Features ? Shape : null) { ClassNames = ClassNames };

    /// <summary>The same samples with other targets; with the inputs as targets an autoencoder's task.</summary>
    /// <param name="targets"><c>[samples, outputs]</c></param>
    public Dataset WithTargets(Matrix targets) => new(Name, Inputs, targets, Labels, Classes, Shape) { ClassNames = ClassNames };

    /// <summary>
    /// An autoencoder's task: the targets are the inputs, and there are no classes. For tanh outputs normalise to [−0.9, 0.9] first (lillicrap2016, note 9).
    /// </summary>
    public Dataset WithInputsAsTargets() => new(Name, Inputs, Inputs, shape: Shape);

    /// <summary>The same samples with one output for each class, <paramref name="high"/> for the right one and <paramref name="low"/> for the others.</summary>
    public Dataset WithOneHotTargets(double low = 0, double high = 1) =>
        WithTargets(OneHot.Encode(NeedLabels(), Classes, low, high, Precision));

    /// <summary>The same samples with a single output, <paramref name="low"/> for class 0 and <paramref name="high"/> for class 1.</summary>
    public Dataset WithBinaryTargets(double low = 0, double high = 1) =>
        WithTargets(OneHot.EncodeBinary(NeedLabels(), low, high, Precision));

    /// <summary>The same samples with other target values, in one output for each class, or in a single one where there is a single one.</summary>
    public Dataset WithTargets(double low, double high) => Outputs == 1 ? WithBinaryTargets(low, high) : WithOneHotTargets(low, high);

    /// <summary>The same set in the given precision.</summary>
    public Dataset To(Precision precision) => precision == Precision
        ? this
        : new Dataset(Name, Inputs.To(precision), Targets.To(precision), Labels, Classes, Shape) { ClassNames = ClassNames };

    ISamples ISamples.Select(ReadOnlySpan<int> numbers, string? name) => Select(numbers, name);

    ISamples ISamples.Normalised(Normalisation how) => how.Apply(this);

    ISamples ISamples.WithTargets(double low, double high) => WithTargets(low, high);

    Dataset ISamples.InMemory() => this;

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Counted.Of(Count, "sample")}, {Counted.Of(Features, "feature")}, {Counted.Of(Outputs, "output")}";

    private int[] NeedLabels() => Labels ?? throw new InvalidOperationException($"{Name} has no labels, so there are no classes to make targets from.");

    private static void Check(bool holds, string message)
    {
        if (!holds)
        {
            throw new ArgumentException(message);
        }
    }
}
