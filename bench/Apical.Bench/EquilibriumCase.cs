using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Apical.Data;
using Apical.Networks;
using Apical.Numerics.Matrices;
using Apical.Numerics.Random;
using Apical.Rules;

namespace Apical.Bench;

/// <summary>Times the fixed point of dynamical target propagation, for equilibrium_against_pytorch.py.</summary>
internal static class EquilibriumCase
{
    private const string Net = "6-6-6";
    private const int Batch = 32;

    /// <summary>Brings a batch to rest again and again, and writes one line of JSON: microseconds, and sweeps of the slowest sample.</summary>
    /// <param name="seconds">How long.</param>
    /// <param name="threads">Threads that compute.</param>
    public static void Run(double seconds, int threads)
    {
        using var pool = new WorkerPool(threads);
        var workspace = new Workspace(pool);
        Activation s = Activation.LeakyRelu(0.35);
        var network = Network.Dense(Net, new Rng(1), s, Loss.SquaredError, s, Initialiser.Orthogonal, precision: Precision.Double);
        var rule = (DynamicalTargetPropagation)RuleCatalog.Make("dynamical-tp:inverse=pseudo:mu=0.1:step=0.1:tolerance=1e-10", network, new Rng(2));
        Matrix x = new(6, Batch, Precision.Double), t = new(6, Batch, Precision.Double);
        x.FillNormal(new Rng(3));
        t.FillNormal(new Rng(4));
        var batch = new Batch(x, t);
        var signals = new TeachingSignals(network.L);
        var pass = new Pass(network);
        List<double> times = [];
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < seconds)
        {
            long one = Stopwatch.GetTimestamp();
            using Workspace.Scope scope = workspace.Enter();
            network.Forward(x, pass);
            rule.Teach(pass, batch, default, signals);
            times.Add(1e6 * Stopwatch.GetElapsedTime(one).TotalSeconds);
        }

        times.Sort();
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            net = Net,
            batch = Batch,
            threads,
            sweeps = rule.Watch(batch).Sweeps.ToString("F1", CultureInfo.InvariantCulture),
            us = times[times.Count / 2],
        }));
    }
}
