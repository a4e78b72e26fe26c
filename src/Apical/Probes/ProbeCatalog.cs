using Apical.Runs;

namespace Apical.Probes;

/// <summary>All probes by name.</summary>
public static class ProbeCatalog
{
    /// <summary>Name and what it measures.</summary>
    public static IReadOnlyList<(string Name, string Summary, Func<IProbe> Make)> All { get; } =
    [
        ("signals", "angle and cosine between δ_i and backpropagation's", () => new SignalAngleProbe()),
        ("updates", "angle between ΔW_i and backpropagation's", () => new UpdateAngleProbe()),
        ("feedback", "angle between B_i and the path it stands for, whole and per neuron", () => new FeedbackAngleProbe()),
        ("norms", "norms of weights, updates, signals and activations", () => new NormsProbe()),
        ("targets", "reconstruction and approximation errors of targets, their angles to Gauss-Newton and backpropagation", () => new TargetsProbe()),
        ("inverses", "singular values of the weights, and how well exact inverses keep in step", () => new InversesProbe()),
        ("signs", "fraction of updates with the gradient's sign", () => new SignAgreementProbe()),
    ];

    /// <summary>Every metric that is known: what training measures by itself, then what probes do.</summary>
    public static IReadOnlyList<Metric> Metrics { get; } = [.. MetricNames.All, .. All.SelectMany(probe => probe.Make().Metrics)];

    /// <summary>The metric of a name; one that nobody declares has its name for a heading.</summary>
    /// <param name="name">As in metrics.csv.</param>
    public static Metric MetricOf(string name) => Metrics.FirstOrDefault(metric => metric.Name == name) ?? new(name, name);

    /// <summary>Makes a probe.</summary>
    /// <exception cref="ArgumentException">An unknown name; the message lists the known ones.</exception>
    public static IProbe Make(string name)
    {
        foreach (var probe in All)
        {
            if (probe.Name == name)
            {
                return probe.Make();
            }
        }

        throw new ArgumentException($"Unknown probe '{name}'. Known: {string.Join(", ", All.Select(probe => probe.Name))}.");
    }
}
