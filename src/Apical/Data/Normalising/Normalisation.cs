using System.Numerics;
using System.Numerics.Tensors;
using Apical.Specs;

namespace Apical.Data;

/// <summary>Brings inputs to a common scale: x′ = (x − centre) · scale + shift. Found in the training part, applied to every part.</summary>
public sealed class Normalisation
{
    private const long MostNumbers = 1L << 31;

    private readonly double[] _centre, _scale;
    private readonly double _shift;

    private Normalisation(double[] centre, double[] scale, double shift, NormalisationRecord record) =>
        (_centre, _scale, _shift, Record) = (centre, scale, shift, record);

    /// <summary>What was found, for the record of a run.</summary>
    public NormalisationRecord Record { get; }

    /// <summary>What is subtracted, for each feature; empty when inputs stay as they are.</summary>
    public IReadOnlyList<double> Centre => _centre;

    /// <summary>What the rest is multiplied by, for each feature; empty when inputs stay as they are.</summary>
    public IReadOnlyList<double> Scale => _scale;

    /// <summary>What is added last.</summary>
    public double Shift => _shift;

    /// <summary>What a number was before it was normalised: (x′ − shift) / scale + centre; of a feature that never changed, that.</summary>
    /// <param name="value">x′</param>
    /// <param name="feature">From 0.</param>
    public double Undone(double value, int feature) =>
        _scale.Length == 0 ? value : _scale[feature] == 0 ? _centre[feature] : ((value - _shift) / _scale[feature]) + _centre[feature];

    /// <summary>One that was found before.</summary>
    /// <param name="centre">For each feature; empty to leave inputs as they are.</param>
    /// <param name="scale">For each feature; empty to leave inputs as they are.</param>
    /// <param name="shift">Added last.</param>
    /// <param name="record">What was found then.</param>
    /// <exception cref="ArgumentException">Centre and scale differ in length.</exception>
    public static Normalisation Of(IReadOnlyList<double> centre, IReadOnlyList<double> scale, double shift, NormalisationRecord record)
    {
        ArgumentNullException.ThrowIfNull(centre);
        ArgumentNullException.ThrowIfNull(scale);
        ArgumentNullException.ThrowIfNull(record);
        return centre.Count == scale.Count ? new([.. centre], [.. scale], shift, record)
            : throw new ArgumentException($"Expected a centre and a scale for each feature, got {centre.Count} and {scale.Count}.", nameof(scale));
    }

    /// <summary>Finds centre and scale in <paramref name="train"/>.</summary>
    /// <remarks>
    /// In two passes. Of a set that is not in memory and has more than 2³¹ numbers, every second, third, … sample is looked at, so that there are fewer;
    /// the record says how many. With <see cref="NormalisationMethod.None"/> a set that is not in memory is not read, and the record knows no numbers.
    /// </remarks>
    /// <exception cref="DatasetException">There are no samples, or an input is not finite.</exception>
    public static Normalisation Fit(NormalisationMethod method, ISamples train) => Fit(method, train, "feature", "--normalise");

    /// <summary>As <see cref="Fit(NormalisationMethod, ISamples)"/>, of numbers that are called something else in messages.</summary>
    /// <param name="method">How.</param>
    /// <param name="train">The training part.</param>
    /// <param name="what">What one of its inputs is called.</param>
    /// <param name="option">The option that says how.</param>
    internal static Normalisation Fit(NormalisationMethod method, ISamples train, string what, string option)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(train);
        if (train.Count == 0 || train.Features == 0)
        {
            throw new DatasetException($"{train.Name} is empty: there is nothing to fit a normalisation to.");
        }

        if (method == NormalisationMethod.None && train is not Dataset)
        {
            return new([], [], 0, new(method.ToString(), train.Name, train.Count, double.NaN, double.NaN, double.NaN, double.NaN, 0));
        }

        if (method.Kind == NormalisationKind.Channel && train.Shape is null)
        {
            throw new ArgumentException($"{train.Name} holds no images, so there are no channels to normalise. Use whole or feature.", nameof(method));
        }

        int stride = train is Dataset ? 1 : (int)(((long)train.Count * train.Features / MostNumbers) + 1);
        ISamples looked = stride == 1 ? train : train.Select([.. Enumerable.Range(0, (train.Count + stride - 1) / stride).Select(i => i * stride)]);
        FeatureStatistics features = FeatureStatistics.Of(looked);
        int foreign = Array.FindIndex(features.Sd, sd => !double.IsFinite(sd));
        if (foreign >= 0)
        {
            throw new DatasetException($"{train.Name}: {what} {foreign} holds a value that is not finite (NaN or infinite)"
                + $"{(train.Precision == Precision.Single ? ", or too large for single precision: use --precision double" : "")}. Remove such samples first.");
        }

        (double mean, double sd) = Pooled(features.Mean, features.Sd);
        double min = features.Min.Min(), max = features.Max.Max();
        static bool Fits(double low, double high, double spread) => low == high || (double.IsFinite(high - low) && double.IsFinite(1 / spread));
        bool fits = method.Kind == NormalisationKind.Feature
            ? Enumerable.Range(0, train.Features).All(i => Fits(features.Min[i], features.Max[i], features.Sd[i])) : Fits(min, max, sd);
        if (method != NormalisationMethod.None && !fits)
        {
            throw new DatasetException($"{train.Name}: {what}s from {ValueText.Show(min)} to {ValueText.Show(max)} cannot be normalised, "
                + "for their spread, or one over it, leaves the range "
                + "of numbers. Bring them to another unit, or use {option} none.");
        }

