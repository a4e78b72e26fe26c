using System.Runtime;
using Apical.Branches;
using Apical.Online;

namespace Apical.Papers.Lechner2020;

/// <summary>Nanoseconds of predictors and of nets of growing depth, beside the chains of multiply-adds that they wait for.</summary>
internal static class BranchSpeed
{
    /// <summary>Nanoseconds of a prediction and of learning from it.</summary>
    public static readonly Track Predict = new("ns per predict"), Learn = new("ns per learn");

    /// <summary>Multiply-adds in a row from the outcome to the last weight, sums as trees; and one term after the other.</summary>
    public static readonly Track Chain = new("chain"), Row = new("chain, sums in a row");

    /// <summary>How often a time is taken; the least counts.</summary>
    public static readonly Fixed<int> Repetitions = new("times taken of each, of which the least counts", 30, "our choice");

    /// <summary>The nets whose chains are compared.</summary>
    public static readonly Fixed<string> Widths = new("nets of growing depth", "32-16-1, 32-16-16-1, 32-16-16-16-1", "our choice");

    private const int Samples = 20_000;

    /// <summary>Hidden layers of the nets.</summary>
    public static IReadOnlyList<string> Nets => [.. Widths.Value.Split(',').Select(net => net.Trim())];

    /// <summary>Sees to it that the nets can be made.</summary>
    /// <exception cref="ArgumentException">One cannot.</exception>
    public static void Check()
    {
        foreach (string net in Nets)
        {
            try
            {
                _ = new OnlineNet<float>(net, new Rng(1));
            }
            catch (ArgumentException error)
            {
                throw new ArgumentException($"{SettingKey.Of(Widths)}: {error.Message}", error);
            }
        }
    }

    /// <summary>Multiply-adds from the outcome to the last weight, and nanoseconds of learning, by depth.</summary>
    public static string Note(Results results)
    {
        string Row(OnlineRule rule) => $"{BranchChoices.Name(rule)} " + string.Join(", ", Nets.Select(net =>
            $"{Claim.Show(results.Last(Group(net, rule), Chain).Mean)} ({Claim.Show(results.Last(Group(net, rule), Learn).Mean)} ns)"));
        return $"From the outcome to the last weight of {string.Join(", ", Nets)}, multiply-adds that wait for each other (and nanoseconds of learning): "
            + string.Join("; ", Enum.GetValues<OnlineRule>().Select(Row)) + ".";
    }

    /// <summary>A condition: a net and its rule.</summary>
    public static string Group(string net, OnlineRule rule) => $"speed of {net}, {BranchChoices.Name(rule)}";

    /// <summary>The replicates: nets by depth and rule.</summary>
    public static IEnumerable<Job> Jobs() =>
        from net in Nets
        from rule in Enum.GetValues<OnlineRule>()
        select new Job(Group(net, rule), 1, context =>
        {
            var online = new OnlineNet<float>(net, context.Rng, new() { Rule = rule });
            float[] x = new float[online.Inputs * 64];
            Rng rng = context.Rng.Fork("x");
            foreach (ref float one in x.AsSpan())
            {
                one = (rng.NextUInt64() & 1) == 1 ? 1 : -1;
            }

            ReadOnlySpan<float> Sample(int i) => x.AsSpan(i % 64 * online.Inputs, online.Inputs);
            return Time(
                () =>
                {
                    for (int i = 0; i < Samples; i++)
                    {
                        online.Score(Sample(i));
                    }
                },
                () =>
                {
                    for (int i = 0; i < Samples; i++)
                    {
                        online.Score(Sample(i));
                        online.Learn(i & 1);
                    }
                }).Add(Chain, OnlineLatency.Chain(rule, Hidden(net))).Add(Row, OnlineLatency.Chain(rule, Hidden(net), trees: false));
        });

    /// <summary>Nanoseconds of predicting and learning.</summary>
    public static double Both(Results results, string group) => results.Last(group, Predict).Mean + results.Last(group, Learn).Mean;

    /// <summary>Times a predictor on the beginning of a trace.</summary>
    public static Measurements Time(IBranchPredictor predictor, BranchTrace trace)
    {
        BranchTrace part = trace.First(Samples);
        BranchScore.Of(predictor, part);
        return Time(
            () =>
            {
                for (int i = 0; i < Samples; i++)
                {
                    predictor.Predict(part.Address(i % part.Count));
                }
            },
            () =>
            {
                for (int i = 0; i < Samples; i++)
                {
                    predictor.Predict(part.Address(i % part.Count));
                    predictor.Learn(part.Taken(i % part.Count));
                }
            });
    }

    // Learning cannot be timed by itself: both together, less prediction.
    private static Measurements Time(Action predict, Action both)
    {
        WarmUp(predict);
        WarmUp(both);
        double one = Least(predict), two = Least(both);
        return new Measurements().Add(Predict, one).Add(Learn, Math.Max(0, two - one));
    }

    // Until the compiler, which makes its best of code only after it has seen it run, has had nothing to do for a while.
    private static void WarmUp(Action work)
    {
        TimeSpan quiet = TimeSpan.FromSeconds(0.2), most = TimeSpan.FromSeconds(5);
        TimeProvider clock = TimeProvider.System;
        long start = clock.GetTimestamp(), since = start, compiled = -1;
        while (clock.GetElapsedTime(since) < quiet && clock.GetElapsedTime(start) < most)
        {
            work();
            if (JitInfo.GetCompiledMethodCount() is var now && now != compiled)
            {
                (compiled, since) = (now, clock.GetTimestamp());
            }
        }
    }

    private static double Least(Action work)
    {
        TimeProvider clock = TimeProvider.System;
        double least = double.PositiveInfinity;
        for (int repetition = 0; repetition < Repetitions.Value; repetition++)
        {
            long start = clock.GetTimestamp();
            work();
            least = Math.Min(least, clock.GetElapsedTime(start).TotalNanoseconds / Samples);
        }

        return least;
    }

    /// <summary>The picture: chains beside nanoseconds, by depth.</summary>
    public static Picture Picture(Results results)
    {
        double[] depths = [.. Nets.Select(net => (double)Hidden(net).Length)];
        Series Of(string name, OnlineRule rule, Func<string, OnlineRule, double> value, bool dashed = false) =>
            new(name, Mark.LineAndPoints, depths, [.. Nets.Select(net => value(net, rule))]) { Dashed = dashed };
        return new("From the outcome to the last weight",
            "a: multiply-adds that wait for each other (dashed: sums one term after the other). b: nanoseconds of learning, float32.")
        {
            Charts =
            [
                new("chain", new("hidden layers"), new("multiply-adds in a row"),
                [
                    .. Enum.GetValues<OnlineRule>().Select(rule => Of(BranchChoices.Name(rule), rule, (net, r) => results.Last(Group(net, r), Chain).Mean)),
                    Of("bp, sums in a row", OnlineRule.Bp, (net, r) => results.Last(Group(net, r), Row).Mean, dashed: true),
                ]),
                new("measured", new("hidden layers"), new("learning (ns)"),
                    [.. Enum.GetValues<OnlineRule>().Select(rule => Of(BranchChoices.Name(rule), rule, (net, r) => results.Last(Group(net, r), Learn).Mean))]),
            ],
        };
    }

    /// <summary>Units of the hidden layers of a net.</summary>
    public static int[] Hidden(string net) => [.. net.Split('-').SkipLast(1).Skip(1).Select(int.Parse)];
}
