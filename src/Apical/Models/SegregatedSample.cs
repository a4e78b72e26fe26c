namespace Apical.Models;

/// <summary>
/// One sample in the spiking network, millisecond by millisecond. It computes in memory of its own, for rows of small layers share lines of the cache, and
/// in the end writes its row of the units and nowhere else, so samples run side by side.
/// </summary>
internal sealed class SegregatedSample
{
    private const double WaldMean = 2, WaldScale = 1;       // ms (paper)

    private readonly SegregatedDynamics _dynamics;
    private readonly SegregatedWeights _weights;
    private readonly SegregatedUnits _row;
    private readonly int[][] _fired;
    private readonly int[] _count;
    private readonly Rng _rng = new(0);
    private readonly Workspace _workspace = new();          // no pool: a sample is not shared out

    /// <summary>Simulates from and into these units.</summary>
    /// <param name="dynamics">The equations' numbers.</param>
    /// <param name="weights">The synapses.</param>
    /// <param name="row">A view of one sample.</param>
    public SegregatedSample(SegregatedDynamics dynamics, SegregatedWeights weights, SegregatedUnits row)
    {
        (_dynamics, _weights, _row) = (dynamics, weights, row);
        Units = new([.. row.Slow.Select(slow => slow.Columns)], 1, row.Slow[0].Precision);
        _fired = [.. row.Slow.Select(slow => new int[slow.Columns])];
        (_count, Spikes) = (new int[_fired.Length], new long[_fired.Length]);
    }

    /// <summary>The units while they are simulated.</summary>
    public SegregatedUnits Units { get; }

    /// <summary>Spikes of each layer in the last run.</summary>
    public long[] Spikes { get; }

    /// <summary>Milliseconds of the last run, of its forward and its target phase.</summary>
    public (int Forward, int Target) Lengths { get; private set; }

    /// <summary>Is told of every step: milliseconds of the run before it. For those who watch.</summary>
    public Action<int>? Step { get; set; }

    /// <summary>Numbers of the units of a layer that fired in this step.</summary>
    /// <param name="i">0..L</param>
    public ReadOnlySpan<int> Fired(int i) => _fired[i].AsSpan(0, _count[i]);

    /// <summary>A forward and a target phase.</summary>
    /// <param name="noise">The stream of this step.</param>
    /// <param name="number">Of the sample: noise is forked from it.</param>
    public void Learn(Rng noise, long number)
    {
        Begin(noise, number);
        SegregatedOptions options = _dynamics.Options;
        Lengths = (Length(), Length());
        int window = Math.Max(1, options.Phase - options.Settling);
        Phase(0, Lengths.Forward, window, teaches: false, remembers: true);
        Phase(Lengths.Forward, Lengths.Target, window, teaches: true, remembers: true);
        _row.CopyFrom(Units);
    }

    /// <summary>One phase, from rest, in which nothing is learned.</summary>
    /// <param name="noise">The stream of answers.</param>
    /// <param name="number">Of the sample: noise is forked from it.</param>
    public void Answer(Rng noise, long number)
    {
        Begin(noise, number);
        SegregatedOptions options = _dynamics.Options;
        Lengths = (options.Test, 0);
        Phase(0, options.Test, Math.Max(1, options.Test - options.Settling), teaches: false, remembers: false);
        _row.CopyFrom(Units);
    }

    /// <summary>A draw from the inverse Gaussian distribution (Michael, Schucany and Haas 1976).</summary>
    /// <param name="rng">Where it comes from.</param>
    /// <param name="mean">μ</param>
    /// <param name="scale">λ; the variance is μ³/λ.</param>
    internal static double Wald(Rng rng, double mean, double scale)
    {
        double z = rng.Normal(), y = mean * z * z;
        double x = mean + mean / (2 * scale) * (y - Math.Sqrt(y * (4 * scale + y)));
        return rng.NextDouble() <= mean / (mean + x) ? x : mean * mean / x;
    }

    private void Begin(Rng noise, long number)
    {
        Units.CopyFrom(_row);
        noise.ForkInto(_rng, "sample", number);
        Array.Clear(Spikes);
        Array.Clear(_count);
    }

