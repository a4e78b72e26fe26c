using System.Diagnostics;
using System.Globalization;
using Apical.Data;
using Apical.Learning;
using Apical.Rules;

namespace Apical.Training;

/// <summary>
/// Finds a learning rate: a short training at some rates, all from the same start, on a part of the training set; what they reach is judged on another part.
/// Test and validation samples are never looked at. The same for every rule: from its default rate it goes up or down in half decades for as long as that
/// helps. What was chosen is tried for twice as many steps, and gives way to the next lower where it does not last.
/// </summary>
/// <remarks>Judged is the squared error as a share of that of the best constant answer, Σ (h − t)² / Σ (t − t̄)², whatever the loss: it tells how much has been
/// learned from the inputs, where a loss mostly tells how fast the biases found the mean of the targets.</remarks>
/// <param name="Rate">The rate to take: the smallest of those that learn nearly as much as the best, for what is at the edge after a hundred steps is over it
/// after a thousand; where even with more steps nothing is learned, the best of those.</param>
/// <param name="StartError">The error before training, on the samples that judge.</param>
/// <param name="Tried">What was tried, by rate, each with the error that it reached; infinite where it diverged.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record RangeTest(double Rate, double StartError, IReadOnlyList<(double Rate, double Error)> Tried, double Seconds)
{
    /// <summary>Steps at each rate: those of an epoch, but no fewer and no more than these.</summary>
    public const int FewestSteps = 100, MostSteps = 250;

    private const int MostJudging = 1000;
    private const double ShareJudging = 0.2;
    private const double Begun = 0.95, Nearly = 0.9, Harmless = 1.05, Noise = 0.02;     // of the error of the best constant answer
    private const double FarAbove = 2;                  // times the loss before training: that rate is as good as one that diverged
    private const int Patience = 4;                     // times as many steps, where after the first nothing is learned
    private const int Further = 4;                      // half decades down, then
    private const int Lowest = -12, Highest = 5;        // half decades: 1e-6 to 300

    /// <summary>Runs the test.</summary>
    /// <param name="recipe">What is to be trained; its <see cref="Recipe.LearningRate"/> is not looked at.</param>
    /// <param name="train">The training set.</param>
    /// <param name="run">Number of the run, from 1: it starts from the same weights as the run itself.</param>
    /// <param name="pool">Threads for large operations, or null.</param>
    /// <param name="cancellation">Ends it after the current step.</param>
    /// <exception cref="ArgumentException">A setting that does not fit, or a training set of a single sample.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static RangeTest Of(Recipe recipe, ISamples train, int run, WorkerPool? pool = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(train);
        if (train.Count < 2)
        {
            throw new ArgumentException("To find a learning rate takes two training samples or more, one of them to judge by: give a rate.", nameof(train));
        }

        long begin = Stopwatch.GetTimestamp();
        Rng rng = new Rng(recipe.Seed).Fork("run", run).Fork("range test");
        int[] order = rng.Permutation(train.Count);
        int judging = (int)Math.Clamp(ShareJudging * train.Count, 1, MostJudging);
        int steps = Math.Clamp((train.Count - judging) / recipe.Batch, FewestSteps, MostSteps);
        int learning = (int)Math.Min(train.Count - judging, 2L * Patience * steps * recipe.Batch);
        ISamples judge = train.Select(order.AsSpan(..judging)), some = train.Select(order.AsSpan(judging, learning));
        Recipe plain = recipe with { FeedbackPretraining = 0, FeedbackAlternates = false, Schedule = "constant", Net = recipe.Resolve(train).Net };
        (double startLoss, _, double start) = plain.MakeLearner(train, run, pool).Evaluate(judge);
        double from = Math.Min(1, start);
        var errors = new SortedDictionary<int, double>();
        Search(Math.Clamp((int)Math.Round(2 * Math.Log10(recipe.DefaultRate)), Lowest + 1, Highest - 1));
        int chosen = Choose();
        if (!HasBegun(chosen))
        {
            SearchLonger(chosen);
            int best = errors.Last(at => at.Value <= errors.Values.Min() + (Noise / 2)).Key;
            chosen = errors.Values.Min() < Begun * from ? Choose() : best;
        }

        while (chosen > Lowest && !(Train(chosen, 2 * steps) < errors[chosen] + Noise))
        {
            Try(--chosen);
        }

        return new(RateAt(chosen), start, [.. errors.Select(at => (RateAt(at.Key), at.Value))], Stopwatch.GetElapsedTime(begin).TotalSeconds);

        void Search(int at)
        {
            Try(at);
            int way = IsBetterAbove(at) ? 1 : -1;
            for (at += way > 0 ? 1 : 0; at + way is >= Lowest and <= Highest && (way > 0 ? IsBetterAbove(at) : IsBetterBelow(at)); at += way)
            {
            }
        }

        void SearchLonger(int highest)
        {
            steps *= Patience;
            errors.Clear();
            Try(highest);
            for (int at = highest - 1; at >= Math.Max(Lowest, highest - Further) && !(Try(at) >= errors[at + 1] && HasBegun(at + 1)); at--)
            {
            }
        }

        // Up also while nothing is learned yet and no harm is done; down also where harm was done.
        bool IsBetterAbove(int at) => Try(at + 1) is var next && (next < errors[at] || (!HasBegun(at) && next < Harmless));

        bool IsBetterBelow(int at) => Try(at - 1) < errors[at] - Noise || !(errors[at] < Math.Max(start, Harmless));

        int Choose()
        {
            double least = errors.Values.Min();
            return least < Begun * from ? errors.First(at => from - at.Value >= Nearly * (from - least)).Key
                : errors.Last(at => at.Value <= Math.Max(Harmless, least)).Key;
        }

        bool HasBegun(int at) => errors[at] < Begun * from;

        double Try(int at) => errors.TryGetValue(at, out double known) ? known : errors[at] = Train(at, steps);

        double Train(int at, int steps)
        {
            try
            {
                return ErrorAfter((plain with { LearningRate = RateAt(at) }).MakeLearner(train, run, pool), steps);
            }
            catch (RunawayException)
            {
                return double.PositiveInfinity;
            }
        }

        double ErrorAfter(ILearner learner, int steps)
        {
            IBatchSource batches = ((ITrainingData)some).Batches(recipe.Batch, rng.Fork("batches"), true);
            for (long step = 0; step < steps; step++)
            {
                cancellation.ThrowIfCancellationRequested();
                if (!double.IsFinite(learner.Learn(batches.Draw(step), new Moment(step, (double)step / batches.BatchesPerEpoch)).Loss))
                {
                    return double.PositiveInfinity;
                }
            }

            (double loss, _, double error) = learner.Evaluate(judge);
            return loss <= FarAbove * startLoss && !double.IsNaN(error) ? error : double.PositiveInfinity;
        }
    }

    /// <summary>1, 3, 10, 30 …</summary>
    private static double RateAt(int halfDecades) =>
        double.Parse($"{(halfDecades % 2 == 0 ? 1 : 3)}e{Math.Floor(halfDecades / 2.0)}", CultureInfo.InvariantCulture);
}
