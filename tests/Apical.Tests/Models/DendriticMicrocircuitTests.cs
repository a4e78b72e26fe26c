using Apical.Models;
using Apical.Tests.Rules;
using static Apical.Tests.Models.Microcircuits;

namespace Apical.Tests.Models;

/// <summary>sacramento2018: compartments, interneurons and plasticity in time.</summary>
public sealed class DendriticMicrocircuitTests
{
    /// <summary>
    /// Section 2: i = g_exc (E_exc − u) + g_inh (E_inh − u) with the paper's two conductances is g_som (u^trgt − u), which is what is integrated.
    /// </summary>
    [Theory]
    [InlineData(0.3, 0.7, -0.2)]
    [InlineData(-0.9, 0.1, 2.5)]
    public void Two_conductances_are_one_nudge(double target, double nudge, double u)
    {
        (double exc, double inh) = Conductances(target, nudge);
        Assert.Equal(nudge * (target - u), exc * (1 - u) + inh * (-1 - u), 1e-14);
    }

    /// <summary>
    /// The paper's equations set to zero and solved by iteration in plain loops, with its own weights and conductances, from random lateral weights.
    /// </summary>
    [Fact]
    public void It_settles_where_the_equations_of_the_paper_vanish()
    {
        var options = new MicrocircuitOptions { Noise = 0, Pattern = 100, Start = LateralStart.Random, Leak = 0.2, Apical = 0.5, Nudge = 0.6 };
        DendriticMicrocircuit model = Make("2-3-2-2", options, rate: 0);
        Matrix x = Matrix.Of([[0.5], [-1]], Precision.Double), t = Matrix.Of([[0.3], [0.8]], Precision.Double);
        model.Learn(new Batch(x, t));

        double[][] expected = Fixed(model, options, [0.5, -1], [Math.Log(0.3 / 0.7), Math.Log(0.8 / 0.2)]);
        string[] names = ["u1", "u2", "u3", "uI1", "uI2"];
        for (int k = 0; k < names.Length; k++)
        {
            double[] found = model.State.Matrices[names[k]].ToArray();
            Assert.All(found.Zip(expected[k]), pair => Assert.Equal(pair.Second, pair.First, 1e-9));
        }
    }

    [Fact]
    public void In_the_self_predicting_state_apical_dendrites_fall_silent_without_a_target()
    {
        DendriticMicrocircuit model = Make("2-4-3-2", new() { Noise = 0, Settle = 90 }, rate: 0);
        Recording seen = model.Record(Sample());
        int target = seen.Times.ToList().FindIndex(time => time >= seen.Phases[1].Start);
        foreach (Trace trace in seen.Traces.Where(trace => trace.Quantity.StartsWith("v_A", StringComparison.Ordinal)))
        {
            Assert.InRange(Math.Abs(trace.Values[target - 1]), 0, 1e-12);
            Assert.True(Math.Abs(trace.Values[^1]) > 1e-4);
        }

        Assert.Equal(["input", "target"], seen.Phases.Select(phase => phase.Name));
        Assert.Equal(3 + 3 + 2 + 3 + 3 + 3 + 3 + 2, seen.Traces.Count);         // u and v̂_B of three layers, v_A of two; at most three units each
        Matrices.Close(model.Network.Forward(Sample().X).H[3], model.Predict(Sample().X), 1e-12);
    }

