using Apical.Models;

namespace Apical.Tests.Models;

/// <summary>The dynamics of segregated dendrites against their equations, written out one unit and one millisecond at a time.</summary>
public sealed class SegregatedSimulationTests
{
    private const double Gain = 1.0 / 7;

    private static double Slow => Math.Exp(-0.1);

    private static double Fast => Math.Exp(-1.0 / 3);

    /// <summary>∫κ = 1; at whole milliseconds from the first Σκ = (1/7)(q/(1 − q) at 10 ms − at 3 ms) = 0.997.</summary>
    [Fact]
    public void The_kernel_sums_to_nearly_one()
    {
        var kernel = new SpikeKernel(1);
        Assert.Equal(0.9972, kernel.Sum, 1e-4);
        double integral = 0, sum = 0;
        for (double t = 0.0005; t < 300; t += 0.001)
        {
            integral += Kappa(t) * 0.001;
        }

        for (int t = 1; t < 300; t++)
        {
            sum += Kappa(t);
        }

        Assert.Equal(1, integral, 1e-5);
        Assert.Equal(sum, kernel.Sum, 1e-10);
        Assert.Equal(0.51, new SpikeKernel(0.51).Sum, 2e-3);
        Assert.Equal(Enumerable.Range(1, 10).Sum(t => Kappa(t)), new SpikeKernel(0.51).Sum, 3e-3);      // the code's ten milliseconds
    }

    /// <summary>A spike's mean over a window, and what older ones leave in it, against sums of κ.</summary>
    [Theory]
    [InlineData(0, 20)]
    [InlineData(7, 20)]
    [InlineData(19, 20)]
    [InlineData(20, 20)]
    [InlineData(49, 20)]
    [InlineData(3, 1)]
    public void Means_over_a_window_are_sums_of_the_kernel(int remaining, int window)
    {
        var kernel = new SpikeKernel(1);
        double expected = Enumerable.Range(1, remaining + 1).Where(age => remaining + 1 - age < window).Sum(age => Kappa(age)) / window;
        Assert.Equal(expected, kernel.Mean(remaining, window), 1e-12);
        (double slow, double fast) = kernel.MeanOfRest(50, window);
        double rest = Enumerable.Range(50 - window + 1, window).Sum(t => Gain * ((2 * Math.Pow(Slow, t)) - (0.5 * Math.Pow(Fast, t)))) / window;
        Assert.Equal(rest, (2 * slow) + (0.5 * fast), 1e-12);
    }

    /// <summary>Mean μ and variance μ³/λ.</summary>
    [Theory]
    [InlineData(2, 1)]
    [InlineData(1, 3)]
    public void Wald_draws_have_their_mean_and_variance(double mean, double scale)
    {
        var rng = new Rng(5);
        const int Draws = 400_000;
        double[] draws = [.. Enumerable.Range(0, Draws).Select(_ => SegregatedSample.Wald(rng, mean, scale))];
        double found = draws.Average(), variance = Math.Pow(mean, 3) / scale;
        Assert.InRange(found - mean, -5 * Math.Sqrt(variance / Draws), 5 * Math.Sqrt(variance / Draws));
        Assert.Equal(variance, draws.Average(x => (x - found) * (x - found)), 0.05 * variance);
        Assert.True(draws.Min() > 0);
    }

