using System.Globalization;
using System.Runtime.ExceptionServices;
using Apical.Data;
using Apical.Networks;
using Apical.Pipelines;
using Apical.Training;

namespace Apical.Papers.Beyond;

/// <summary>
/// "All weight updates can be computed in parallel" (lechner2020, section 5): layers on different processors, by direct feedback and by backpropagation in the
/// same places. How long an error takes to the last weight, how many samples pass in a second, and what it costs to let batches pass while layers learn.
/// </summary>
internal sealed class LayerParallel : Experiment
{
    private const string Dfa = "dfa", Bp = "bp", Parts = "parts";
    private const int Outputs = 10;

    private static readonly Track s_forward = new("forward"), s_back = new("back"), s_signal = new("signal"), s_update = new("update"),
        s_message = new("message"), s_small = new("small message"), s_step = new("step"), s_latency = new("latency");

    private static readonly (string Name, int Stages, bool Stale)[] s_ways =
        [("1 rank", 1, false), ("2 ranks in order", 2, false), ("2 ranks, stale", 2, true)];

    private static readonly Setting<int> s_units = new("units of a hidden layer whose times are taken", 1500, 400, "our choice");
    private static readonly Setting<int> s_batch = new("batch whose times are taken", 256, 128, "our choice");
    private static readonly Setting<string> s_depths = new("hidden layers on two ranks", "2, 4, 6, 8", "2, 4, 6", "our choice");
    private static readonly Fixed<int> s_layers = new("hidden layers on up to 64 ranks, simulated", 64, "our choice");
    private static readonly Setting<int> s_times = new("times that each is timed, of which the least counts", 10, 5, "our choice");
    private static readonly Setting<string> s_net =
        new("network whose accuracy is measured", "784-200-200-200-200-200-200-10", "784-60-60-60-60-10", "our choice");
    private static readonly Setting<int> s_epochs = new("epochs", 20, 4, "our choice");
    private static readonly Setting<int> s_runs = new("runs", 5, 2, "our choice");
    private static readonly Setting<int?> s_samples = new("training images", null, 3000, "quick: our choice");
    private static readonly Setting<int?> s_tests = new("test images", null, 1000, "quick: our choice");
    private static readonly Fixed<int> s_stages = new("ranks of which the stale ones are shown", 4, "our choice");
    private static readonly Fixed<int> s_trained = new("batch of training", 32, "our choice");
    private static readonly Fixed<double> s_dfaRate = new("rate of dfa", 0.05, "our choice"), s_bpRate = new("rate of bp", 0.1, "our choice");

    private static readonly Lock s_alone = new();

    public override string Id => "beyond/layer-parallel";

    public override string Title => "Layers on different ranks: latency, throughput, and what stale weights cost";

    public override Citation Paper => BeyondPapers.Citation;

    public override IReadOnlyList<Need> Needs => [Need.Mnist];

    public override Duration Takes => new(0.5, 20);

    public override IReadOnlyList<ISetting> Settings =>
    [
        s_units, s_batch, s_depths, s_layers, s_times, s_net, s_epochs, s_runs, s_samples, s_tests, s_stages, s_trained, s_dfaRate, s_bpRate,
    ];

    public override IReadOnlyList<Job> Jobs(Setup setup)
    {
        var data = new Lazy<DataSplits>(() => RecipeOf(setup, Dfa).LoadData());
        return
        [
            .. Counts(setup).Select(pieces =>
                new Job(PartsOf(pieces), 1, context => Alone(context, () => TimeParts(setup, pieces, context.Rng))) { Cost = 0.5 }),
            .. from depth in Depths(setup)
               from rule in new[] { Dfa, Bp }
               from way in s_ways
               select new Job(Real(rule, way.Name, depth), 1, context => Alone(context, () => TimeSteps(setup, rule, depth, way, context.Rng))) { Cost = 0.5 },
            .. from run in Enumerable.Range(1, s_runs.At(setup.Scale))
               from rule in new[] { Dfa, Bp }
               from stages in new[] { 1, 2, s_stages.Value }
               select new Job(Trained(rule, stages), run, context => Alone(context, () => Train(setup, rule, stages, context, data.Value))) { Cost = stages },
        ];
    }

