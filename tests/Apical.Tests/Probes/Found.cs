using Apical.Probes;

namespace Apical.Tests.Probes;

/// <summary>What a probe found, to be asked by name and layer.</summary>
internal sealed class Found
{
    private readonly List<Measurement> _all = [];

    public Found(IProbe probe, LearningRule rule, Batch batch) => probe.Measure(new Probing(new Teaching(rule, batch)), _all);

    public IReadOnlyList<Measurement> All => _all;

    public double this[string metric, int layer] => _all.Single(one => one.Metric == metric && one.Layer == layer).Value;

    /// <summary>The layers that have this metric, in order.</summary>
    public int?[] Layers(string metric) => [.. _all.Where(one => one.Metric == metric).Select(one => one.Layer)];

    /// <summary>One linear layer with the squared error, without bias.</summary>
    public static Network Linear(double[][] weights, Precision precision = Precision.Double)
    {
        Network network = Network.Dense($"{weights[0].Length}-{weights.Length}", new Rng(0), loss: Loss.SquaredError, bias: false, precision: precision);
        network[1].W.Value.CopyFrom(Matrix.Of(weights, precision));
        return network;
    }
}