    /// <summary>
    /// Input 1 to a hidden unit and an output unit, all as loops over milliseconds with the kernel summed over every spike that fell. The spikes are those of
    /// the simulation; voltages, plateaus, means and what lasts follow from them.
    /// </summary>
    [Theory]
    [InlineData(0)]
    [InlineData(0.6)]
    public void Voltages_and_averages_follow_from_the_spikes_by_the_equations(double ga)
    {
        var options = new SegregatedOptions { ApicalConductance = ga };
        int[] n = [2, 3, 2];
        var weights = new SegregatedWeights(n, SegregatedFeedback.Random, Precision.Double, new Rng(2));
        var dynamics = new SegregatedDynamics(options, weights);
        var simulation = new SegregatedSimulation(dynamics, n, Precision.Double);
        Matrix x = Matrix.Of([[0.9], [0.4]], Precision.Double), t = Matrix.Of([[1], [0]], Precision.Double);
        var noise = new Rng(7);
        weights.Turn();
        var spikes = new List<(int Time, int Layer, int Unit)>();
        int clock = 0;
        double[][] v = [[], new double[3], new double[2]];
        double[][] meanV = [[], new double[3], new double[2]];
        double[] before = new double[3], after = new double[3], rate = new double[2];
        double[][] heard = [new double[2], new double[3]];
        SegregatedSample sample = simulation.Samples[0];
        for (int image = 0; image < 2; image++)
        {
            int start = clock;
            var apical = new List<double[]>();
            var basal = new List<double[][]>();
            var seen = new List<double[][]>();
            sample.Step = _ =>
            {
                for (int layer = 0; layer < 3; layer++)
                {
                    foreach (int unit in sample.Fired(layer))
                    {
                        spikes.Add((clock, layer, unit));
                    }
                }

                apical.Add(sample.Units.Apical[1].ToArray());
                basal.Add([[], sample.Units.Basal[1].ToArray(), sample.Units.Basal[2].ToArray()]);
                seen.Add([[], sample.Units.V[1].ToArray(), sample.Units.V[2].ToArray()]);
                clock++;
            };
            SegregatedUnits units = simulation.Learn(x, t, noise.Fork("step", image));
            (int forward, int target) = sample.Lengths;
            Assert.Equal(clock - start, forward + target);
            Array.Clear(before);
            Array.Clear(after);
            Array.Clear(rate);
            Array.ForEach(meanV, Array.Clear);
            Array.ForEach(heard, Array.Clear);
            for (int step = 0; step < forward + target; step++)
            {
                int now = start + step;
                bool teaches = step >= forward, counts = teaches ? step >= forward + target - 20 : step >= forward - 20 && step < forward;
                double[] fromOutput = Heard(2, now - 1), fromInput = Heard(0, now), fromHidden = Heard(1, now);
                for (int unit = 0; unit < 3; unit++)
                {
                    double va = Enumerable.Range(0, 2).Sum(j => weights.Y[1].Value[unit, j] * fromOutput[j]);
                    double vb = Enumerable.Range(0, 2).Sum(j => weights.W[1].Value[unit, j] * fromInput[j]) + weights.Bias[1].Value[unit, 0];
                    v[1][unit] += (-0.1 * v[1][unit]) + (0.6 * (vb - v[1][unit])) + (ga * (va - v[1][unit]));
                    Assert.Equal((va, vb, v[1][unit]), (apical[step][unit], basal[step][1][unit], seen[step][1][unit]), Near);
                    (teaches ? after : before)[unit] += counts ? va / 20 : 0;
                    meanV[1][unit] += counts && !teaches ? v[1][unit] / 20 : 0;
                    heard[1][unit] += counts && !teaches ? fromHidden[unit] / 20 : 0;
                }

                for (int unit = 0; unit < 2; unit++)
                {
                    double vb = Enumerable.Range(0, 3).Sum(j => weights.W[2].Value[unit, j] * fromHidden[j]) + weights.Bias[2].Value[unit, 0];
                    double excited = teaches && unit == 0 ? 1 : 0, inhibited = teaches && unit == 1 ? 1 : 0;
                    v[2][unit] += (-0.1 * v[2][unit]) + (0.6 * (vb - v[2][unit])) + (excited * (8 - v[2][unit])) + (inhibited * (-8 - v[2][unit]));
                    Assert.Equal((vb, v[2][unit]), (basal[step][2][unit], seen[step][2][unit]), Near);
                    rate[unit] += counts && teaches ? Sigmoid(v[2][unit]) / 20 : 0;
                    meanV[2][unit] += counts && !teaches ? v[2][unit] / 20 : 0;
                    heard[0][unit] += counts && !teaches ? fromInput[unit] / 20 : 0;
                }
            }

            Assert.All(Enumerable.Range(0, 3), i => Assert.Equal(
                (before[i], after[i], meanV[1][i], heard[1][i]),
                (units.Before[1][0, i], units.After[1][0, i], units.MeanV[1][0, i], units.Heard[1][0, i]), Near));
            Assert.All(Enumerable.Range(0, 2), i => Assert.Equal(
                (rate[i], meanV[2][i], heard[0][i], 0), (units.After[2][0, i], units.MeanV[2][0, i], units.Heard[0][0, i], 0.0), Near));
        }

        // s_j(t) = Σ κ(t − t_jk), a spike of this very step counting as one millisecond old
        double[] Heard(int layer, int now)
        {
            double[] s = new double[n[layer]];
            foreach ((int time, int from, int unit) in spikes)
            {
                if (from == layer && time <= now)
                {
                    s[unit] += Kappa(now - time + 1);
                }
            }

            return s;
        }
    }

