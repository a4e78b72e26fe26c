using System.Runtime.InteropServices;
using Apical.Data;
using Apical.Learning;
using Apical.Networks;
using Apical.Optimizers;
using Apical.Pipelines;

namespace Apical.Papers.Beyond;

/// <summary>Times parts of training steps, and whole steps by stages that are threads. Of several times the least counts: what else runs only adds.</summary>
internal static class StageClock
{
    /// <summary>Seconds for each part, on one thread.</summary>
    /// <param name="units">Of each layer.</param>
    /// <param name="outputs">Of the output.</param>
    /// <param name="batch">Samples.</param>
    /// <param name="pieces">Pieces in which they pass.</param>
    /// <param name="repetitions">How often each is timed.</param>
    /// <param name="rng">Where numbers come from.</param>
    public static StageTimes Parts(int units, int outputs, int batch, int pieces, int repetitions, Rng rng)
    {
        var layer = new Layer(new Dense(units, units), Activation.Tanh, rng.Fork("layer"), "layer1");
        Matrix Drawn(string name, int rows, int columns)
        {
            var drawn = new Matrix(rows, columns);
            drawn.FillNormal(rng.Fork(name), 0, 0.1);
            return drawn;
        }

        int piece = batch / pieces;
        Matrix h = Drawn("h", units, batch), part = Drawn("part", units, piece), s = Drawn("s", units, piece), delta = Drawn("delta", units, batch),
            B = Drawn("B", units, outputs), error = Drawn("error", outputs, batch), W = layer.W.Value;
        var workspace = new Workspace();
        double Least(Action work)
        {
            double least = double.PositiveInfinity;
            for (int time = 0; time <= repetitions; time++)
            {
                using Workspace.Scope scope = workspace.Enter();
                long start = TimeProvider.System.GetTimestamp();
                work();
                least = time == 0 ? least : Math.Min(least, TimeProvider.System.GetElapsedTime(start).TotalSeconds);
            }

            return least;
        }

        return new(
            Least(() => layer.Compute(part, s, s)), Least(() => W.T.Dot(part).Times(s)), Least(() => B.Dot(error).Times(h)),
            Least(() => W.AddProduct(-1e-6, delta, h.T)), Message(units * piece, repetitions), Message(outputs * batch, repetitions));
    }

    /// <summary>Seconds of a step, and from the error of the output to the last weight that has learned from it.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="net">The network, with numbers for its inputs.</param>
    /// <param name="batch">Samples in a batch.</param>
    /// <param name="stages">Stages, a thread each.</param>
    /// <param name="stale">Whether the next batch passes before layers learn.</param>
    /// <param name="placement">Which layers they have.</param>
    /// <param name="steps">Steps that are timed, behind two others.</param>
    /// <param name="rng">Where numbers come from.</param>
    public static (double Step, double Latency) Whole(
        string rule, NetworkSpec net, int batch, int stages, bool stale, Placement placement, int steps, Rng rng)
    {
        const int Warm = 2;
        var x = new Matrix(net.Widths[0], batch);
        x.FillNormal(rng.Fork("x"), 0, 1);
        int[] labels = [.. Enumerable.Range(0, batch).Select(i => i % net.Widths[^1])];
        var samples = new Batch(x, OneHot.Encode(labels, net.Widths[^1]).T.ToMatrix(), labels);
        (long Ended, long Error, long Learned)[][] all = ThreadLinks.Run(stages, links =>
        {
            Network network = net.With(Activation.Tanh, null, null, true, 0, null).Build(rng.Fork("network"), Loss.CrossEntropy, Precision.Single);
            var learner = new LayerParallelLearner(new NetworkLearner(
                rule == "bp" ? new Backpropagation(network) : new DirectFeedbackAlignment(network, rng.Fork("rule")), new Sgd(1e-3)), rule, links,
                new() { Stale = stale, Placement = placement });
            var times = new (long, long, long)[Warm + steps];
            for (int step = 0; step < times.Length; step++)
            {
                learner.Learn(samples, new(step));
                times[step] = (TimeProvider.System.GetTimestamp(), learner.Times.Error, learner.Times.Learned);
            }

            learner.Settle(finish: true);
            return times;
        });
        double least = double.PositiveInfinity, latency = double.PositiveInfinity;
        for (int step = Warm; step < all[^1].Length; step++)
        {
            least = Math.Min(least, Seconds(all[^1][step - 1].Ended, all[^1][step].Ended));
            int of = stale && stages > 1 ? step - 1 : step;         // lower stages learn from the batch before
            long last = Enumerable.Range(0, stages).Max(stage => all[stage][stage == stages - 1 ? of : step].Learned);
            latency = Math.Min(latency, Seconds(all[^1][of].Error, last));
        }

        return (least, latency);
    }

    private static double Seconds(long from, long to) => TimeProvider.System.GetElapsedTime(from, to).TotalSeconds;

    // Half the way there and back between two threads.
    private static double Message(int numbers, int repetitions) => ThreadLinks.Run(2, links =>
    {
        float[] message = new float[numbers];
        double least = double.PositiveInfinity;
        for (int time = 0; time <= repetitions; time++)
        {
            long start = TimeProvider.System.GetTimestamp();
            if (links.Stage == 0)
            {
                links.Send(1, MemoryMarshal.AsBytes(message.AsSpan()));
                links.Receive(1, MemoryMarshal.AsBytes(message.AsSpan()));
            }
            else
            {
                links.Receive(0, MemoryMarshal.AsBytes(message.AsSpan()));
                links.Send(0, MemoryMarshal.AsBytes(message.AsSpan()));
            }

            least = time == 0 ? least : Math.Min(least, TimeProvider.System.GetElapsedTime(start).TotalSeconds / 2);
        }

        return least;
    })[0];
}
