using Apical.Analysis;
using Apical.Data;
using Apical.Learning;
using Apical.Networks;
using Apical.Numerics.Algebra;
using Apical.Optimizers;
using Apical.Probes;

namespace Apical.Papers.Meulemans2019;

/// <summary>What a network in a single phase does at rest, measured on random networks.</summary>
internal static class SinglePhase
{
    public static readonly Track Error = new("relative error"), Slope = new("slope"), Sizes = new("ln of the mapped signal"), Away = new("distance"),
        Left = new("reconstruction error over its start"), Inverse = new("‖Q W − I‖"), Angles = new("angle");

    /// <summary>(6.15) as an identity: the greatest relative error of all layers.</summary>
    internal static Measurements Formula(JobContext context, int nets, int depth, Activation hidden, double mu, double eta)
    {
        var found = new Measurements();
        for (int n = 0; n < nets; n++)
        {
            found.Add(Error, FormulaErrors(new(context.Rng.Fork("net", n), depth, hidden), mu, eta).Max());
        }

        return found;
    }

    /// <summary>(6.15) to first order: the slope of the error of layer 1 over η̂ in logarithms.</summary>
    internal static Measurements FirstOrder(JobContext context, int nets, int depth, Activation hidden, double mu, IReadOnlyList<double> etas)
    {
        var found = new Measurements();
        for (int n = 0; n < nets; n++)
        {
            var net = new MixtureNet(context.Rng.Fork("net", n), depth, hidden);
            found.Add(Slope, LineFit.OfLogarithms([.. etas], [.. etas.Select(eta => FormulaErrors(net, mu, eta)[0])]).Slope);
        }

        return found;
    }

    /// <summary>ln‖J_{f_L} ⋯ J_{f_{i+1}} d_i‖ over the layers, and its slope.</summary>
    internal static Measurements Decay(JobContext context, int nets, int depth, Activation hidden, double mu, double eta)
    {
        var found = new Measurements();
        double[] sums = new double[depth], layers = [.. Enumerable.Range(1, depth).Select(i => (double)i)];
        for (int n = 0; n < nets; n++)
        {
            var net = new MixtureNet(context.Rng.Fork("net", n), depth, hidden);
            IReadOnlyList<Matrix> h = net.Rest(net.Rule(mu, eta), true);
            Matrix?[] lacks = net.Lacks(h);
            double[] sizes = [.. Enumerable.Range(1, depth).Select(i => Math.Log(net.Raised(i, lacks[i]!, h).Norm()))];
            found.Add(Slope, LineFit.Of(layers, sizes).Slope);
            sums = [.. sums.Zip(sizes, (sum, size) => sum + (size / nets))];
        }

        return found.Add(Sizes, sums);
    }

    /// <summary>Angles of ΔW_i to those of target propagation with exact inverses, mean over networks, layer by layer.</summary>
    internal static Measurements ToExact(JobContext context, int nets, int depth, double mu, double eta)
    {
        var sums = new double[depth];
        for (int n = 0; n < nets; n++)
        {
            var net = new MixtureNet(context.Rng.Fork("net", n), depth, MixtureNet.Leaky);
            TeachingSignals exact = RuleCatalog.Make(FormattableString.Invariant($"tp-ei:step={eta}"), net.Network, new Rng(0)).Teach(net.Pass, net.Batch);
            Matrix[] updates = [.. Enumerable.Range(1, depth).Select(i => exact[i].Dot(net.Forward[i - 1].T))];
            TeachingSignals own = net.Rule(mu, eta).Teach(net.Pass, net.Batch);
            for (int i = 1; i <= depth; i++)
            {
                sums[i - 1] += Angle.Degrees(updates[i - 1], own[i].Dot((own.Presynaptic(i) ?? net.Batch.X).T)) / nets;
            }
        }

        return new Measurements().Add(Angles, sums);
    }

    /// <summary>The greatest distance of activities without a target from the forward pass.</summary>
    internal static Measurements Untaught(JobContext context, int nets, int depth, double mu)
    {
        var found = new Measurements();
        for (int n = 0; n < nets; n++)
        {
            var net = new MixtureNet(context.Rng.Fork("net", n), depth, MixtureNet.Leaky);
            IReadOnlyList<Matrix> h = net.Rest(net.Rule(mu, 0.1), false);
            found.Add(Away, Enumerable.Range(1, depth).Max(i => h[i].Minus(net.Forward[i]).Norm()));
        }

        return found;
    }

