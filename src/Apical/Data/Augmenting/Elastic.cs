using Apical.Specs;

namespace Apical.Data;

/// <summary>
/// Elastic distortion of images (Simard, Steinkraus and Platt 2003, as in lillicrap2016, note 5): every pixel is displaced by a smooth random field.
/// Written <c>elastic</c> or <c>elastic:alpha=34:sigma=4</c>.
/// </summary>
/// <remarks>
/// The two fields Δx and Δy are uniform noise in [−1, 1], smoothed by a Gaussian whose weights sum to 1, times α. So a displacement has mean 0 and
/// standard deviation α / (√12 √π σ) pixels: 1.38 with the defaults, which are those of Simard and others. The noise goes on beyond the border, so that
/// this holds up to the edge. A pixel takes the value at the place that it is displaced to, between pixels interpolated linearly, beyond the border
/// that of the border.
/// </remarks>
public sealed record Elastic : IReadable<Elastic>
{
    private static readonly Settings<Elastic> s_settings = new Settings<Elastic>(() => new())
        .Number("alpha", e => e.Alpha, (e, x) => e with { Alpha = x }, "how far pixels are displaced; at least 0")
        .Number("sigma", e => e.Sigma, (e, x) => e with { Sigma = x }, "how smoothly, in pixels; from 0.5 to 50");

    /// <summary>The forms that <see cref="Parse"/> knows.</summary>
    public static IReadOnlyList<string> Names => Forms.Usages;

    private static Forms<Elastic> Forms { get; } = new Forms<Elastic>("augmentation").Add("elastic", s_settings);

    /// <summary>How far: the factor of the smoothed noise, in pixels.</summary>
    /// <value>Default 34. At least 0; 0 leaves images as they are.</value>
    public double Alpha
    {
        get;
        init => field = Checked.NotNegative(value, nameof(Alpha), "Expected 0 or more.");
    } = 34;

    /// <summary>How smooth: standard deviation of the Gaussian, in pixels.</summary>
    /// <value>Default 4. From 0.5 to 50.</value>
    public double Sigma
    {
        get;
        init => field = value is >= 0.5 and <= 50 ? value
            : throw new ArgumentOutOfRangeException(nameof(Sigma), value, "Expected a number of pixels from 0.5 to 50.");
    } = 4;

    /// <summary>Reads what <see cref="ToString"/> writes; what is left out has its default.</summary>
    /// <exception cref="ArgumentException">Something else.</exception>
    public static Elastic Parse(string text) => Forms.Parse(text);

    /// <inheritdoc/>
    public override string ToString() => "elastic" + s_settings.Show(this);
}
