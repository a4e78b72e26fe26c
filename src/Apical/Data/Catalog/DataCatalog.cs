using Apical.Specs;

namespace Apical.Data;

/// <summary>The data sets that can be asked for by name. Not changed once made: <see cref="With"/> makes another.</summary>
public sealed class DataCatalog
{
    private static readonly AsyncLocal<DataCatalog?> s_current = new();

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

    /// <summary>The catalogue in use, in which recipes and commands look names up: <see cref="Standard"/>, or another inside of <see cref="Use"/>.</summary>
    public static DataCatalog Current => s_current.Value ?? Standard;

    /// <summary>All sets, in the order to show them.</summary>
    public IReadOnlyList<DataEntry> Entries => _entries;

    /// <summary>This catalogue and more sets.</summary>
    /// <exception cref="ArgumentException">A name is taken.</exception>
    public DataCatalog With(params IEnumerable<DataEntry> entries) => new([.. _entries, .. entries]);

    /// <summary>Makes this the catalogue in use until the scope is left, here and in what is started from here; threads that run beside keep theirs.</summary>
    public Scope Use()
    {
        var scope = new Scope(s_current.Value);
        s_current.Value = this;
        return scope;
    }

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

    /// <summary>The time in which a catalogue is in use; dispose it to go back to the one before.</summary>
    public readonly struct Scope : IDisposable
    {
        private readonly DataCatalog? _before;

        internal Scope(DataCatalog? before) => _before = before;

        /// <summary>Ends the use.</summary>
        public void Dispose() => s_current.Value = _before;
    }
}
