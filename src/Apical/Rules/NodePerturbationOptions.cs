using Apical.Specs;

namespace Apical.Rules;

/// <summary>Settings of <see cref="NodePerturbation"/>.</summary>
public sealed record NodePerturbationOptions
{
    /// <summary>Its settings on the command line.</summary>
    public static Settings<NodePerturbationOptions> Settings { get; } = new Settings<NodePerturbationOptions>(() => new())
        .Number("sigma", o => o.Sigma, (o, x) => o with { Sigma = x },
            "σ (ours). Positive: small enough for the loss to be linear over it, large enough to stand out of rounding")
        .Whole("samples", o => o.Samples, (o, x) => o with { Samples = x }, "perturbed passes per step, averaged (ours)");

    /// <summary>Standard deviation σ of the perturbation of each a_i.</summary>
    /// <value>Default 0.01 (ours). Positive; small enough for the loss to be linear over it, large enough to stand out of rounding.</value>
    public double Sigma
    {
        get;
        init => field = Checked.Positive(value, nameof(Sigma), "A perturbation needs a positive, finite standard deviation.");
    } = 0.01;

    /// <summary>Perturbed passes per step; their signals are averaged.</summary>
    /// <value>Default 1 (ours). At least 1; n of them cost n forward passes and divide the variance by n.</value>
    public int Samples
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Samples), value, "At least one perturbed pass.");
    } = 1;
}
