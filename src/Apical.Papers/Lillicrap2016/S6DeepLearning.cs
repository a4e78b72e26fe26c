using System.Globalization;
using Apical.Learning;
using Apical.Networks;
using Apical.Optimizers;

namespace Apical.Papers.Lillicrap2016;

/// <summary>Supplementary figure 6: feedback alignment sends useful signals to deep layers, or freezing the first layer would not hurt.</summary>
internal sealed class S6DeepLearning : Experiment
{
    public static readonly Fixed<string> Target = new("target network", "30-20-10-10", "note 3");
    public static readonly Fixed<double> TargetLimit = new("target weights and biases: uniform in ± this / √fan-in", 3, "our choice; the note says uniform");
    public static readonly Fixed<string> Shallow = new("3-layer network", "30-40-10", "note 3");
    public static readonly Fixed<string> Deep = new("4-layer network", "30-40-20-10", "note 3");
    public static readonly Told Initial =
        new("forward and backward weights and biases: uniform in", "±1/√fan-in", "our choice; the note says uniform");
    public static readonly Fixed<double> LearningRate = new("learning rate", 0.05, "note 3");
    public static readonly Fixed<int> Batch = new("minibatch", 100, "note 3");
    public static readonly Told Inputs = new("inputs", "x ~ N(0, I), new ones in every minibatch", "note 3; new ones: our choice");
    public static readonly Setting<int> Steps = new("updates", 50_000, 20_000, "our choice; the figure's axis is not in the text");
    public static readonly Fixed<int> Runs = new("runs", 5, "figure S6");

    private const int Points = 100;
    private static readonly (string Group, string Rule, bool IsDeep, bool IsFrozen)[] s_conditions =
    [
        ("BP 3-layer", "bp", false, false), ("FA 3-layer", "fa", false, false),
        ("BP 4-layer", "bp", true, false), ("FA 4-layer", "fa", true, false),
        ("BP 4-layer, first layer fixed", "bp", true, true), ("FA 4-layer, first layer fixed", "fa", true, true),
    ];

    public override string Id => "lillicrap2016/s6";

    public override string Title => "Feedback alignment trains deep layers: control with the first layer fixed";

    public override Citation Paper => Lillicrap2016Paper.Citation;

    public override Duration Takes => new(0.25, 0.6);

    public override IReadOnlyList<ISetting> Settings => [Target, TargetLimit, Shallow, Deep, Initial, LearningRate, Batch, Inputs, Steps, Runs];

    public override IReadOnlyList<Job> Jobs(Setup setup) =>
    [
        .. from run in Enumerable.Range(1, Runs.Value)
           from c in s_conditions
           select new Job(c.Group, run, context => Train(context, c.Rule, (c.IsDeep ? Deep : Shallow).Value, c.IsFrozen, Steps.At(setup.Scale)))
           {
               Cost = c.IsDeep ? 1.3 : 1,
           },
    ];

    public override Outcome Conclude(Setup setup, Results results)
    {
        Claim Better(string better, string worse, string paper) => Compare(results, better, worse, paper);
        int every = Steps.At(setup.Scale) / Points;
        return new(
        [
            Better("FA 4-layer", "FA 4-layer, first layer fixed", "much worse with the fixed layer (magenta above dark green)"),
            Better("BP 4-layer", "BP 4-layer, first layer fixed", "the same pattern (cyan above black)"),
            Better("FA 3-layer", "FA 4-layer, first layer fixed", "controls were worse than the 3-layer cases"),
            Better("BP 3-layer", "BP 4-layer, first layer fixed", "controls were worse than the 3-layer cases"),
            Better("FA 4-layer", "FA 3-layer", "the performance gain of depth that the control explains"),
        ],
        [
            new Picture("Control with the first layer fixed",
                $"Normalised squared error on 1000 samples apart while a {Target.Value} tanh network is learned; "
                    + $"mean and standard deviation of {Runs.Value} runs, each with its own target and initial weights. Dashed: first layer fixed.")
            {
                Charts =
                [
                    new Chart("", new Axis("updates"), new Axis("NSE") { Logarithmic = true },
                        [.. s_conditions.Select(c => Series.Of(c.Group, Enumerable.Range(0, Points + 1).Select(i => (double)i * every),
                            results.Curve(c.Group, FunctionLearning.Nse)) with { Dashed = c.IsFrozen })]),
                ],
            },
        ])
        {
            Notes =
            [
                "The note says that weights and biases of target and learners are uniform, not in which range. "
                    + "Ours are in ±1/√fan-in, the target's three times that, because a target with small weights is nearly linear and needs no depth.",
                "Runs of one number share target, inputs and, for one architecture, the initial weights.",
            ],
        };
    }

    /// <summary>The learner of a condition.</summary>
    internal static NetworkLearner Make(string widths, string rule, bool isFrozen, Optimizer optimizer, Rng rng)
    {
        Network network = Network.Dense(widths, rng.Fork("network"), Activation.Tanh, Loss.SquaredError);
        network[1].Frozen = isFrozen;
        return new NetworkLearner(RuleCatalog.Make(rule, network, rng.Fork("rule")), optimizer);
    }

    /// <summary>Whether one condition ends with a lower error than another in every run.</summary>
    private static Claim Compare(Results results, string better, string worse, string paper)
    {
        double[] ratios = [.. results.Of(worse).Zip(results.Of(better), (w, b) => w.Last(FunctionLearning.Nse) / b.Last(FunctionLearning.Nse))];
        Spread spread = Spread.Of(ratios.Select(r => Math.Log(r)));
        string measured = string.Create(CultureInfo.InvariantCulture,
            $"{Claim.Show(results.Last(better, FunctionLearning.Nse).Mean)} against {Claim.Show(results.Last(worse, FunctionLearning.Nse).Mean)}; "
                + $"lower in {ratios.Count(r => r > 1)} of {ratios.Length} runs");
        return new($"{better} beats {worse}", paper, measured, "lower in every run",
            ratios.Length > 0 && ratios.All(r => r > 1))
        { Value = Math.Exp(spread.Mean) };
    }

    private static Measurements Train(JobContext context, string rule, string widths, bool isFrozen, int steps)
    {
        FunctionLearning task = FunctionLearning.Online(TargetFunction.OfNetwork(Target.Value, TargetLimit.Value, context.Rng),
            Network.ParseWidths(Target.Value)[0], Batch.Value, context.Rng);
        var found = new Measurements();
        task.Learn(context, Make(widths, rule, isFrozen, new Sgd(LearningRate.Value), context.Rng), found, steps, steps / Points);
        return found;
    }
}
