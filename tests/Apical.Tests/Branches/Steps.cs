using Apical.Branches;

namespace Apical.Tests.Branches;

/// <summary>Steps of a predictor.</summary>
internal static class Steps
{
    /// <summary>What is foretold, before the outcome is learned; being asked changes nothing.</summary>
    public static bool One(IBranchPredictor predictor, ulong address, bool taken)
    {
        bool foretold = predictor.Predict(address);
        Assert.Equal(foretold, predictor.Predict(address));
        predictor.Learn(taken);
        return foretold;
    }

    /// <summary>The same for outcomes t and n at one address, as 1 and 0.</summary>
    public static string Foretold(IBranchPredictor predictor, ulong address, string outcomes) =>
        string.Concat(outcomes.Select(outcome => One(predictor, address, outcome == 't') ? '1' : '0'));
}
