namespace Apical.Runs;

/// <summary>Tells training that came to nothing.</summary>
public static class Idle
{
    /// <summary>Share of the squared error of the best constant answer that learners who learned nothing leave.</summary>
    private const double Nothing = 0.99;

    /// <summary>Whether answers are no better than always the mean of the targets.</summary>
    /// <param name="normalisedSquaredError"><see cref="MetricNames.TestNormalisedSquaredError"/>, or NaN where it was not measured.</param>
    public static bool Is(double normalisedSquaredError) => normalisedSquaredError >= Nothing;
}
