namespace Apical.Rules;

/// <summary>What happened inside a model while it saw one sample: numbers only; others draw them.</summary>
/// <param name="TimeUnit">What times are counted in, such as <c>ms</c> or <c>τ</c>.</param>
/// <param name="Times">When each value of the traces was taken, rising.</param>
public sealed record Recording(string TimeUnit, IReadOnlyList<double> Times)
{
    /// <summary>Quantities over time, of a few units of each layer.</summary>
    /// <value>Default none.</value>
    public IReadOnlyList<Trace> Traces { get; init; } = [];

    /// <summary>Spikes of some units of each layer, the input being layer 0.</summary>
    /// <value>Default none.</value>
    public IReadOnlyList<SpikeTrain> Spikes { get; init; } = [];

    /// <summary>When each phase begins, in order.</summary>
    /// <value>Default none.</value>
    public IReadOnlyList<(string Name, double Start)> Phases { get; init; } = [];

    /// <summary>Units to follow of a large layer, evenly spaced, from 0.</summary>
    /// <param name="units">How many it has.</param>
    /// <param name="most">How many at most.</param>
    internal static int[] Spread(int units, int most) =>
        [.. Enumerable.Range(0, Math.Min(units, most)).Select(k => (int)((long)k * units / Math.Min(units, most)))];
}