    /// <summary>By hand: x = ½, W₁ = 2, b₁ = 0.3, W₂ = −1.5, b₂ = 0.2, Y = 3, target 1.</summary>
    [Fact]
    public void Rates_come_to_rest_where_the_formula_says()
    {
        (SegregatedDynamics dynamics, SegregatedWeights weights) = Single(new() { Mode = SegregatedMode.Rate });
        var simulation = new SegregatedSimulation(dynamics, [1, 1, 1], Precision.Double);
        weights.Turn();
        SegregatedUnits units = simulation.Learn(Number(0.5), Number(1), new Rng(1));
        double v1 = 6.0 / 7 * ((2 * 0.1) + 0.3), h1 = Sigmoid(v1), arrives = (-1.5 * 0.2 * h1) + 0.2;
        double v2 = 6.0 / 7 * arrives, taught = ((0.6 * arrives) + 8) / 1.7;
        Assert.Equal((v1, v2), (units.MeanV[1][0, 0], units.MeanV[2][0, 0]), Near);
        Assert.Equal((3 * 0.2 * Sigmoid(v2), 3 * 0.2 * Sigmoid(taught)), (units.Before[1][0, 0], units.After[1][0, 0]), Near);
        Assert.Equal((Sigmoid(taught), 0.2 * h1), (units.After[2][0, 0], units.Heard[1][0, 0]), Near);
    }

    /// <summary>With g_a the apical voltage is of the output a step before: nothing in the first step, then what the first step put out.</summary>
    [Fact]
    public void The_apical_dendrite_takes_part_by_its_conductance()
    {
        (SegregatedDynamics dynamics, SegregatedWeights weights) = Single(new() { Mode = SegregatedMode.Rate, ApicalConductance = 0.3 });
        var simulation = new SegregatedSimulation(dynamics, [1, 1, 1], Precision.Double);
        weights.Turn();
        SegregatedUnits units = simulation.Answer(Number(0.5), new Rng(1), 0);
        double first = 0.6 * 0.5, output = Sigmoid(6.0 / 7 * ((-1.5 * 0.2 * Sigmoid(first)) + 0.2)), va = 3 * 0.2 * output;
        Assert.Equal((va, (0.6 * 0.5) + (0.3 * va)), (units.Before[1][0, 0], units.MeanV[1][0, 0]), Near);
    }