    /// <summary>
    /// Σ_{i&lt;L}‖g_i(h_{i+1}) − h_i‖ after passes in which Q learns while the target is on, pattern by pattern, over that at the start; targets N(0, 1),
    /// which are
    /// no function of the patterns.
    /// </summary>
    internal static Measurements Cancels(JobContext context, int nets, int patterns, int passes, double mu, double rate)
    {
        var found = new Measurements();
        for (int n = 0; n < nets; n++)
        {
            context.Report((double)n / nets);
            Rng rng = context.Rng.Fork("net", n);
            var net = new MixtureNet(rng, 3, MixtureNet.Linear);
            (NetworkLearner learner, EquilibriumInverse g) = Learner(net, rng.Fork("rule"), mu, rate, sleep: 0);
            Batch[] all = [.. Enumerable.Range(0, patterns).Select(k => new Batch(Normal(rng.Fork("pattern", k), 1), Normal(rng.Fork("answer", k), 1)))];
            double start = all.Sum(Reconstruction);
            for (int step = 0; step < passes * patterns; step++)
            {
                learner.Learn(all[step % patterns], new(step));
            }

            found.Add(Left, all.Sum(Reconstruction) / start);

            double Reconstruction(Batch batch)
            {
                Pass pass = net.Network.Forward(batch.X);
                IReadOnlyList<Matrix> h = ((DynamicalTargetPropagation)learner.Rule).Equilibrium.Rest(pass, batch);
                return Enumerable.Range(1, net.Network.L - 1).Sum(i => g.Of(pass, i, h[i + 1]).Minus(h[i]).Norm());
            }
        }

        return found;
    }

    /// <summary>Sleep: Q learns without a target from inputs N(0, 1); ‖Q W − I‖ at the end, and the angle of layer 1 with it.</summary>
    internal static Measurements Sleep(JobContext context, int nets, int depth, int steps, double mu, double rate, double epsilon)
    {
        var found = new Measurements();
        for (int n = 0; n < nets; n++)
        {
            context.Report((double)n / nets);
            Rng rng = context.Rng.Fork("net", n);
            var net = new MixtureNet(rng, depth, MixtureNet.Linear, epsilon);
            (NetworkLearner learner, EquilibriumInverse g) = Learner(net, rng, mu, rate, sleep: 1);
            for (int i = 1; i < depth; i++)
            {
                g.V(i).CopyFrom(net.Backward.V(i));
            }

            var none = new Matrix(MixtureNet.Units, 8, Precision.Double);
            for (int step = 0; step < steps; step++)
            {
                learner.Learn(new Batch(Normal(rng.Fork("asleep", step), 8), none), new(step));
            }

            found.Add(Inverse, Enumerable.Range(1, depth - 1).Max(i =>
                g.V(i).Dot(net.Network[i + 1].W.Value).Minus(LinearAlgebra.Identity(MixtureNet.Units)).Norm()));
            IReadOnlyList<Matrix> h = net.Rest((DynamicalTargetPropagation)learner.Rule, true);
            found.Add(Angles, Angle.Degrees(net.Lacks(h)[1]!, net.Carried(net.Forward)[1]!));
        }

        return found;
    }

    // W stays as it is.
    private static (NetworkLearner Learner, EquilibriumInverse Backward) Learner(MixtureNet net, Rng rng, double mu, double rate, int sleep)
    {
        var g = new EquilibriumInverse(net.Network, rng);
        foreach (Layer layer in net.Network.Layers)
        {
            layer.Frozen = true;
        }

        return (new(new DynamicalTargetPropagation(g, new() { Mu = mu, Sleep = sleep, Tolerance = 1e-15, Sweeps = 1000 }), new Sgd(1), new Sgd(rate)), g);
    }

    private static Matrix Normal(Rng rng, int columns)
    {
        var x = new Matrix(MixtureNet.Units, columns, Precision.Double);
        x.FillNormal(rng);
        return x;
    }

    // ‖d_i − η̂ q^(L+1−i) ∏ J⁻¹ e_L‖ over the norm of the latter, i = 1 .. L
    private static double[] FormulaErrors(MixtureNet net, double mu, double eta)
    {
        IReadOnlyList<Matrix> h = net.Rest(net.Rule(mu, eta), true);
        Matrix?[] lacks = net.Lacks(h), carried = net.Carried(h);
        int L = net.Network.L;
        return
        [
            .. Enumerable.Range(1, L).Select(i =>
            {
                Matrix formula = carried[i]!.Scaled(eta * Math.Pow(mu / (1 - mu), L + 1 - i));
                return lacks[i]!.Minus(formula).Norm() / formula.Norm();
            }),
        ];
    }
}