        int constant = Enumerable.Range(0, train.Features).Count(features.IsConstant);
        var record = new NormalisationRecord(method.ToString(), train.Name, looked.Count, mean, sd, min, max, constant);

        // a spread of zero: the scale 0 makes a constant of the constant, where 1/0 would make NaN
        double[] All(double value) => [.. Enumerable.Repeat(value, train.Features)];
        return method.Kind switch
        {
            NormalisationKind.Whole => new(All(mean), All(min == max ? 0 : 1 / sd), 0, record),
            NormalisationKind.Feature => new(features.Mean, [.. features.Sd.Select((s, i) => features.IsConstant(i) ? 0 : 1 / s)], 0, record),
            NormalisationKind.Channel => OfChannels(features, train.Shape!.Value, record),
            NormalisationKind.Range => new(All(min), All(min == max ? 0 : (method.High - method.Low) / (max - min)), method.Low, record),
            _ => new([], [], 0, record),
        };
    }

    private static Normalisation OfChannels(FeatureStatistics features, ImageShape shape, NormalisationRecord record)
    {
        double[] centre = new double[shape.Features], scale = new double[shape.Features];
        int pixels = shape.Height * shape.Width;
        for (int first = 0; first < shape.Features; first += pixels)
        {
            (double mean, double sd) = Pooled(features.Mean.AsSpan(first, pixels).ToArray(), features.Sd.AsSpan(first, pixels).ToArray());
            bool constant = features.Min.AsSpan(first, pixels).ToArray().Min() == features.Max.AsSpan(first, pixels).ToArray().Max();
            centre.AsSpan(first, pixels).Fill(mean);
            scale.AsSpan(first, pixels).Fill(constant ? 0 : 1 / sd);
        }

        return new(centre, scale, 0, record);
    }

    // The whole from its features, each of which has the same number of values.
    private static (double Mean, double Sd) Pooled(double[] means, double[] sds)
    {
        double largest = Math.Max(means.Max(Math.Abs), sds.Max());
        if (largest is (> 1e100 and < double.PositiveInfinity) or (> 0 and < 1e-100))
        {
            int power = Math.ILogB(largest);            // squares would leave the range of numbers
            (double unit, double spread) = Pooled([.. means.Select(m => Math.ScaleB(m, -power))], [.. sds.Select(s => Math.ScaleB(s, -power))]);
            return (Math.ScaleB(unit, power), Math.ScaleB(spread, power));
        }

        double mean = means.Average();
        return (mean, Math.Sqrt(means.Zip(sds, (m, s) => s * s + (m - mean) * (m - mean)).Average()));
    }

    /// <summary>The set with normalised inputs. Inputs outside of what the training part holds may leave the range.</summary>
    public Dataset Apply(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (_scale.Length == 0)
        {
            return data;
        }

        RequireFeatures(data);
        var result = new Matrix(data.Count, data.Features, data.Precision);
        if (data.Precision == Precision.Single)
        {
            Apply<float>(data.Inputs.AsSpan<float>(), result.AsSpan<float>());
        }
        else
        {
            Apply<double>(data.Inputs.AsSpan<double>(), result.AsSpan<double>());
        }

        return data.WithInputs(result);
    }

    /// <summary>Complains about a set with another number of features than the one that this was fitted to.</summary>
    /// <exception cref="ArgumentException">It has.</exception>
    internal void RequireFeatures(ISamples data)
    {
        if (data.Features != _scale.Length)
        {
            throw new ArgumentException(
                $"The normalisation was fitted to the {_scale.Length} features of {Record.FittedTo}, {data.Name} has {data.Features}.", nameof(data));
        }
    }

    /// <summary>Normalises gathered samples, with the same bits as <see cref="Apply(Dataset)"/>.</summary>
    /// <param name="x"><c>[features, batch]</c></param>
    internal void ApplyToColumns(Matrix x)
    {
        if (x.Precision == Precision.Single)
        {
            ApplyToColumns<float>(x.AsSpan<float>(), x.Columns);
        }
        else
        {
            ApplyToColumns<double>(x.AsSpan<double>(), x.Columns);
        }
    }

    private void ApplyToColumns<T>(Span<T> x, int batch)
        where T : unmanaged, INumberBase<T>
    {
        Span<double> memory = stackalloc double[256];
        for (int i = 0; i < _scale.Length; i++)
        {
            for (int start = 0; start < batch; start += memory.Length)
            {
                Span<double> row = memory[..Math.Min(memory.Length, batch - start)];
                Span<T> some = x.Slice((i * batch) + start, row.Length);
                TensorPrimitives.ConvertTruncating<T, double>(some, row);
                TensorPrimitives.Subtract(row, _centre[i], row);
                TensorPrimitives.Multiply(row, _scale[i], row);
                TensorPrimitives.Add(row, _shift, row);
                TensorPrimitives.ConvertTruncating<double, T>(row, some);
            }
        }
    }

    private void Apply<T>(ReadOnlySpan<T> from, Span<T> to)
        where T : unmanaged, INumberBase<T>
    {
        int features = _scale.Length;
        double[] row = new double[features];
        for (int start = 0; start < from.Length; start += features)
        {
            TensorPrimitives.ConvertTruncating(from.Slice(start, features), row);
            TensorPrimitives.Subtract(row, _centre, row);
            TensorPrimitives.Multiply(row, _scale, row);
            TensorPrimitives.Add(row, _shift, row);
            TensorPrimitives.ConvertTruncating(row, to.Slice(start, features));
        }
    }
}
