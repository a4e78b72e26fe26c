namespace Apical.Models;

/// <summary>How well one output of a regression fits.</summary>
/// <param name="Rmse">Root of the mean squared error, in the unit of the target.</param>
/// <param name="Mae">Mean absolute error, in the unit of the target.</param>
/// <param name="R2">1 − Σ (h − t)² / Σ (t − t̄)²: 1 is perfect, 0 as good as always answering the mean; NaN for targets that are all alike.</param>
public readonly record struct OutputScores(double Rmse, double Mae, double R2)
{
    /// <summary>Compares answers with targets.</summary>
    /// <param name="answers">At least one.</param>
    /// <param name="targets">As many.</param>
    public static OutputScores Of(IReadOnlyList<double> answers, IReadOnlyList<double> targets)
    {
        ArgumentNullException.ThrowIfNull(answers);
        ArgumentNullException.ThrowIfNull(targets);
        if (answers.Count != targets.Count || targets.Count == 0)
        {
            throw new ArgumentException($"Expected as many answers as targets and at least one, got {answers.Count} and {targets.Count}.", nameof(answers));
        }

        double largest = Math.Max(targets.Max(Math.Abs), answers.Max(Math.Abs));
        if (largest is (> 1e100 and < double.PositiveInfinity) or (> 0 and < 1e-100))
        {
            // Far out, squares would leave the range of numbers: there, of numbers of about 1.
            int power = Math.ILogB(largest);
            OutputScores unit = Of([.. answers.Select(h => Math.ScaleB(h, -power))], [.. targets.Select(t => Math.ScaleB(t, -power))]);
            return new(Math.ScaleB(unit.Rmse, power), Math.ScaleB(unit.Mae, power), unit.R2);
        }

        double mean = targets.Average(), squares = answers.Zip(targets, (h, t) => (h - t) * (h - t)).Sum(), spread = targets.Sum(t => (t - mean) * (t - mean));
        return new(
            Math.Sqrt(squares / targets.Count), answers.Zip(targets, (h, t) => Math.Abs(h - t)).Average(), spread == 0 ? double.NaN : 1 - (squares / spread));
    }
}