    /// <summary>Explicit Euler: halving the step halves the error of everything, weights included.</summary>
    [Fact]
    public void The_integrator_is_of_order_one()
    {
        double[] exact = After(2.0 / 4096), coarse = After(0.1), half = After(0.05), quarter = After(0.025);
        Assert.InRange(Distance(coarse, exact) / Distance(half, exact), 1.85, 2.2);
        Assert.InRange(Distance(half, exact) / Distance(quarter, exact), 1.9, 2.1);

        static double[] After(double dt)
        {
            var options = new MicrocircuitOptions
            {
                Noise = 0,
                Pattern = 2,
                Step = dt,
                Start = LateralStart.Random,
                TopDownRate = 0.5,
                LateralRate = 1,
            };
            DendriticMicrocircuit model = Make("2-3-2", options, rate: 0.2);
            model.Learn(Sample());
            return [.. model.State.Matrices.Where(entry => !entry.Key.EndsWith("change", StringComparison.Ordinal)).SelectMany(entry => entry.Value.ToArray())];
        }

        static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b).Sum(pair => (pair.First - pair.Second) * (pair.First - pair.Second)));
    }

    [Fact]
    public void Its_signals_are_those_of_backpropagation_where_mixing_factors_are_small_and_weights_symmetric()
    {
        DendriticMicrocircuit model = Make("4-5-4-3", new() { Apical = 1e-3, Nudge = 1e-3 }, rate: 0, output: Activation.Identity);
        foreach (Feedback feedback in model.Feedback.Where(feedback => feedback.Name[0] is 'B' or 'P'))
        {
            feedback.Value.CopyFrom(model.Network[feedback.Layer + 1].W.Value.T.ToMatrix());
            feedback.Value.Scale(feedback.Name[0] == 'P' ? -1 : 1);
        }

        Batch batch = World.Draw(model.Network, new Rng(5), 4);
        Pass pass = model.Network.Forward(batch.X);
        var signals = new TeachingSignals(3);
        model.Teach(pass, batch, default, signals);
        TeachingSignals gradient = new Backpropagation(model.Network).Teach(pass, batch);
        for (int i = 1; i <= 3; i++)
        {
            Assert.InRange(Matrices.Degrees(gradient[i], signals[i]), 0, 0.5);
        }

        DynamicsReading reading = model.Watch(batch);
        Assert.InRange(reading.Sweeps, 1, 200);
        Assert.InRange(reading.Residual, 0, 1e-5);
        Assert.Equal(0, reading.Unsettled);
    }

    private static (double Exc, double Inh) Conductances(double target, double nudge) => (nudge * (target + 1) / 2, -nudge * (target - 1) / 2);

    // u_1, u_2, u_3, u_1^I, u_2^I: somas one after the other to where their currents vanish, until nothing moves.
    private static double[][] Fixed(DendriticMicrocircuit model, MicrocircuitOptions o, double[] x, double[] target)
    {
        double hidden = o.Basal / (o.Leak + o.Basal + o.Apical), other = o.Basal / (o.Leak + o.Basal);
        double[][] u = [[0, 0, 0], [0, 0], [0, 0], [0, 0], [0, 0]];
        for (int sweep = 0; sweep < 5000; sweep++)
        {
            double[][] r = [.. u.Select((layer, k) => layer.Select(v => k is 2 or 4 ? 1 / (1 + Math.Exp(-v)) : Math.Tanh(v)).ToArray())];
            double[][] basal = [Of("layer1", x, hidden), Of("layer2", r[0], hidden), Of("layer3", r[1], other)];
            double[][] inter = [Of("IP1", r[0], other, "IPb1"), Of("IP2", r[1], other, "IPb2")];
            for (int k = 0; k < 2; k++)
            {
                double[] down = Times(Value($"B{k + 1}"), r[k + 1]), lateral = Times(Value($"PI{k + 1}"), r[k + 3]);
                for (int n = 0; n < u[k].Length; n++)
                {
                    Pull(ref u[k][n], (o.Basal, basal[k][n]), (o.Apical, down[n] + lateral[n]));
                }

                for (int n = 0; n < u[k + 3].Length; n++)
                {
                    (double exc, double inh) = Conductances(u[k + 1][n], o.Nudge);
                    Pull(ref u[k + 3][n], (o.Basal, inter[k][n]), (exc, 1), (inh, -1));
                }
            }

            for (int n = 0; n < 2; n++)
            {
                (double exc, double inh) = Conductances(target[n], o.Nudge);
                Pull(ref u[2][n], (o.Basal, basal[2][n]), (exc, 1), (inh, -1));
            }
        }

        return u;

        void Pull(ref double soma, params (double Conductance, double Potential)[] all) => soma += 0.2 *
            (all.Sum(one => one.Conductance * one.Potential) / (o.Leak + all.Sum(one => one.Conductance)) - soma);
        Matrix Value(string name) => model.Parameters.Single(parameter => parameter.Name == name).Value;
        // The paper's dendritic potential: the model keeps weights attenuated.
        double[] Of(string name, double[] r, double attenuation, string? bias = null)
        {
            bool up = bias is null;
            double[] v = Times(Value(up ? name + "/W" : name), r), b = Value(up ? name + "/b" : bias!).ToArray();
            return [.. v.Zip(b).Select(pair => (pair.First + pair.Second) / attenuation)];
        }

        static double[] Times(Matrix w, double[] r) => [.. Enumerable.Range(0, w.Rows).Select(row => r.Select((value, c) => w[row, c] * value).Sum())];
    }
}
