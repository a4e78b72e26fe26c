namespace Apical.Specs;

/// <summary>What can be asked for by name: rules, models, probes. Not changed once made: <see cref="With"/> makes another.</summary>
/// <example>What another project adds is known to recipes and commands inside of the scope: <code>
/// using var _ = RuleCatalog.With(myRule).Use();
/// </code></example>
/// <typeparam name="T">What is known of each.</typeparam>
public sealed class Catalog<T>
    where T : class, ICatalogued<T>
{
    private static readonly AsyncLocal<Catalog<T>?> s_current = new();

    private readonly T[] _all;

    /// <summary>A catalog of these.</summary>
    /// <exception cref="ArgumentException">Two have the same name.</exception>
    public Catalog(IEnumerable<T> all)
    {
        _all = [.. all];
        if (_all.GroupBy(one => one.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1)?.Key is { } twice)
        {
            throw new ArgumentException($"There are two by the name of '{twice}', a {T.Kind} each. Give one of them another name.", nameof(all));
        }
    }

    /// <summary>What comes with Apical.</summary>
    public static Catalog<T> Standard { get; } = new(T.Standard);

    /// <summary>The catalog in use, in which names are looked up: <see cref="Standard"/>, or another inside of <see cref="Use"/>.</summary>
    public static Catalog<T> Current => s_current.Value ?? Standard;

    /// <summary>All of them, in the order to show them.</summary>
    public IReadOnlyList<T> All => _all;

    /// <summary>This catalog and more.</summary>
    /// <exception cref="ArgumentException">A name is taken.</exception>
    public Catalog<T> With(params IEnumerable<T> more) => new([.. _all, .. more]);

    /// <summary>The one of a name.</summary>
    /// <exception cref="ArgumentException">There is none; the message names the closest and those there are.</exception>
    public T Find(string name) => Array.Find(_all, one => string.Equals(one.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException(Unknown.Message(T.Kind, name, [.. _all.Select(one => one.Name)]));

    /// <summary>Makes this the catalog in use until the scope is left, here and in threads started from here; those that run beside keep theirs.</summary>
    public Scope Use()
    {
        var scope = new Scope(s_current.Value);
        s_current.Value = this;
        return scope;
    }

    /// <summary>The time in which a catalog is in use; dispose it to go back to the one before.</summary>
    public readonly struct Scope : IDisposable
    {
        private readonly Catalog<T>? _before;

        internal Scope(Catalog<T>? before) => _before = before;

        /// <summary>Ends the use.</summary>
        public void Dispose() => s_current.Value = _before;
    }
}