    public override Outcome Conclude(Setup setup, Results results)
    {
        double Accuracy(string rule, int stages) => 100 * results.Last(Trained(rule, stages), TrainingJob.TestAccuracy).Mean;
        double Seconds(string rule, int way, int depth, Track track) => results.Last(Real(rule, s_ways[way].Name, depth), track).Mean;
        double Faster(string rule, int way, int depth) => Seconds(rule, 0, depth, s_step) / Seconds(rule, way, depth, s_step);
        (double Batch, double Latency) Simulated(string rule, bool stale, int ranks, int layers)
        {
            int pieces = PiecesOf(setup, stale, ranks);
            return Times(results, pieces) is { } times ? new StageSimulation(times, ranks, layers, pieces).Run(rule == Bp, stale) : (double.NaN, double.NaN);
        }

        int most = s_layers.Value;
        double Growth(string rule) => Simulated(rule, false, most, 1).Latency / Simulated(rule, false, 2, 1).Latency;
        double Times64(string rule, bool stale) => Simulated(rule, false, 1, most).Batch / Simulated(rule, stale, most, 1).Batch;
        int deep = Depths(setup).Max();
        return new(
            [
                Claim.AtMost($"wall-clock parts, simulated: latency of dfa on {most} layers over that on 2, a rank each",
                    "all updates at once: it does not grow", Growth(Dfa), 2) with { OfTheClock = true },
                Claim.AtLeast("the same of bp", "each layer waits for the one above: it grows with depth", Growth(Bp), most / 8.0)
                    with { OfTheClock = true },
                Claim.AtLeast($"wall-clock parts, simulated: throughput of dfa on {most} ranks over one, stale", $"nobody waits: {most}", Times64(Dfa, true),
                    most / 2.0) with { OfTheClock = true },
                Claim.AtMost("the same of bp", "the way down is waited for", Times64(Bp, true) / Times64(Dfa, true), 0.75, " times dfa's")
                    with { OfTheClock = true },
                Claim.AtLeast($"wall-clock, {deep} hidden layers: throughput of dfa on 2 ranks over one, stale", "on two idle cores close to 2",
                    Faster(Dfa, 2, deep), 1.3) with { OfTheClock = true },
                Claim.AtMost($"wall-clock, {deep} hidden layers on 2 ranks in order: latency of dfa over that of bp",
                    "half the layers learn at a time, against all signals one after the other",
                    Seconds(Dfa, 1, deep, s_latency) / Seconds(Bp, 1, deep, s_latency), 0.9) with { OfTheClock = true },
                Claim.AtLeast("accuracy of dfa on 2 stale ranks less that in order", "conjecture: one batch more does no harm",
                    Accuracy(Dfa, 2) - Accuracy(Dfa, 1), -1, " points"),
                Claim.AtLeast($"accuracy of dfa on {s_stages.Value} stale ranks less that in order", "conjecture",
                    Accuracy(Dfa, s_stages.Value) - Accuracy(Dfa, 1), -1, " points"),
            ],
            [
                new("Latency", "From the error of the output to the last weight that has learned from it, a rank for each hidden layer, simulated from the "
                    + "measured times of products and messages; and on two ranks that are threads, measured. Dashed: stale.")
                {
                    Charts =
                    [
                        new("simulated, a rank a layer", new("hidden layers") { Logarithmic = true }, new("milliseconds") { Logarithmic = true },
                            [.. Simulations(ranks => (ranks, 1), one => 1000 * one.Latency, Simulated)]),
                        new("measured", new("hidden layers"), new("milliseconds"),
                            [.. Measured(setup, (rule, way, depth) => 1000 * Seconds(rule, way, depth, s_latency))]),
                    ],
                },
                new("Throughput", $"How much faster than one rank: {most} hidden layers on 2 to {most} ranks, simulated; and two ranks, measured. "
                    + "Dashed: stale.")
                {
                    Charts =
                    [
                        new("simulated", new("ranks") { Logarithmic = true }, new("times one rank") { Logarithmic = true },
                            [.. Simulations(ranks => (ranks, most / ranks), one => one.Batch, Simulated, relative: true)]),
                        new("measured on 2 ranks", new("hidden layers"), new("times one rank"), [.. Measured(setup, Faster, first: 1)]),
                    ],
                },
                new("Accuracy", "Test accuracy after each epoch, mean over runs with one standard deviation to either side. One rank is in order.")
                {
                    Charts =
                    [
                        .. new[] { Dfa, Bp }.Select(rule => new Chart(rule, new("epoch"), new("test accuracy"),
                        [
                            .. new[] { 1, 2, s_stages.Value }.Select(stages => Series.Of(stages == 1 ? "in order" : $"{stages} ranks, stale",
                                Enumerable.Range(0, 1000).Select(epoch => (double)epoch), results.Curve(Trained(rule, stages), TrainingJob.TestAccuracy))),
                        ])),
                    ],
                },
            ])
        {
            Notes =
            [
                "Times are of this machine while this ran: they hang on what else it did, and claims on them are no more than that. Two ranks are two threads "
                    + "of one process; the simulated ones have a core each.",
                $"Batches pass in pieces as by real ranks: in order {string.Join(", ", Powers(1).Select(ranks => PiecesOf(setup, false, ranks)))}, stale "
                    + $"{string.Join(", ", Powers(1).Select(ranks => PiecesOf(setup, true, ranks)))} on {string.Join(", ", Powers(1))} ranks. "
                    + $"Measured parts, {s_units.At(setup.Scale)} units, batch {s_batch.At(setup.Scale)}, in milliseconds: "
                    + string.Join("; ", Counts(setup).Select(pieces => $"in {pieces} {Times(results, pieces)?.ToString() ?? "not taken"}")) + ".",
                $"Throughput of 2 ranks over one, {deep} hidden layers of {s_units.At(setup.Scale)} units: "
                    + string.Join("; ", new[] { Dfa, Bp }.Select(rule => $"{rule} {Claim.Show(Faster(rule, 1, deep))} in order, "
                        + $"{Claim.Show(Faster(rule, 2, deep))} stale")) + ".",
                "Stale ranks have one batch more under way than those in order. A batch needs as many turns to pass up as there are ranks and pieces, so that "
                    + "many ranks wait for it all the same: to keep 64 at work, as many batches would have to be under way.",
                "Test accuracy at the end: " + string.Join("; ", new[] { Dfa, Bp }.Select(rule => $"{rule} {Claim.Show(Accuracy(rule, 1))} % in order, "
                    + $"{Claim.Show(Accuracy(rule, 2))} % on 2 and {Claim.Show(Accuracy(rule, s_stages.Value))} % on {s_stages.Value} stale ranks")) + ".",
            ],
        };
    }

