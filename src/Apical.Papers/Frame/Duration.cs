namespace Apical.Papers;

/// <summary>How long an experiment takes on two cores, measured once, in minutes.</summary>
/// <param name="Quick">At the quick scale.</param>
/// <param name="Paper">At the paper's scale; an estimate where nobody has waited for it, and then said so in docs/results.</param>
public readonly record struct Duration(double Quick, double Paper)
{
    /// <summary>On how many cores that is.</summary>
    public const int Cores = 2;

    /// <summary>At a scale.</summary>
    public TimeSpan At(Scale scale) => TimeSpan.FromMinutes(scale == Scale.Paper ? Paper : Quick);
}
