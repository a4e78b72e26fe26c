using System.Buffers;
using Apical.Specs;

namespace Apical.Data;

/// <summary>
/// A classification set of images that are kept as bytes, a quarter of the memory of numbers in single precision, or not kept at all: inputs are
/// pixels / 255, in [0, 1], made as they are gathered; targets are 0 and 1.
/// </summary>
public sealed class ImageSamples : ISamples
{
    private readonly IPixels _pixels;
    private readonly int[] _labels;

    /// <summary>A set of images.</summary>
    /// <param name="name">For people and run records.</param>
    /// <param name="shape">Of each image.</param>
    /// <param name="pixels">The images, numbered as the labels are.</param>
    /// <param name="labels">Class of each.</param>
    /// <param name="classNames">Name of each class.</param>
    /// <param name="precision">Of inputs and targets.</param>
    /// <param name="single">Whether two classes have a single output, 0 or 1, in place of one for each class.</param>
    /// <exception cref="ArgumentException">A label has no name, or more than two classes are to have a single output.</exception>
    public ImageSamples(
        string name, ImageShape shape, IPixels pixels, int[] labels, IReadOnlyList<string> classNames,
        Precision precision = Precision.Single, bool single = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(pixels);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(classNames);
        OneHot.CheckLabels(labels, classNames.Count);
        if (single && classNames.Count != 2)
        {
            throw new ArgumentException($"{name} has {Counted.Of(classNames.Count, "class", "classes")}; a single output tells two apart. "
                + "Choose two classes, or one output for each.");
        }

        (Name, ImageShape, _pixels, _labels, ClassNames, Precision, Outputs) =
            (name, shape, pixels, labels, classNames, precision, single ? 1 : classNames.Count);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Count => _labels.Length;

    /// <inheritdoc/>
    public int Features => ImageShape.Features;

    /// <inheritdoc/>
    public int Outputs { get; }

    /// <inheritdoc/>
    public int Classes => ClassNames.Count;

    /// <inheritdoc/>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>How the features form an image.</summary>
    public ImageShape ImageShape { get; }

    /// <inheritdoc/>
    public ImageShape? Shape => ImageShape;

    /// <inheritdoc/>
    public Precision Precision { get; }

    /// <inheritdoc/>
    public TargetSummary Summary => field ??= TargetSummary.Of(this);

    /// <inheritdoc/>
    public void Gather(ReadOnlySpan<int> numbers, Matrix? x, Matrix? t, Span<int> labels)
    {
        if (x is not null)
        {
            ArraySegment<byte>[] memory = ArrayPool<ArraySegment<byte>>.Shared.Rent(numbers.Length);
            for (int i = 0; i < numbers.Length; i++)
            {
                memory[i] = _pixels.Of(numbers[i]);
            }

            Pixels.ToColumns(memory.AsSpan(0, numbers.Length), x);
            ArrayPool<ArraySegment<byte>>.Shared.Return(memory, clearArray: true);
        }

        t?.Fill(0);
        for (int i = 0; t is not null && i < numbers.Length; i++)
        {
            int label = _labels[numbers[i]];
            t[Outputs == 1 ? 0 : label, i] = Outputs == 1 ? label : 1;
        }

        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = _labels[numbers[i]];
        }
    }

    /// <inheritdoc/>
    public void Expect(ReadOnlySpan<int> numbers) => _pixels.Expect(numbers);

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Counted.Of(Count, "image")} of {ImageShape}, {Counted.Of(Classes, "class", "classes")}";
}
