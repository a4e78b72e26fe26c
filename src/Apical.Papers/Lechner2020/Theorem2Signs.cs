using System.Globalization;
using Apical.Networks;

namespace Apical.Papers.Lechner2020;

/// <summary>Theorem 2: with one output, no update of mDFA goes against the gradient.</summary>
internal sealed class Theorem2Signs : Experiment
{
    internal static readonly Track Coordinates = new("coordinates"), Moving = new("moving"), Opposite = new("opposite");

    private const string MonoNets = "mono-nets", NegativeWeight = "one weight negative";
    private const int BatchSize = 64;
    private static readonly string s_batches = $"batches of {BatchSize}";

    private static readonly Setting<int> s_draws = new("networks of each depth", 20_000, 1000, "our choice");
    private static readonly Fixed<int[]> s_layers = new("layers L", [2, 3, 4, 6, 10], "any, theorem 2; which is our choice");
    private static readonly Told s_networks =
        new("networks",
            $"1 to {MonoNetDraw.MostUnits} units a layer; tanh, relu, hard-tanh or sigmoid; "
                + "first layer and biases normal, weights above |normal|; feedback |N(0, 1)|", "definition 1, sizes our choice");
    private static readonly Told s_loss =
        new("loss and samples", "squared error, one sample, normal inputs and targets", "any loss, theorem 2; our choice");

    public override string Id => "lechner2020/theorem2";

    public override string Title => "With one output, monotone direct feedback alignment gives the sign of the gradient";

    public override Citation Paper => Lechner2020Paper.Citation;

    public override Duration Takes => new(0.1, 1);

    public override IReadOnlyList<ISetting> Settings => [s_draws, s_layers, s_networks, s_loss];

    public override IReadOnlyList<Job> Jobs(Setup setup) =>
    [
        .. from layers in s_layers.Value
           from kind in new[] { MonoNets, NegativeWeight, s_batches }
           select new Job(Group(kind, layers), 1,
               context => Check(context.Rng.Fork("depth", layers), layers, s_draws.At(setup.Scale), kind == NegativeWeight,
                   kind == s_batches ? BatchSize : 1, context.Report))
           {
               Cost = layers,
           },
    ];

    public override Outcome Conclude(Setup setup, Results results)
    {
        int[] layers = s_layers.Value;
        double opposite = Sum(MonoNets, Opposite), moving = Sum(MonoNets, Moving);
        return new(
            [
                new("coordinates of hidden layers where mDFA goes against the gradient, one sample, one output", "none: (δθ)(∇θ) ≥ 0",
                    string.Create(CultureInfo.InvariantCulture, $"{opposite} of {Sum(MonoNets, Coordinates)}, in {moving} of which both move"), "none",
                    opposite == 0 && moving > 0) { Value = opposite },
                Claim.AtLeast("control: with one negative weight above the first layer, coordinates that go against it", "the premise is needed",
                    Sum(NegativeWeight, Opposite), 1),
            ],
            [
                new("Coordinates against the gradient", "Share of the coordinates of hidden layers, among those where both move.")
                {
                    Charts =
                    [
                        new("", new("layers"), new("share against the gradient (%)"),
                        [
                            .. new[] { MonoNets, NegativeWeight, s_batches }.Select(kind =>
                                new Series(kind, Mark.LineAndPoints, [.. layers.Select(l => (double)l)], [.. layers.Select(l => Share(kind, l))])),
                        ]),
                    ],
                },
            ])
        {
            Notes =
            [
                "The theorem is about one sample. Over a batch both sides are sums whose terms agree in sign one by one, and the sums need not: in "
                    + $"{s_batches}, {Claim.Show(100 * Sum(s_batches, Opposite) / Sum(s_batches, Moving))} % of the coordinates go "
                    + "against the gradient of the batch.",
            ],
        };

        double Sum(string kind, Track track) => layers.Sum(l => results.All(Group(kind, l), track).Sum());
        double Share(string kind, int l) => 100 * results.All(Group(kind, l), Opposite).Sum() / results.All(Group(kind, l), Moving).Sum();
    }

    /// <summary>Counts coordinates over many networks.</summary>
    /// <param name="rng">Draw i is fork <c>draw</c>, number i.</param>
    /// <param name="layers">L</param>
    /// <param name="draws">How many networks.</param>
    /// <param name="negativeWeight">Whether a weight above the first layer is made negative, against definition 1.</param>
    /// <param name="samples">1 in the theorem.</param>
    /// <param name="report">Told how far it is.</param>
    internal static Measurements Check(Rng rng, int layers, int draws, bool negativeWeight = false, int samples = 1, Action<double>? report = null)
    {
        double coordinates = 0, moving = 0, opposite = 0;
        for (int i = 0; i < draws; i++)
        {
            Rng draw = rng.Fork("draw", i);
            Network network = MonoNetDraw.Network(draw, layers, 1);
            if (negativeWeight)
            {
                Matrix w = network[layers].W.Value;
                w[0, 0] = -w[0, 0];
            }

            (double all, double both, double against) = MonoNetDraw.Signs(network, draw, samples);
            (coordinates, moving, opposite) = (coordinates + all, moving + both, opposite + against);
            report?.Invoke((double)i / draws);
        }

        return new Measurements().Add(Coordinates, coordinates).Add(Moving, moving).Add(Opposite, opposite);
    }

    private static string Group(string kind, int layers) => string.Create(CultureInfo.InvariantCulture, $"{kind} L={layers}");
}