    /// <summary>Spikes through κ come to the rate on average, so many samples' mean voltages come to what the network of rates has.</summary>
    [Fact]
    public void Spiking_units_come_to_the_voltages_of_rates_in_the_mean()
    {
        int[] n = [30, 2];
        var weights = new SegregatedWeights(n, SegregatedFeedback.Random, Precision.Double, new Rng(3));
        var spiking = new SegregatedSimulation(new(new(), weights), n, Precision.Double);
        var rates = new SegregatedSimulation(new(new() { Mode = SegregatedMode.Rate }, weights), n, Precision.Double);
        Matrix x = new(30, 400, Precision.Double);
        x.Fill(0.3);
        weights.Turn();
        Matrix found = spiking.Answer(x, new Rng(1), 0).MeanV[1], expected = rates.Answer(x, new Rng(1), 0).MeanV[1];
        for (int unit = 0; unit < 2; unit++)
        {
            double[] values = [.. Enumerable.Range(0, 400).Select(s => found[s, unit])];
            double mean = values.Average(), error = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)) / 400);
            Assert.InRange(mean - expected[0, unit], (-4 * error) - 0.05, (4 * error) + 0.05);      // Σκ is 0.3 % short of 1
        }
    }

    /// <summary>Second moments as the code wants them: at a quarter of φ_max, dendritic voltages have mean 3.</summary>
    [Theory]
    [InlineData(784)]
    [InlineData(100)]
    public void Weights_are_drawn_so_that_voltages_have_their_mean(int inputs)
    {
        (double mean, double sd) = SegregatedWeights.MomentsOf(inputs);
        Assert.Equal(3 - 0.8, mean * inputs * 0.05 * 3, 1e-9);
        var weights = new SegregatedWeights([inputs, 400, 10], SegregatedFeedback.Sparse, Precision.Double, new Rng(1));
        Matrix w = weights.W[1].Value;
        Assert.Equal(mean, w.Mean(), 5 * 2 * sd / Math.Sqrt(w.Count));
        Assert.Equal(2 * sd, Math.Sqrt((w.SumOfSquares() / w.Count) - (w.Mean() * w.Mean())), 0.02 * sd);
        Assert.Equal(0.2, weights.Y[1].Value.ToArray().Count(y => y != 0) / 4000.0, 0.03);
    }

    [Fact]
    public void Symmetric_feedback_is_the_way_up_turned_round()
    {
        var weights = new SegregatedWeights([5, 4, 3, 2], SegregatedFeedback.Symmetric, Precision.Double, new Rng(1));
        Matrix w3 = weights.W[3].Value.T.ToMatrix();
        Assert.Equal(w3.ToArray(), weights.Y[2].Value.ToArray());
        Assert.Equal(weights.W[2].Value.T.Dot(w3).ToArray(), weights.Y[1].Value.ToArray());
    }

    private static (SegregatedDynamics Dynamics, SegregatedWeights Weights) Single(SegregatedOptions options)
    {
        var weights = new SegregatedWeights([1, 1, 1], SegregatedFeedback.Random, Precision.Double, new Rng(1));
        weights.W[1].Value.Fill(2);
        weights.Bias[1].Value.Fill(0.3);
        weights.W[2].Value.Fill(-1.5);
        weights.Bias[2].Value.Fill(0.2);
        weights.Y[1].Value.Fill(3);
        return (new(options, weights), weights);
    }

    private static Matrix Number(double value) => Matrix.Of([[value]], Precision.Double);

    private static double Kappa(double t) => Gain * (Math.Exp(-t / 10) - Math.Exp(-t / 3));

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static bool Near((double, double) a, (double, double) b) => Close(a.Item1, b.Item1) && Close(a.Item2, b.Item2);

    private static bool Near((double, double, double) a, (double, double, double) b) => Near((a.Item1, a.Item2), (b.Item1, b.Item2)) && Close(a.Item3, b.Item3);

    private static bool Near((double, double, double, double) a, (double, double, double, double) b) =>
        Near((a.Item1, a.Item2), (b.Item1, b.Item2)) && Near((a.Item3, a.Item4), (b.Item3, b.Item4));

    private static bool Close(double a, double b) => Math.Abs(a - b) < 1e-9 * (1 + Math.Abs(a));
}
