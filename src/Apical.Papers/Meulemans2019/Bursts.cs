using Apical.Analysis;
using Apical.Networks;
using Apical.Probes;

namespace Apical.Papers.Meulemans2019;

/// <summary>The signal of multiplexing, ĥ_i^f − ĥ_i^l, on random networks.</summary>
internal static class Bursts
{
    public static readonly Track Sizes = new("ln of the signal"), Slope = new("slope"), ToDtp = new("angle to DTP"), ToExact = new("angle to exact inverses");

    /// <summary>How its size goes with the layer, and the angles of layer 1 to DTP with the same Q and to the linearised signal of exact inverses.</summary>
    internal static Measurements Measure(JobContext context, int nets, int depth, Activation hidden, double epsilon, double eta)
    {
        var found = new Measurements();
        double[] layers = [.. Enumerable.Range(1, depth).Select(i => (double)i)], sums = new double[depth];
        for (int n = 0; n < nets; n++)
        {
            var net = new MixtureNet(context.Rng.Fork("net", n), depth, hidden, epsilon);
            Matrix free = net.Forward[depth], learning = free.Minus(free.Minus(net.Batch.T).Scaled(eta));
            double[] sizes = new double[depth];
            for (int i = depth; i >= 1; i--)
            {
                if (i < depth)
                {
                    (free, learning) = (net.Backward.Of(net.Pass, i, free), net.Backward.Of(net.Pass, i, learning));
                }

                sizes[i - 1] = Math.Log(free.Minus(learning).Norm());
            }

            Matrix signal = free.Minus(learning), target =
                new TargetPropagation(net.Backward, new Rng(0), new() { Difference = true, Step = eta }).Targets(net.Pass, net.Batch)[1]!;
            found.Add(ToDtp, Angle.Degrees(signal, net.Forward[1].Minus(target))).Add(ToExact, Angle.Degrees(signal, net.Carried(net.Forward)[1]!))
                .Add(Slope, LineFit.Of(layers, sizes).Slope);
            sums = [.. sums.Zip(sizes, (sum, size) => sum + (size / nets))];
        }

        return found.Add(Sizes, sums);
    }
}
