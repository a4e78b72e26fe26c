namespace Apical.Branches;

/// <summary>How often a predictor was wrong.</summary>
/// <param name="Branches">Branches of the trace.</param>
/// <param name="Misses">Outcomes foretold wrongly.</param>
/// <param name="ColdBranches">The first tenth of them, in which a predictor is still cold.</param>
/// <param name="ColdMisses">Wrong ones among these.</param>
public readonly record struct BranchScore(int Branches, int Misses, int ColdBranches, int ColdMisses)
{
    /// <summary>Wrong predictions in %, all branches.</summary>
    public double Rate => 100.0 * Misses / Branches;

    /// <summary>Wrong predictions in %, the first tenth.</summary>
    public double ColdRate => 100.0 * ColdMisses / ColdBranches;

    /// <summary>Wrong predictions in %, after the first tenth.</summary>
    public double WarmRate => 100.0 * (Misses - ColdMisses) / (Branches - ColdBranches);

    /// <summary>Lets a predictor foretell and learn each branch of a trace in order.</summary>
    /// <param name="predictor">A fresh one.</param>
    /// <param name="trace">The trace.</param>
    /// <param name="miss">Told the number of each branch that was foretold wrongly. Default: nobody.</param>
    public static BranchScore Of(IBranchPredictor predictor, BranchTrace trace, Action<int>? miss = null)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        ArgumentNullException.ThrowIfNull(trace);
        int cold = trace.Count / 10, misses = 0, coldMisses = 0;
        for (int i = 0; i < trace.Count; i++)
        {
            bool taken = trace.Taken(i);
            if (predictor.Predict(trace.Address(i)) != taken)
            {
                misses++;
                coldMisses += i < cold ? 1 : 0;
                miss?.Invoke(i);
            }

            predictor.Learn(taken);
        }

        return new(trace.Count, misses, cold, coldMisses);
    }
}
