using System.Globalization;
using Apical.Networks;
using Apical.Optimizers;

namespace Apical.Papers.Lillicrap2016;

/// <summary>Supplementary figure 8: feedback alignment gains speed by momentum.</summary>
internal sealed class S8Momentum : Experiment
{
    public static readonly Fixed<string> Target = new("target network", "30-20-10-10", "note 3");
    public static readonly Fixed<double> TargetLimit = new("target weights and biases: uniform in ± this / √fan-in", 3, "our choice");
    public static readonly Fixed<string> Net = new("network", "30-40-20-10", "two hidden layers: note 8; widths: note 3");
    public static readonly Fixed<double[]> Alpha = new("momentum α", [0, 0.5, 0.9], "note 8");
    public static readonly Fixed<double> LearningRate = new("learning rate", 0.01, "our choice");
    public static readonly Fixed<int> Batch = new("minibatch", 100, "note 3");
    public static readonly Setting<int> Steps = new("updates", 40_000, 20_000, "our choice");
    public static readonly Setting<int> Runs = new("runs", 5, 3, "our choice");
    public static readonly Fixed<double> Level = new("error at which steps are counted (NSE)", 0.2, "our choice");

    private const int Every = 20;

    public override string Id => "lillicrap2016/s8";

    public override string Title => "Momentum speeds up feedback alignment";

    public override Citation Paper => Lillicrap2016Paper.Citation;

    public override Duration Takes => new(0.1, 0.35);

    public override IReadOnlyList<ISetting> Settings => [Target, TargetLimit, Net, Alpha, LearningRate, Batch, Steps, Runs, Level];

    public override IReadOnlyList<Job> Jobs(Setup setup) =>
    [
        .. from run in Enumerable.Range(1, Runs.At(setup.Scale))
           from alpha in Alpha.Value
           select new Job(Name(alpha), run, context => Train(context, alpha, Steps.At(setup.Scale))),
    ];

    public override Outcome Conclude(Setup setup, Results results)
    {
        double[] alphas = Alpha.Value;
        Spread[] steps = [.. alphas.Select(alpha => Spread.Of(results.Of(Name(alpha)).Select(found => StepsTo(found[FunctionLearning.Nse], Level.Value))))];
        Claim Faster(int slow, int fast) => new(
            $"α = {Show(alphas[fast])} reaches NSE {Show(Level.Value)} in fewer steps than α = {Show(alphas[slow])}",
            "significant speed increases",
            $"{Claim.Show(steps[fast].Mean)} against {Claim.Show(steps[slow].Mean)} steps",
            "fewer",
            steps[fast].Mean < steps[slow].Mean && steps[fast].NotFinite + steps[slow].NotFinite == 0);
        Claim Factor(int fast) => Claim.Between(
            $"the gain of α = {Show(alphas[fast])} is near 1 / (1 − α), that of gradual learning",
            "mathematics: the velocity sums to Δθ / (1 − α) when Δθ changes slowly",
            steps[0].Mean / steps[fast].Mean, 0.7 / (1 - alphas[fast]), 1.3 / (1 - alphas[fast]));
        return new(
        [
            Faster(0, 1),
            Faster(1, 2),
            Factor(1),
            Factor(2),
        ],
        [
            new Picture("Feedback alignment with momentum",
                $"Normalised squared error of a {Net.Value} network that learns a {Target.Value} tanh network by feedback alignment; "
                    + $"mean and standard deviation of {Runs.At(setup.Scale)} runs. Runs of one number start alike and see the same minibatches.")
            {
                Charts =
                [
                    new Chart("", new Axis("updates"), new Axis("NSE") { Logarithmic = true },
                        [.. alphas.Select(alpha => Series.Of($"α = {Show(alpha)}", Enumerable.Range(0, int.MaxValue).Select(i => (double)i * Every * 10),
                            [.. results.Curve(Name(alpha), FunctionLearning.Nse).Where((_, i) => i % 10 == 0)]))]),
                ],
            },
        ])
        {
            Notes =
            [
                "The note says that model and task are as in the main paper's figure 3d, which is not in the supplement; they are those of figure S6 here. "
                    + "The learning rate is ours, small enough for α = 0.9.",
                "The rate and the error level are such that learning is gradual: at a rate of 0.02 and NSE 0.25, which α = 0.9 reaches in 140 steps, "
                    + "its gain was 5.2 and not near 10.",
            ],
        };
    }

    /// <summary>Steps until the error has fallen to a level for the first time; infinity if it never has.</summary>
    internal static double StepsTo(IReadOnlyList<double> nse, double level)
    {
        int first = nse.ToList().FindIndex(error => error <= level);
        return first < 0 ? double.PositiveInfinity : (double)first * Every;
    }

    private static Measurements Train(JobContext context, double alpha, int steps)
    {
        FunctionLearning task = FunctionLearning.Online(TargetFunction.OfNetwork(Target.Value, TargetLimit.Value, context.Rng),
            Network.ParseWidths(Net.Value)[0], Batch.Value, context.Rng);
        var found = new Measurements();
        task.Learn(context, S6DeepLearning.Make(Net.Value, "fa", isFrozen: false, new Momentum(LearningRate.Value) { Mu = alpha }, context.Rng),
            found, steps, Every);
        return found;
    }

    private static string Name(double alpha) => $"momentum {Show(alpha)}";

    private static string Show(double number) => number.ToString("0.0##", CultureInfo.InvariantCulture);
}
