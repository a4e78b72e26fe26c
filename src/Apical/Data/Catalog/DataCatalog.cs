using Apical.Specs;

namespace Apical.Data;

/// <summary>All data sets by name.</summary>
public static class DataCatalog
{
    /// <summary>Every data set, in the order to show them.</summary>
    public static IReadOnlyList<DataEntry> All => Catalog<DataEntry>.Current.All;

    /// <summary>The set called <paramref name="text"/>; upper and lower case are the same. Some sets have settings: <c>parity:k=3:from=mnist</c>.</summary>
    /// <exception cref="ArgumentException">There is none; the message names those there are, and the closest. Or a setting will not do.</exception>
    public static DataEntry Find(string text)
    {
        var spec = Spec.Parse(text);
        DataEntry found = Catalog<DataEntry>.Current.Find(text.Split(':')[0].Trim());    // as it was written, for the message
        return spec is { Arguments: [], Settings: [] } ? found
            : found.Configured?.Invoke(spec) ?? throw new ArgumentException($"{found.Name} has no settings, so '{text}' will not do.");
    }

    /// <summary>The catalog in use and sets more: put it to <see cref="Catalog{T}.Use"/>, and recipes, experiments and commands know them.</summary>
    /// <exception cref="ArgumentException">A name is taken.</exception>
    public static Catalog<DataEntry> With(params IEnumerable<DataEntry> more) => Catalog<DataEntry>.Current.With(more);
}
