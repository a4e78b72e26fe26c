using Apical.Analysis;
using Apical.Data;
using Apical.Learning;

namespace Apical.Papers.Demirbilek2021;

/// <summary>Figure B.2: what networks that were trained on the parity of three digits make of single digits, drawn with t-SNE.</summary>
internal sealed class FigB2HiddenDigits : Experiment
{
    public static readonly Setting<int> Epochs = new("epochs", 20, 5, "chapter 3");
    public static readonly Setting<int> Points = new("test digits drawn", 7500, 600, "appendix B");
    public static readonly Setting<int> Steps = new($"t-SNE: steps, perplexity {Perplexity}", 1000, 500, "our choice");
    public static readonly Fixed<double> Separated = new("clusters of digits: silhouette of at least", 0.26,
        "our choice, after the rule of thumb of Kaufman and Rousseeuw 1990: about a quarter and below, no substantial structure");

    private const int K = 3, Perplexity = 30;
    internal static readonly Track Silhouette = new("silhouette"), ByParity = new("parity silhouette"), X = new("x"), Y = new("y"), Label = new("digit");
    private const string Pixels = "pixels";
    private static readonly Method s_bp = new("BP", "bp", "sgd", Rates.BpSgd), s_dfa = new("DFA", "dfa", "sgd", Rates.DfaSgd);

    public override string Id => "demirbilek2021/figB.2";

    public override string Title => "Hidden representation of single digits in networks for the parity of three";

    public override Rules.Citation Paper => Demirbilek2021Paper.Citation;

    public override IReadOnlyList<Need> Needs => [Need.Mnist];

    public override Duration Takes => new(0.5, 20);

    public override IReadOnlyList<ISetting> Settings =>
        [.. ParityTask.Common.Where(setting => !ReferenceEquals(setting, ParityTask.Runs)), Epochs, Points, Steps, Separated, Rates.BpSgd, Rates.DfaSgd];

    public override IReadOnlyList<Job> Jobs(Setup setup)
    {
        Lazy<DataSplits> data = ParityTask.Load(setup, K);
        var digits = new Lazy<Dataset>(() => ParityTask.Digits(setup).Test.InMemory().Take(Points.At(setup.Scale)));
        void Draw(JobContext context, ILearner learner, Measurements found)
        {
            Matrix weights = DigitRepresentation.Weights(ITaught.Of(learner).Network[1], digits.Value.Shape!.Value, K, place: 0);
            Embed(context, setup, DigitRepresentation.Of(weights, digits.Value), digits.Value, found);
        }
        return
        [
            .. new[] { s_bp, s_dfa }.Select(method => ParityTask.Job(setup, method, 1, K, Epochs.At(setup.Scale), data, then: Draw)),
            new Job(Pixels, 1, context =>
            {
                var found = new Measurements();
                Embed(context, setup, digits.Value.Inputs.T.ToMatrix(), digits.Value, found);
                return found;
            })
            { Cost = K },
        ];
    }

    public override Outcome Conclude(Setup setup, Results results)
    {
        double Of(string group, Track track) => results.Last(group, track).Mean;
        double bp = Of("BP", Silhouette), dfa = Of("DFA", Silhouette);
        return new(
        [
            Claim.AtMost("BP: digits are not separated (silhouette by digit)", "the networks do not capture the digits individually", bp, Separated.Value),
            Claim.AtMost("DFA: digits are not separated (silhouette by digit)", "the networks do not capture the digits individually", dfa, Separated.Value),
            Claim.AtMost("BP and DFA look alike: difference of their silhouettes", "capture very similar information", Math.Abs(bp - dfa), 0.1),
        ],
        [
            new Picture("Hidden representation of digits",
                "t-SNE of the hidden layer's input from single digits, in networks trained on the parity of three. a: BP. b: DFA. "
                    + "c: for comparison, of the pixels themselves.")
            {
                Charts = [.. new[] { "BP", "DFA", Pixels }.Select(group => Cloud(group, results))],
                Columns = 3,
            },
        ])
        {
            Notes =
            [
                $"The pixels themselves have a silhouette by digit of {Claim.Show(Of(Pixels, Silhouette))}: the layer sees the digits as clearly as this "
                    + "before it makes anything of them.",
                $"By parity, which is all that the task asks of a digit, the silhouettes are {Claim.Show(Of("BP", ByParity))} (BP), "
                    + $"{Claim.Show(Of("DFA", ByParity))} (DFA) and {Claim.Show(Of(Pixels, ByParity))} (pixels).",
                "The digit is the left one of three.",
            ],
        };
    }

    /// <summary>
    /// Mean silhouette of labelled points (Rousseeuw 1987): (b − a) / max(a, b), a the mean distance to one's own, b to the nearest other class.
    /// </summary>
    /// <param name="points"><c>[2, points]</c></param>
    /// <param name="labels">As many.</param>
    internal static double SilhouetteOf(Matrix points, IReadOnlyList<int> labels)
    {
        double[] at = points.ToArray();
        int n = labels.Count, classes = labels.Max() + 1;
        int[] sizes = [.. Enumerable.Range(0, classes).Select(c => labels.Count(label => label == c))];
        double total = 0;
        for (int i = 0; i < n; i++)
        {
            var sums = new double[classes];
            for (int j = 0; j < n; j++)
            {
                double dx = at[i] - at[j], dy = at[n + i] - at[n + j];
                sums[labels[j]] += Math.Sqrt((dx * dx) + (dy * dy));
            }

            int own = labels[i];
            double b = Enumerable.Range(0, classes).Where(c => c != own && sizes[c] > 0).Min(c => sums[c] / sizes[c]);
            double a = sizes[own] > 1 ? sums[own] / (sizes[own] - 1) : b;
            total += Math.Max(a, b) > 0 ? (b - a) / Math.Max(a, b) : 0;
        }

        return total / n;
    }

    private static void Embed(JobContext context, Setup setup, Matrix representation, Dataset digits, Measurements found)
    {
        int[] labels = digits.Labels!;
        Matrix y = TSne.Embed(representation, context.Rng,
            new TSneOptions { Iterations = Steps.At(setup.Scale), Perplexity = Math.Min(Perplexity, (digits.Count - 1) / 3.0) }, context.Pool,
            cancellation: context.Cancellation);
        double[] at = y.ToArray();
        found.Add(X, at[..digits.Count]).Add(Y, at[digits.Count..]).Add(Label, labels.Select(label => (double)label))
            .Add(Silhouette, SilhouetteOf(y, labels)).Add(ByParity, SilhouetteOf(y, [.. labels.Select(label => label & 1)]));
    }

    private static Chart Cloud(string group, Results results)
    {
        IReadOnlyList<double> x = results.All(group, X), y = results.All(group, Y), label = results.All(group, Label);
        return new(group, new Axis(""), new Axis(""), [.. Enumerable.Range(0, 10).Select(digit =>
        {
            int[] those = [.. Enumerable.Range(0, x.Count).Where(i => (int)label[i] == digit)];
            return new Series($"{digit}", Mark.Dot, [.. those.Select(i => x[i])], [.. those.Select(i => y[i])]);
        })])
        { EqualAxes = true };
    }
}
