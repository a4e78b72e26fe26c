using Apical.Data;
using Apical.Models;
using Apical.Papers;
using Apical.Probes;
using Apical.Rules;
using Apical.Specs;
using Apical.Tests.Models;
using Apical.Tests.Papers;

namespace Apical.Tests.Cli;

/// <summary>What the plugins of the tests bring.</summary>
public static class PluginContents
{
    /// <summary>One of each kind.</summary>
    public static IReadOnlyList<ICatalogEntry> All =>
    [
        Rule("my-bp"),
        LeakyIntegrator.Info,
        new ProbeInfo("my-probe", "how often units fire", () => new FiringProbe()),
        DataCatalog.Find("xor") with { Name = "my-set", Summary = "exclusive or again" },
        new ExperimentInfo(new Dice()),
    ];

    /// <summary>A name that Apical's own rules have.</summary>
    public static IReadOnlyList<ICatalogEntry> Taken => [Rule("FA")];

    /// <summary>A model called like one of Apical's rules.</summary>
    public static IReadOnlyList<ICatalogEntry> ModelLikeARule => [ModelInfo.Of("dfa", "a model", "Not a rule.", _ => throw new NotSupportedException())];

    /// <summary>Nothing.</summary>
    public static IReadOnlyList<ICatalogEntry> Nothing => [];

    /// <summary>Fails.</summary>
    public static IReadOnlyList<ICatalogEntry> Broken => throw new InvalidOperationException("the moon is\nin the wrong phase");

    private static RuleInfo Rule(string id) => RuleInfo.Of(id, "backpropagation again", "As bp.", "δ", (network, _) => new Backpropagation(network));
}
