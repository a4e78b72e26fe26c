using Apical.Learning;
using Apical.Tests.Rules;
using Apical.Training;

namespace Apical.Tests.Training;

/// <summary>A tiny training run: 23 samples in batches of 5, so that the last one of an epoch is not full.</summary>
/// <param name="rule">A name of <see cref="RuleCases"/>.</param>
/// <param name="precision">Of everything.</param>
internal sealed record Small(string rule, Precision precision = Precision.Single)
{
    public const int Samples = 23, BatchSize = 5, StepsPerEpoch = 5, Classes = 3;

    public string Widths { get; init; } = "5-7-6-3";

    public double Dropout { get; init; }

    public BatchNorm BatchNorm { get; init; } = BatchNorm.None;

    public string Optimizer { get; init; } = "sgd";

    public string Schedule { get; init; } = "constant";

    public double WeightDecay { get; init; }

    public Dataset Data => Draw(NetworkSpec.Parse(Widths).Input.Units, precision);

    public int FitBatch(int size) => RuleCases.All[rule].FitBatch(size);

    public NetworkLearner MakeLearner(WorkerPool? pool = null)
    {
        var rng = new Rng(7);
        RuleCase of = RuleCases.All[rule];
        Network network = Network.Dense(of.Fit(Widths), rng, Activation.Tanh, dropout: of.FitDropout(Dropout), precision: precision,
            batchNorm: of.FitBatchNorm(BatchNorm), inputDropout: Dropout / 2);
        LearningRule made = of.Make(network, rng.Fork("rule"));
        (string optimizer, double decay) = of.HasExactInverses ? ("sgd", 0) : (Optimizer, WeightDecay);
        return new NetworkLearner(made, Apical.Optimizers.Optimizer.Create(optimizer, of.HasExactInverses ? 0.01 : null, decay,
            Apical.Optimizers.Schedule.Parse(Schedule)), pool: pool);
    }

    public Trainer MakeTrainer(ILearner learner, int epochs) =>
        new(learner, Data, new Rng(8), new() { Epochs = epochs, BatchSize = RuleCases.All[rule].FitBatch(BatchSize) });

    /// <summary>Sample s has s as its first feature, so that it can be known again.</summary>
    private static Dataset Draw(int features, Precision precision)
    {
        var x = new Matrix(Samples, features, precision);
        x.FillNormal(new Rng(9));
        int[] labels = new int[Samples];
        for (int s = 0; s < Samples; s++)
        {
            labels[s] = s * 7 % Classes;
            x[s, 0] = s;
        }

        return new Dataset("small", x, OneHot.Encode(labels, Classes, precision: precision), labels, Classes);
    }
}
