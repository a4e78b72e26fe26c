using System.Globalization;
using Apical.Data;
using Apical.Learning;
using Apical.Networks;
using Apical.Training;

namespace Apical.Papers.Demirbilek2021;

/// <summary>
/// The extension that the thesis proposes: can a linear read-out tell digits from the hidden layer of a network that was trained on the parity of three?
/// </summary>
internal sealed class Transfer : Experiment
{
    public static readonly Setting<int> Epochs = new("epochs on parity", 20, 6, "chapter 3");
    public static readonly Setting<int> ReadOutEpochs = new($"epochs of the read-out (softmax, Adam, batch {ReadOutBatch})", 10, 4, "our choice");
    public static readonly Fixed<double> ReadOutRate = new("learning rate of the read-out", 0.001, "our choice");

    private const int K = 3, ReadOutBatch = 64;
    internal static readonly Track Digits = new("digit accuracy"), OfParity = new("digit's parity accuracy");
    private const string Random = "random layer";
    private static readonly Method s_bp = new("BP", "bp", "sgd", Rates.BpSgd), s_dfa = new("DFA", "dfa", "sgd", Rates.DfaSgd);

    public override string Id => "demirbilek2021/transfer";

    public override string Title => "Telling digits from the hidden layer of a network for the parity of three";

    public override Rules.Citation Paper => Demirbilek2021Paper.Citation;

    public override IReadOnlyList<Need> Needs => [Need.Mnist];

    public override Duration Takes => new(0.5, 8);

    public override IReadOnlyList<ISetting> Settings => [.. ParityTask.Common, Epochs, ReadOutEpochs, ReadOutRate, Rates.BpSgd, Rates.DfaSgd];

    public override IReadOnlyList<Job> Jobs(Setup setup)
    {
        Lazy<DataSplits> data = ParityTask.Load(setup, K);
        var digits = new Lazy<DataSplits>(() => ParityTask.Digits(setup));
        void Read(JobContext context, ILearner learner, Measurements found) => ReadOut(context, setup, learner, digits.Value, found);
        return
        [
            .. from run in Enumerable.Range(1, ParityTask.Runs.At(setup.Scale))
               from method in new[] { s_bp, s_dfa, s_bp with { Group = Random } }
               select ParityTask.Job(setup, method, run, K, method.Group == Random ? 0 : Epochs.At(setup.Scale), data,
                   then: Read) with { Cost = method.Group == Random ? 1 : Epochs.At(setup.Scale) },
        ];
    }

    public override Outcome Conclude(Setup setup, Results results)
    {
        double Of(string group, Track track) => results.Last(group, track).Mean;
        string[] groups = ["BP", "DFA", Random];
        return new(
        [
            ParityTask.Above("digits are easier to read than from a random layer: BP", "one might find a trace of learning of the digits", Of("BP", Digits),
                Of(Random, Digits)),
            ParityTask.Above("digits are easier to read than from a random layer: DFA", "one might find a trace of learning of the digits", Of("DFA", Digits),
                Of(Random, Digits)),
            ParityTask.Above("a digit's own parity is easier to read than from a random layer: BP", "the network needs no more of a digit", Of("BP", OfParity),
                Of(Random, OfParity)),
            ParityTask.Above("a digit's own parity is easier to read than from a random layer: DFA", "the network needs no more of a digit",
                Of("DFA", OfParity), Of(Random, OfParity)),
        ],
        [
            new Picture("Read-out",
                "Test accuracy of a linear read-out from the hidden layer that sees one digit alone: which digit it is, and whether it is odd.")
            {
                Charts =
                [
                    new("", new Axis("") { Categories = groups }, new Axis("test accuracy") { Min = 0 },
                        [.. new[] { Digits, OfParity }.Select(track =>
                            Series.Of(track.Name, groups.Select((_, i) => (double)i), [.. groups.Select(g => results.Last(g, track))], Mark.Bar))]),
                ],
            },
        ])
        {
            Notes =
            [
                "The hidden layer is ReLU of the weights that see the left digit times its pixels; one in ten is chance for digits, one in two for parity.",
                "A random layer loses little of a digit, so that a read-out finds it. Training keeps what the task asks for, whether the digit is odd, "
                    + "and lets go of which digit it is: under backprop digits become harder to read at the quick scale (one run each), "
                    + "under direct feedback alignment they did not.",
            ],
        };
    }

    private static void ReadOut(JobContext context, Setup setup, ILearner learner, DataSplits digits, Measurements found)
    {
        Matrix weights = DigitRepresentation.Weights(ITaught.Of(learner).Network[1], digits.Train.Shape!.Value, K, place: 0);
        DataSplits features = digits.Map(part => part.InMemory().WithInputs(Activation.Relu.Of(DigitRepresentation.Of(weights, part.InMemory())).T.ToMatrix()));
        found.Add(Digits, Accuracy(context, setup, features.Map(part => part.WithTargets(0, 1)), "cross-entropy"))
            .Add(OfParity, Accuracy(context, setup, features.Map(part => Odd(part.InMemory())), "binary-cross-entropy"));
    }

    private static Dataset Odd(Dataset digits)
    {
        int[] odd = [.. digits.Labels!.Select(label => label & 1)];
        return new($"{digits.Name}, odd", digits.Inputs, OneHot.EncodeBinary(odd), odd, classes: 2);
    }

    private static double Accuracy(JobContext context, Setup setup, DataSplits features, string loss)
    {
        var recipe = new Recipe
        {
            Net = string.Create(CultureInfo.InvariantCulture, $"{features.Train.Features}-{features.Train.Outputs}"),
            Loss = loss,
            Optimizer = "adam",
            LearningRate = ReadOutRate.Value,
            Epochs = ReadOutEpochs.At(setup.Scale),
            Batch = ReadOutBatch,
            Seed = setup.Seed,
        };
        ILearner readOut = recipe.MakeLearner(features.Train, context.Run, context.Pool);
        recipe.MakeTrainer(readOut, features.Training, context.Run).Run(context.Cancellation);
        context.Cancellation.ThrowIfCancellationRequested();
        return readOut.Evaluate(features.Test).Accuracy;
    }
}
