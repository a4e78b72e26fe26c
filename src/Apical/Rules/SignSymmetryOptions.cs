using Apical.Specs;

namespace Apical.Rules;

/// <summary>Settings of <see cref="SignSymmetry"/>.</summary>
public sealed record SignSymmetryOptions
{
    /// <summary>Its settings on the command line.</summary>
    public static Settings<SignSymmetryOptions> Settings { get; } = new Settings<SignSymmetryOptions>(() => new())
        .Choice("magnitude", o => o.Magnitude, (o, x) => o with { Magnitude = x }, "which M")
        .Number("scale", o => o.Scale, (o, x) => o with { Scale = x }, "factor on M (ours); bare signs are scale = 2 √n_i");

    /// <summary>Which magnitudes.</summary>
    /// <value>Default: uniform.</value>
    public SignSymmetryMagnitude Magnitude { get; init; } = SignSymmetryMagnitude.Uniform;

    /// <summary>Factor on the feedback. The mean magnitude of an entry is Scale / (2 √n_i): that of fresh forward weights, uniform in ±1/√n_i, at 1.</summary>
    /// <value>Default 1 (ours; the papers' bare signs are Scale = 2 √n_i, which overshoots in wide layers). Positive.</value>
    public double Scale
    {
        get;
        init => field = Checked.Positive(value, nameof(Scale), "Feedback needs a positive, finite scale: with 0, no error reaches the hidden layers.");
    } = 1;
}
