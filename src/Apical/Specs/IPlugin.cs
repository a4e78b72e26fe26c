namespace Apical.Specs;

/// <summary>
/// What an assembly brings to the commands (<c>--plugin MyRules.dll</c>). A public class with a constructor without parameters; an assembly has one or more.
/// </summary>
/// <example><code>
/// public sealed class MyPlugin : IPlugin
/// {
///     public IReadOnlyList&lt;ICatalogEntry&gt; Brings => [RuleInfo.Of("my-rule", …), new ProbeInfo("my-probe", …), ModelInfo.Of("my-model", …)];
/// }
/// </code></example>
public interface IPlugin
{
    /// <summary>Rules, models, probes, data sets and experiments, as their catalogs list them, in any order.</summary>
    IReadOnlyList<ICatalogEntry> Brings { get; }
}
