using System.Globalization;

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
public sealed record Elastic
{
    /// <summary>The written forms, for messages.</summary>
    public const string Form = "elastic[:alpha=A:sigma=S]";

    /// <summary>How far: the factor of the smoothed noise, in pixels.</summary>
    /// <value>Default 34. At least 0; 0 leaves images as they are.</value>
    public double Alpha
    {
        get;
        init => field = value >= 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(Alpha), value, "Expected 0 or more.");
    } = 34;

    /// <summary>How smooth: standard deviation of the Gaussian, in pixels.</summary>
    /// <value>Default 4. From 0.5 to 50.</value>
    public double Sigma
    {
        get;
        init => field = value is >= 0.5 and <= 50 ? value
            : throw new ArgumentOutOfRangeException(nameof(Sigma), value, "Expected a number of pixels from 0.5 to 50.");
    } = 4;

    /// <summary>Reads <c>none</c> (null) or what <see cref="ToString"/> writes; what is left out has its default.</summary>
    /// <exception cref="ArgumentException">Something else.</exception>
    public static Elastic? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split(':');
        if (text == "none")
        {
            return null;
        }

        var result = new Elastic();
        foreach (string part in parts.Skip(1))
        {
            string[] pair = part.Split('=');
            bool read = double.TryParse(pair[^1], NumberStyles.Float, CultureInfo.InvariantCulture, out double value);
            result = (pair[0], pair.Length, read) switch
            {
                ("alpha", 2, true) => result with { Alpha = value },
                ("sigma", 2, true) => result with { Sigma = value },
                _ => throw Unknown(text),
            };
        }

        return parts[0] == "elastic" ? result : throw Unknown(text);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"elastic:alpha={Alpha}:sigma={Sigma}");

    private static ArgumentException Unknown(string text) => new($"Unknown augmentation '{text}'. Expected none or {Form}, such as elastic:alpha=34:sigma=4.");
}
