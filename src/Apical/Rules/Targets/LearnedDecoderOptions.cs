using Apical.Networks;
using Apical.Specs;

namespace Apical.Rules;

/// <summary>Settings of <see cref="LearnedDecoder"/>.</summary>
public sealed record LearnedDecoderOptions
{
    /// <summary>Its settings on the command line.</summary>
    public static Settings<LearnedDecoderOptions> Settings { get; } = new Settings<LearnedDecoderOptions>(() => new())
        .Inverse(o => o.Initialiser, (o, x) => o with { Initialiser = x })
        .Number("sigma", o => o.Sigma, (o, x) => o with { Sigma = x },
            "standard deviation σ of noise on the activations that are reconstructed, as in (3.13); 0 takes them as they are (algorithm A.9)")
        .Decay(o => o.Decay, (o, x) => o with { Decay = x });

    /// <summary>How Q_i starts; null for the pseudo-inverse of the forward weights, or, where they are no full matrix, Glorot.</summary>
    /// <value>Default null (the thesis's code).</value>
    public Initialiser? Initialiser { get; init; }

    /// <summary>λ of the penalty λ‖Q‖².</summary>
    /// <value>Default 0 (the thesis's code). At least 0.</value>
    public double Decay
    {
        get;
        init => field = Checked.NotNegative(value, nameof(Decay), "The penalty on Q is 0 or more, and finite.");
    }

    /// <summary>Standard deviation σ of the noise added to the activations that are reconstructed.</summary>
    /// <value>Default 0: the activations as they are. At least 0; positive for <see cref="ReconstructsDifference"/>.</value>
    public double Sigma
    {
        get;
        init => field = Checked.NotNegative(value, nameof(Sigma), "The noise on activations has a standard deviation of 0 or more, and finite.");
    }

    /// <summary>Whether Q_i learns by the difference reconstruction loss, through all layers above, rather than by that of its own layer.</summary>
    /// <value>Default false.</value>
    public bool ReconstructsDifference { get; init; }

    /// <summary>Units z of the auxiliary output.</summary>
    /// <value>Default 0: none. At least 0.</value>
    public int Auxiliary
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(Auxiliary), value, "A number of auxiliary output units, 0 or more.");
    }

    /// <summary>Whether the last hidden layer needs no g, because its target is made in another way.</summary>
    /// <value>Default false.</value>
    public bool SkipsLastHidden { get; init; }
}
