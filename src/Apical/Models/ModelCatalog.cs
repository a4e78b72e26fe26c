using Apical.Rules;
using Apical.Specs;

namespace Apical.Models;

/// <summary>All models by name: a feed-forward network for each rule that is known, then those with dynamics of their own.</summary>
public static class ModelCatalog
{
    /// <summary>Every model, networks with their rules first.</summary>
    /// <exception cref="ArgumentException">A rule and a model have the same name.</exception>
    public static IReadOnlyList<ModelInfo> All => Joined.All;

    private static Catalog<ModelInfo> Joined => new([.. RuleCatalog.All.Select(NetworkModel.Of), .. Catalog<ModelInfo>.Current.All]);

    /// <summary>A model by its name or that of a rule.</summary>
    /// <exception cref="ArgumentException">An unknown name; the message names the closest and lists the known ones.</exception>
    public static ModelInfo Find(string id) => Joined.Find(id);

    /// <summary>The catalog in use and models more: put it to <see cref="Catalog{T}.Use"/>, and recipes and commands know them.</summary>
    /// <exception cref="ArgumentException">A name is taken.</exception>
    public static Catalog<ModelInfo> With(params IEnumerable<ModelInfo> more) => Catalog<ModelInfo>.Current.With(more);
}
