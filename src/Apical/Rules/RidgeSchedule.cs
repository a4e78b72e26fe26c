namespace Apical.Rules;

/// <summary>How the penalty λ(t) of <see cref="RidgeFeedbackAlignment"/> goes on; t counts steps from 0, T is <see cref="RidgeOptions.Steps"/>.</summary>
public enum RidgeSchedule
{
    /// <summary>λ throughout.</summary>
    Constant,

    /// <summary>λ for t ≤ T, then 0.</summary>
    Cutoff,

    /// <summary>λ / (1 + t/T)².</summary>
    InverseSquare,

    /// <summary>λ e^{−t/T}.</summary>
    Exponential,
}
