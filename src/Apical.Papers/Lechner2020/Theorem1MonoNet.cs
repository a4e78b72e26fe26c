using System.Globalization;
using Apical.Networks;

namespace Apical.Papers.Lechner2020;

/// <summary>Theorem 1: the mono-net of its proof computes what the sigmoid network does.</summary>
internal sealed class Theorem1MonoNet : Experiment
{
    internal static readonly Track InDouble = new("double"), InSingle = new("single"), LeastWeight = new("least-weight"), Units = new("units");

    private const string Identity = "tanh(a/2)", AsPrinted = "tanh(a)";

    private static readonly Fixed<int[]> s_hidden = new("hidden units N of the sigmoid network", [1, 10, 100, 1000], "our choice");
    private static readonly Fixed<int> s_inputs = new("inputs, uniform in [0, 1]", 20, "theorem 1; number our choice");
    private static readonly Setting<int> s_samples = new("samples", 10_000, 1000, "our choice");
    private static readonly Setting<int> s_draws = new("networks of each size", 50, 10, "our choice");
    private static readonly Told s_weights = new("weights and biases", "N(0, 1)", "our choice");

    public override string Id => "lechner2020/theorem1";

    public override string Title => "A sigmoid network as a tanh mono-net with twice the hidden units";

    public override Citation Paper => Lechner2020Paper.Citation;

    public override Duration Takes => new(0.05, 1);

    public override IReadOnlyList<ISetting> Settings => [s_hidden, s_inputs, s_samples, s_draws, s_weights];

    public override IReadOnlyList<Job> Jobs(Setup setup) =>
    [
        .. from run in Enumerable.Range(1, s_draws.At(setup.Scale))
           from n in s_hidden.Value
           from form in new[] { Identity, AsPrinted }
           select new Job(Group(form, n), run, context => Check(context.Rng, n, s_samples.At(setup.Scale), halved: form == Identity)) { Cost = n },
    ];

    public override Outcome Conclude(Setup setup, Results results)
    {
        int[] hidden = s_hidden.Value;
        return new(
            [
                Claim.AtMost("largest difference of the outputs, over the sum of |v| and |c|, double precision", "0: the same function",
                    Most(Identity, InDouble), 1e-14),
                Claim.AtMost("the same in single precision", "0: the same function", Most(Identity, InSingle), 1e-5),
                Claim.AtLeast("least weight above the first layer", "not negative",
                    hidden.SelectMany(n => results.All(Group(Identity, n), LeastWeight)).DefaultIfEmpty(double.NaN).Min(), 0),
                Claim.Between("hidden units over N", "2", Most(Identity, Units), 2, 2),
                Claim.AtMost("with tanh(a) as the proof's second line has it: largest difference", "0: the same function", Most(AsPrinted, InDouble), 1e-14),
            ],
            [
                new("How far the mono-net is from the sigmoid network",
                    "Largest difference of the outputs in double precision, mean over networks, "
                        + "with the identity σ(a) = ½(1 + tanh(a/2)) and with tanh(a) as printed in the proof.")
                {
                    Charts =
                    [
                        new("", new("hidden units N") { Logarithmic = true }, new("difference over Σ|v| + |c|") { Logarithmic = true },
                        [
                            .. new[] { Identity, AsPrinted }.Select(form => new Series(form, Mark.LineAndPoints, [.. hidden.Select(n => (double)n)],
                                [.. hidden.Select(n => Math.Max(results.Last(Group(form, n), InDouble).Mean, 1e-18))])),
                        ]),
                    ],
                },
            ])
        {
            Notes =
            [
                "The proof states σ(x) = ½ (1 + tanh(x/2)) in (16) and then writes tanh(wᵀx + b) without the ½. "
                    + "With it the construction is exact, and the theorem stands: the ½ goes into the first layer's weights.",
            ],
        };

        double Most(string form, Track track) => hidden.SelectMany(n => results.All(Group(form, n), track)).DefaultIfEmpty(double.NaN).Max();
    }

    /// <summary>Draws a sigmoid network, makes the mono-net of it, and compares the outputs.</summary>
    /// <param name="rng">The replicate's.</param>
    /// <param name="n">N</param>
    /// <param name="samples">Inputs to compare at.</param>
    /// <param name="halved">Whether the ½ stands inside tanh, as (16) has it and the proof then has not.</param>
    internal static Measurements Check(Rng rng, int n, int samples, bool halved)
    {
        (double found, double least, int units) = Difference(rng, n, samples, halved, Precision.Double);
        return new Measurements().Add(InDouble, found).Add(InSingle, Difference(rng, n, samples, halved, Precision.Single).Difference).Add(LeastWeight, least)
            .Add(Units, units / (double)n);
    }

    private static (double Difference, double LeastWeight, int Units) Difference(Rng rng, int n, int samples, bool halved, Precision precision)
    {
        Network sigmoid = Network.Dense(
            string.Create(CultureInfo.InvariantCulture, $"{s_inputs.Value}-{n}-1"), rng.Fork("network"), Activation.Sigmoid, Loss.SquaredError,
            initialiser: Initialiser.StandardNormal, precision: precision);
        foreach (Layer layer in sigmoid.Layers)
        {
            layer.Bias!.Value.FillNormal(rng.Fork(layer.Bias.Name));
        }

        Network mono = MonoNet.From(sigmoid);
        if (!halved)
        {
            mono[1].W.Value.Scale(2);
            mono[1].Bias!.Value.Scale(2);
        }

        var x = new Matrix(s_inputs.Value, samples, precision);
        x.FillUniform(rng.Fork("x"), 0, 1);
        double scale = sigmoid[2].W.Value.Abs().Sum() + sigmoid[2].Bias!.Value.Abs().Sum();
        double difference = mono.Forward(x).H[2].Minus(sigmoid.Forward(x).H[2]).Abs().Max() / scale;
        return (difference, mono[2].W.Value.Min(), mono[1].FanOut);
    }

    private static string Group(string form, int n) => string.Create(CultureInfo.InvariantCulture, $"{form} N={n}");
}