    // As many as real ranks would use.
    private static int PiecesOf(Setup setup, bool stale, int ranks) => new PipelineOptions { Stale = stale }.Pieces(s_batch.At(setup.Scale), ranks);

    private static int[] Powers(int least) => [.. Enumerable.Range(0, 7).Select(power => 1 << power).Where(rank => rank >= least && rank <= s_layers.Value)];

    private static int[] Counts(Setup setup) =>
        [.. Powers(1).SelectMany(ranks => new[] { PiecesOf(setup, false, ranks), PiecesOf(setup, true, ranks) }).Distinct().Order()];

    private static string PartsOf(int pieces) => $"{Parts}, {pieces} to a batch";

    private static StageTimes? Times(Results results, int pieces)
    {
        string parts = PartsOf(pieces);
        double Of(Track track) => results.Last(parts, track).Mean;
        return results.Of(parts).Count == 0 ? null
            : new(Of(s_forward), Of(s_back), Of(s_signal), Of(s_update), Of(s_message), Of(s_small));
    }

    private static Measurements TimeParts(Setup setup, int pieces, Rng rng)
    {
        StageTimes times = StageClock.Parts(s_units.At(setup.Scale), Outputs, s_batch.At(setup.Scale), pieces, s_times.At(setup.Scale), rng);
        return new Measurements().Add(s_forward, times.Forward).Add(s_back, times.Back).Add(s_signal, times.Signal).Add(s_update, times.Update)
            .Add(s_message, times.Message).Add(s_small, times.Small);
    }

    private static Measurements TimeSteps(Setup setup, string rule, int depth, (string Name, int Stages, bool Stale) way, Rng rng)
    {
        var net = NetworkSpec.Parse($"784{string.Concat(Enumerable.Repeat($"-{s_units.At(setup.Scale)}", depth))}-{Outputs}");
        double[] costs = [.. net.Widths.Skip(1).Zip(net.Widths, (above, below) => (double)above * below)];
        (double step, double latency) = StageClock.Whole(
            rule, net, s_batch.At(setup.Scale), way.Stages, way.Stale, Placement.ByCost(costs, way.Stages), s_times.At(setup.Scale), rng);
        return new Measurements().Add(s_step, step).Add(s_latency, latency);
    }

