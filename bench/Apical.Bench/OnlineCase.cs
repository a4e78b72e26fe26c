using System.Diagnostics;
using System.Text.Json;
using Apical.Networks;
using Apical.Numerics.Random;
using Apical.Online;

namespace Apical.Bench;

/// <summary>Times nets that learn while they run, for online_against_pytorch.py.</summary>
internal static class OnlineCase
{
    private const int Samples = 1024, Passes = 20;
    private const double WarmUp = 0.3;          // seconds for each

    private static readonly string[] s_nets = ["32-16-1", "32-16-16-1", "32-16-16-16-1"];

    /// <summary>
    /// Predicts and learns again and again, and writes a line of JSON for each net and rule: nanoseconds a sample, and the bytes that a pass of
    /// 20 480 of them allocates.
    /// </summary>
    /// <param name="seconds">How long each is timed.</param>
    public static void Run(double seconds)
    {
        // All of them once unheard: the compiler makes its best of code only after it has seen it run, and all nets share that code.
        Round(WarmUp, report: false);
        Round(seconds, report: true);
    }

    private static void Round(double seconds, bool report)
    {
        foreach (string net in s_nets)
        {
            foreach (OnlineRule rule in Enum.GetValues<OnlineRule>())
            {
                var single = new OnlineNet<float>(net, new Rng(1), new() { Rule = rule });
                float[] x = Signs(single.Inputs);
                Time(report, net, rule, "tanh, float32", single.StateBytes, seconds,
                    i => single.PredictAndLearn(x.AsSpan(i * single.Inputs, single.Inputs), i & 1));
                var hard = new OnlineNet<float>(net, new Rng(1), new() { Rule = rule, Activation = Activation.HardTanh });
                Time(report, net, rule, "hard-tanh, float32", hard.StateBytes, seconds,
                    i => hard.PredictAndLearn(x.AsSpan(i * hard.Inputs, hard.Inputs), i & 1));
                if (rule != OnlineRule.Bp)
                {
                    var bytes = new OnlineByteNet(net, new Rng(1), new() { Rule = rule });
                    sbyte[] whole = [.. x.Select(one => (sbyte)(64 * one))];
                    Time(report, net, rule, "tanh, 8 bits", bytes.StateBytes, seconds, i => bytes.PredictAndLearn(whole.AsSpan(i * bytes.Inputs, bytes.Inputs),
                        (i & 1) == 1));
                }
            }
        }
    }

    private static float[] Signs(int inputs)
    {
        var rng = new Rng(2);
        return [.. Enumerable.Range(0, Samples * inputs).Select(_ => (rng.NextUInt64() & 1) == 1 ? 1f : -1f)];
    }

    private static void Time(bool report, string net, OnlineRule rule, string form, int stateBytes, double seconds, Action<int> step)
    {
        List<double> times = [];
        long allocated = long.MaxValue, start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < seconds)
        {
            long before = GC.GetAllocatedBytesForCurrentThread(), one = Stopwatch.GetTimestamp();
            for (int k = 0; k < Passes * Samples; k++)
            {
                step(k & (Samples - 1));
            }

            times.Add(1e9 * Stopwatch.GetElapsedTime(one).TotalSeconds / (Passes * Samples));
            allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - before);     // the runtime itself takes some now and then
        }

        if (!report)
        {
            return;
        }

        times.Sort();
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            net,
            rule = $"{rule}".ToLowerInvariant(),
            form,
            stateBytes,
            ns = Math.Round(times[times.Count / 2], 1),
            fastest = Math.Round(times[0], 1),
            allocated,
        }));
    }
}
