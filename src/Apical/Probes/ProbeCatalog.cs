using System.Runtime.CompilerServices;
using Apical.Runs;
using Apical.Specs;

namespace Apical.Probes;

/// <summary>All probes by name.</summary>
public static class ProbeCatalog
{
    private static readonly ConditionalWeakTable<Catalog<ProbeInfo>, IReadOnlyList<Metric>> s_metrics = [];

    /// <summary>Every probe.</summary>
    public static IReadOnlyList<ProbeInfo> All => Catalog<ProbeInfo>.Current.All;

    /// <summary>Those that come with Apical.</summary>
    internal static IReadOnlyList<ProbeInfo> Standard =>
    [
        new("signals", "angle and cosine between δ_i and backpropagation's", () => new SignalAngleProbe()),
        new("updates", "angle between ΔW_i and backpropagation's", () => new UpdateAngleProbe()),
        new("feedback", "angle between B_i and the path it stands for, whole and per neuron", () => new FeedbackAngleProbe()),
        new("norms", "norms of weights, updates, signals and activations", () => new NormsProbe()),
        new("targets", "reconstruction and approximation errors of targets, their angles to Gauss-Newton and backpropagation", () => new TargetsProbe()),
        new("inverses", "singular values of the weights, and how well exact inverses keep in step", () => new InversesProbe()),
        new("signs", "fraction of updates with the gradient's sign", () => new SignAgreementProbe()),
        new("dynamics", "how equilibria settle, and firing rates, of rules and models with dynamics of their own", () => new DynamicsProbe()),
    ];

    /// <summary>Every metric that is known: what training measures by itself, then what probes do.</summary>
    public static IReadOnlyList<Metric> Metrics =>
        s_metrics.GetValue(Catalog<ProbeInfo>.Current, known => [.. MetricNames.All, .. known.All.SelectMany(probe => probe.Make().Metrics)]);

    /// <summary>The metric of a name; one that nobody declares has its name for a heading.</summary>
    /// <param name="name">As in metrics.csv.</param>
    public static Metric MetricOf(string name) => Metrics.FirstOrDefault(metric => metric.Name == name) ?? new(name, name);

    /// <summary>Makes a probe.</summary>
    /// <exception cref="ArgumentException">An unknown name; the message lists the known ones.</exception>
    public static IProbe Make(string name) => Catalog<ProbeInfo>.Current.Find(name).Make();

    /// <summary>The catalog in use and probes more: put it to <see cref="Catalog{T}.Use"/>, and commands know them.</summary>
    /// <exception cref="ArgumentException">A name is taken.</exception>
    public static Catalog<ProbeInfo> With(params IEnumerable<ProbeInfo> more) => Catalog<ProbeInfo>.Current.With(more);
}