    private static Measurements Train(Setup setup, string rule, int stages, JobContext context, DataSplits data)
    {
        var found = new Measurements();
        ThreadLinks.Run(stages, links =>
        {
            bool top = links.Stage == stages - 1;
            LayerParallelLearner? stage = null;
            var run = new TrainingRun(RecipeOf(setup, rule), data, top ? context.State : new JobState(context.Group, context.Run), [], 1,
                write: rows =>
                {
                    foreach (MetricRow row in top ? rows : [])
                    {
                        found.Add(Track.Of(row.Metric, row.Layer), row.Value);
                    }
                },
                share: learner => stage = new LayerParallelLearner(
                    learner, rule, links, new() { Stale = true, Stopping = () => context.Cancellation.IsCancellationRequested }));
            using var stop = new CancellationTokenSource();
            run.Trainer.Callbacks.Insert(0, new StagesTogether(stage!, stop));
            run.Complete(stop.Token);
            return 0;
        });
        return found;
    }

    // One after the other, that threads of one do not take the cores of another.
    private static Measurements Alone(JobContext context, Func<Measurements> work)
    {
        while (!s_alone.TryEnter(TimeSpan.FromSeconds(0.1)))
        {
            context.Cancellation.ThrowIfCancellationRequested();
        }

        try
        {
            return work();
        }
        catch (AggregateException error)
        {
            ExceptionDispatchInfo.Throw(error.InnerExceptions[0]);      // of the stage that failed first: the others were only left alone
            throw;
        }
        finally
        {
            s_alone.Exit();
        }
    }

    private static IEnumerable<Series> Simulations(Func<int, (int Ranks, int Layers)> at, Func<(double Batch, double Latency), double> value,
        Func<string, bool, int, int, (double, double)> simulated, bool relative = false)
    {
        int[] ranks = Powers(2);
        double Value(string rule, bool stale, int rank)
        {
            (int some, int layers) = at(rank);
            double found = value(simulated(rule, stale, some, layers));
            return relative ? value(simulated(rule, false, 1, s_layers.Value)) / found : found;
        }

        return from rule in new[] { Dfa, Bp }
               from stale in new[] { false, true }
               select new Series($"{rule}, {(stale ? "stale" : "in order")}", Mark.LineAndPoints, [.. ranks.Select(rank => (double)rank)],
                   [.. ranks.Select(rank => Value(rule, stale, rank))])
               {
                   Dashed = stale,
               };
    }

    private static IEnumerable<Series> Measured(Setup setup, Func<string, int, int, double> value, int first = 0) =>
        from rule in new[] { Dfa, Bp }
        from way in Enumerable.Range(first, s_ways.Length - first)
        select new Series($"{rule}, {(way == 0 ? "1 rank" : s_ways[way].Stale ? "stale" : "in order")}", Mark.LineAndPoints,
            [.. Depths(setup).Select(depth => (double)depth)], [.. Depths(setup).Select(depth => value(rule, way, depth))])
        {
            Dashed = s_ways[way].Stale,
        };

    private static int[] Depths(Setup setup) => [.. s_depths.At(setup.Scale).Split(',').Select(depth => int.Parse(depth, CultureInfo.InvariantCulture))];

    private static string Real(string rule, string way, int depth) => $"{rule}, {way}, {depth} hidden layers";

    private static string Trained(string rule, int stages) => stages == 1 ? $"{rule} trained in order" : $"{rule} trained by {stages} stale ranks";

    private static Recipe RecipeOf(Setup setup, string rule) => new()
    {
        Data = new()
        {
            Set = setup.Choose(Need.Mnist),
            Folder = setup.DataDir,
            TrainSamples = s_samples.At(setup.Scale),
            TestSamples = s_tests.At(setup.Scale),
        },
        Net = s_net.At(setup.Scale),
        Rule = rule,
        LearningRate = rule == Dfa ? s_dfaRate.Value : s_bpRate.Value,
        Epochs = s_epochs.At(setup.Scale),
        Batch = s_trained.Value,
        Seed = setup.Seed,
    };
}
