using Apical.Specs;

namespace Apical.Probes;

/// <summary>What the catalog knows of a probe.</summary>
/// <param name="Name">What it is asked for by.</param>
/// <param name="Summary">What it measures, in one line.</param>
/// <param name="Make">Makes it.</param>
public sealed record ProbeInfo(string Name, string Summary, Func<IProbe> Make) : ICatalogued<ProbeInfo>
{
    static string ICatalogued<ProbeInfo>.Kind => "probe";

    static IReadOnlyList<ProbeInfo> ICatalogued<ProbeInfo>.Standard => ProbeCatalog.Standard;
}
