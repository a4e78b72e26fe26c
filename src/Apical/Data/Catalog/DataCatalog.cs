using Apical.Specs;

namespace Apical.Data;

/// <summary>The data sets that can be asked for by name.</summary>
public sealed class DataCatalog
{
    private readonly DataEntry[] _entries;

    /// <summary>A catalogue of these sets.</summary>
    /// <exception cref="ArgumentException">Two have the same name.</exception>
    public DataCatalog(IEnumerable<DataEntry> entries)
    {
        _entries = [.. entries];
        string? twice = _entries.GroupBy(entry => entry.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1)?.Key;
        if (twice is not null)
        {
            throw new ArgumentException($"Two data sets are called '{twice}'. Give one of them another name.", nameof(entries));
        }
    }

    /// <summary>The sets that come with Apical.</summary>
    public static DataCatalog Standard { get; } = new(StandardSets.All);

    /// <summary>All sets, in the order to show them.</summary>
    public IReadOnlyList<DataEntry> Entries => _entries;

    /// <summary>This catalogue and one set more.</summary>
    public DataCatalog With(DataEntry entry) => new([.. _entries, entry]);

    /// <summary>The set called <paramref name="name"/>; upper and lower case are the same. Some sets have settings: <c>parity:k=3:from=mnist</c>.</summary>
    /// <exception cref="ArgumentException">There is none; the message names those there are, and the closest. Or a setting will not do.</exception>
    public DataEntry Find(string name)
    {
        var spec = Spec.Parse(name);
        DataEntry found = Array.Find(_entries, entry => string.Equals(entry.Name, spec.Name, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException(Unknown.Message("data set", name, [.. _entries.Select(entry => entry.Name)]));
        return spec is { Arguments: [], Settings: [] } ? found
            : found.Configured?.Invoke(spec) ?? throw new ArgumentException($"{found.Name} has no settings, so '{name}' will not do.");
    }
}
