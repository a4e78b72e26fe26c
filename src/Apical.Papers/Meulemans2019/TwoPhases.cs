using Apical.Analysis;
using Apical.Data;
using Apical.Probes;

namespace Apical.Papers.Meulemans2019;

/// <summary>What the difference of a free and a learning phase is at rest, under noise, and with a slow trace in place of a stored phase.</summary>
internal static class TwoPhases
{
    public static readonly Track Factors = new("‖h^f − h^l‖ / ‖d‖"), Worst = new("greatest distance from (1 − q^i)/(1 − q)"),
        Noise = new("ln of the noise at 45°"), Slope = new("slope"), Angles = new("angle"), Gain = new("gain of averaging");

    private const int Looks = 64;

    /// <summary>‖h_i^f − h_i^l‖ over ‖d_i‖ in linear nets with exact inverses, layer by layer.</summary>
    internal static Measurements CarryOver(JobContext context, int nets, int depth, double mu, double eta)
    {
        var found = new Measurements();
        double q = mu / (1 - mu);
        double[] sums = new double[depth];
        for (int n = 0; n < nets; n++)
        {
            var net = new MixtureNet(context.Rng.Fork("net", n), depth, MixtureNet.Linear);
            DynamicalTargetPropagation rule = net.Rule(mu, eta);
            IReadOnlyList<Matrix> free = net.Rest(rule, false), learning = net.Rest(rule, true);
            Matrix?[] lacks = net.Lacks(learning);
            double[] factors = [.. Enumerable.Range(1, depth).Select(i => free[i].Minus(learning[i]).Norm() / lacks[i]!.Norm())];
            found.Add(Worst, factors.Select((factor, i) => Math.Abs(factor - ((1 - Math.Pow(q, i + 1)) / (1 - q)))).Max());
            sums = [.. sums.Zip(factors, (sum, factor) => sum + (factor / nets))];
        }

        return found.Add(Factors, sums);
    }

    /// <summary>The noise σ on activities of both phases at which the update vector of a layer is at 45°: its logarithm by layer, and how many looks
    /// help.</summary>
    internal static Measurements NoiseLimit(JobContext context, int nets, int depth, double mu, double eta, int averaged)
    {
        var found = new Measurements();
        double[] sums = new double[depth], layers = [.. Enumerable.Range(1, depth).Select(i => (double)i)];
        double gain = 0;
        for (int n = 0; n < nets; n++)
        {
            context.Report((double)n / nets);
            Rng rng = context.Rng.Fork("net", n);
            var net = new MixtureNet(rng, depth, MixtureNet.Linear);
            DynamicalTargetPropagation rule = net.Rule(mu, eta);
            IReadOnlyList<Matrix> free = net.Rest(rule, false), learning = net.Rest(rule, true);
            double[] limits = [.. Enumerable.Range(1, depth).Select(i => Limit(free[i].Minus(learning[i]), rng.Fork("noise", i), 1))];
            gain += Math.Exp(Limit(free[1].Minus(learning[1]), rng.Fork("many"), averaged) - limits[0]) / nets;
            sums = [.. sums.Zip(limits, (sum, limit) => sum + (limit / nets))];
        }

        return found.Add(Noise, sums).Add(Slope, LineFit.Of(layers, sums).Slope).Add(Gain, gain);
    }

    /// <summary>
    /// A low-pass of activities in place of the stored free phase, both phases in turn: the angle of layer 1 at the end of each learning phase to (6.35).
    /// At the
    /// start the network, and the trace, rest at another sample.
    /// </summary>
    internal static Measurements Trace(JobContext context, int nets, double mu, double eta, double epsilon, double slow, double phase, int turns)
    {
        var sums = new double[turns];
        for (int n = 0; n < nets; n++)
        {
            Rng rng = context.Rng.Fork("net", n);
            const int Depth = 2;
            var net = new MixtureNet(rng, Depth, MixtureNet.Linear, epsilon);
            DynamicalTargetPropagation rule = net.Rule(mu, eta);
            Matrix wanted = net.Rest(rule, false)[1].Minus(net.Rest(rule, true)[1]), x = new(MixtureNet.Units, 1, Precision.Double);
            x.FillNormal(rng.Fork("another"));
            IReadOnlyList<Matrix> before = rule.Equilibrium.Rest(net.Network.Forward(x), null);
            Matrix[] y = [.. before.Skip(1).Select(h => h.Clone()), before[1].Clone()];
            for (int turn = 0; turn < turns; turn++)
            {
                context.Report((n + ((double)turn / turns)) / nets);
                Flow(rule, net, null, slow).AdvanceAdaptively(y, 0, phase, 1e-9, 1e-11);
                Flow(rule, net, net.Batch, slow).AdvanceAdaptively(y, 0, phase, 1e-9, 1e-11);
                sums[turn] += Angle.Degrees(y[Depth].Minus(y[0]), wanted) / nets;
            }
        }

        return new Measurements().Add(Angles, sums);
    }

    // h_1 .. h_L, and a trace of h_1
    private static OdeIntegrator Flow(DynamicalTargetPropagation rule, MixtureNet net, Batch? taught, double slow)
    {
        int L = net.Network.L;
        Matrix[] h = new Matrix[L + 1], drift = new Matrix[L + 1];
        return new((_, y, derivative) =>
        {
            for (int i = 1; i <= L; i++)
            {
                h[i] = y[i - 1];
            }

            rule.Equilibrium.Drift(net.Pass, h, taught, drift);
            for (int i = 1; i <= L; i++)
            {
                derivative[i - 1].CopyFrom(drift[i]);
            }

            derivative[L].CopyFrom(h[1].Minus(y[L]).Scaled(1 / slow));
        });
    }

    // ln σ at which v and v + N(0, 2σ²/looks) are 45° apart in the mean: the angle rises with σ, for noise in common
    private static double Limit(Matrix v, Rng rng, int averaged)
    {
        Matrix[] noise = [.. Enumerable.Range(0, Looks).Select(look => Mean(rng.Fork("look", look), averaged))];
        (double low, double high) = (Math.Log(v.Norm()) - 5, Math.Log(v.Norm()) + 5);
        while (high - low > 1e-4)
        {
            double middle = (low + high) / 2;
            bool beyond = noise.Average(one => Angle.Degrees(v, v.Plus(one.Scaled(Math.Exp(middle))))) > 45;
            (low, high) = beyond ? (low, middle) : (middle, high);
        }

        return low;

        Matrix Mean(Rng own, int count)
        {
            Matrix sum = new(v.Rows, 1, Precision.Double), one = new(v.Rows, 1, Precision.Double);
            for (int k = 0; k < count; k++)
            {
                one.FillNormal(own, 0, Math.Sqrt(2) / count);
                sum.AddScaled(1, one);
            }

            return sum;
        }
    }
}