    private int Length() => _dynamics.Options.RandomPhases
        ? (int)Math.Min(_dynamics.Options.Phase + Wald(_rng, WaldMean, WaldScale), SpikeKernel.Longest) : _dynamics.Options.Phase;

    private void Phase(int before, int length, int window, bool teaches, bool remembers)
    {
        using Workspace.Scope scope = _workspace.Enter();
        int last = _weights.L;
        window = Math.Min(window, length);
        BeginMeans(length, window, teaches, remembers);
        for (int t = 1; t <= length; t++)
        {
            int remaining = length - t;
            Fire(0);
            for (int i = 1; i <= last; i++)
            {
                Compute(i, teaches, remaining < window);
            }

            Step?.Invoke(before + t - 1);
            for (int i = 1; i < last; i++)
            {
                SendBack(i);
            }

            for (int i = 0; i <= last && remembers; i++)
            {
                Remember(i, remaining, window, teaches);
            }
        }

        EndMeans(window, teaches);
    }

    private void Fire(int i)
    {
        _count[i] = Units.H[i].DrawEvents(_rng, SegregatedWeights.MostRate, _fired[i]);
        Spikes[i] += _count[i];
    }

    // dendrites, soma, spikes of a layer
    private void Compute(int i, bool teaches, bool counts)
    {
        SegregatedUnits units = Units;
        bool isOutput = i == _weights.L;
        units.Drive[i].BecomeSumOfRows(_weights.WT[i], Fired(i - 1));
        units.BasalSlow[i].UpdateBy<SegregatedFormulas.Dendrite>(units.Drive[i], units.BasalFast[i], units.Basal[i], _dynamics.Dendrite);
        units.V[i].UpdateBy<SegregatedFormulas.Soma>(_weights.BiasT[i], units.Apical[i], units.Basal[i], _dynamics.Soma(isOutput, teaches));
        units.H[i].CopyFrom(units.V[i]);
        units.H[i].Apply(ScalarFunction.Sigmoid);
        Fire(i);
        if (!counts)
        {
            return;
        }

        if (!teaches)
        {
            units.MeanV[i].Add(units.V[i]);
        }

        if (!isOutput)
        {
            (teaches ? units.After : units.Before)[i].Add(units.Apical[i]);
        }
        else if (teaches)
        {
            units.After[i].Add(units.H[i]);
        }
    }

    // What the output says in this step is heard in the next.
    private void SendBack(int i)
    {
        Units.Drive[i].BecomeSumOfRows(_weights.YT[i], Fired(_weights.L));
        Units.ApicalSlow[i].UpdateBy<SegregatedFormulas.Dendrite>(Units.Drive[i], Units.ApicalFast[i], Units.Apical[i], _dynamics.Dendrite);
    }

    private void BeginMeans(int length, int window, bool teaches, bool remembers)
    {
        (double slow, double fast) = _dynamics.Kernel.MeanOfRest(length, window);
        for (int i = 0; i <= _weights.L; i++)
        {
            (teaches ? Units.After : Units.Before)[i].Fill(0);
            if (!teaches)
            {
                Units.MeanV[i].Fill(0);
                Units.Heard[i].Fill(0);
                Units.Heard[i].AddScaled(slow, Units.Slow[i]);
                Units.Heard[i].AddScaled(fast, Units.Fast[i]);
            }

            if (remembers)
            {
                Units.Slow[i].Scale(Math.Pow(_dynamics.Kernel.Slow, length));
                Units.Fast[i].Scale(Math.Pow(_dynamics.Kernel.Fast, length));
            }
        }
    }

    // What a spike comes to at the end of the phase, and in its mean, is known when it falls.
    private void Remember(int i, int remaining, int window, bool teaches)
    {
        Units.Slow[i].AddAt(Fired(i), _dynamics.SlowAfter(remaining));
        Units.Fast[i].AddAt(Fired(i), _dynamics.FastAfter(remaining));
        if (!teaches)
        {
            Units.Heard[i].AddAt(Fired(i), _dynamics.Kernel.Mean(remaining, window));
        }
    }

    private void EndMeans(int window, bool teaches)
    {
        for (int i = 1; i <= _weights.L; i++)
        {
            (teaches ? Units.After : Units.Before)[i].Scale(1.0 / window);
            if (!teaches)
            {
                Units.MeanV[i].Scale(1.0 / window);
            }
        }
    }
}
