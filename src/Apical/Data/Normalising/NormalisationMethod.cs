using System.Globalization;
using Apical.Specs;

namespace Apical.Data;

/// <summary>How inputs are to be normalised. Written <c>none</c>, <c>whole</c>, <c>feature</c>, <c>channel</c>, <c>unit</c> or <c>range:LOW,HIGH</c>.</summary>
public sealed record NormalisationMethod : IReadable<NormalisationMethod>
{
    private NormalisationMethod(NormalisationKind kind, double low = 0, double high = 1) => (Kind, Low, High) = (kind, low, high);

    /// <summary>Inputs stay as they are.</summary>
    public static NormalisationMethod None { get; } = new(NormalisationKind.None);

    /// <summary>Mean 0 and standard deviation 1 over all inputs together.</summary>
    public static NormalisationMethod Whole { get; } = new(NormalisationKind.Whole);

    /// <summary>Mean 0 and standard deviation 1 for each feature by itself.</summary>
    public static NormalisationMethod Feature { get; } = new(NormalisationKind.Feature);

    /// <summary>Mean 0 and standard deviation 1 for each channel of images by itself.</summary>
    public static NormalisationMethod Channel { get; } = new(NormalisationKind.Channel);

    /// <summary>To [0, 1].</summary>
    public static NormalisationMethod Unit { get; } = Range(0, 1);

    /// <summary>The forms that <see cref="Parse"/> knows.</summary>
    public static IReadOnlyList<string> Names => Forms.Usages;

    private static Forms<NormalisationMethod> Forms { get; } = new Forms<NormalisationMethod>("normalisation")
        .Add("none", None)
        .Add("unit", Unit)
        .Add("whole", Whole)
        .Add("feature", Feature, "pixel")
        .Add("channel", Channel)
        .Add("range:LOW,HIGH", a => a is [[var low, var high]] ? Range(low, high) : null);

    /// <summary>The kind.</summary>
    public NormalisationKind Kind { get; }

    /// <summary>Lower end of the range, where the kind is a range.</summary>
    public double Low { get; }

    /// <summary>Upper end of the range, where the kind is a range.</summary>
    public double High { get; }

    /// <summary>To [<paramref name="low"/>, <paramref name="high"/>]: −0.9 and 0.9 for the autoencoders of lillicrap2016, note 9.</summary>
    public static NormalisationMethod Range(double low, double high) => low < high && double.IsFinite(high - low)
        ? new(NormalisationKind.Range, low, high)
        : throw new ArgumentException($"Expected a range with low < high, got [{low}, {high}].");

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <exception cref="ArgumentException">Something else; the message names the allowed forms.</exception>
    public static NormalisationMethod Parse(string text) => Forms.Parse(text);

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        NormalisationKind.Range when this == Unit => "unit",
        NormalisationKind.Range => string.Create(CultureInfo.InvariantCulture, $"range:{Low},{High}"),
        _ => Kind.ToString().ToLowerInvariant(),
    };
}
