namespace Apical.Specs;

/// <summary>What stands in a <see cref="Catalog{T}"/>.</summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
public interface ICatalogued<TSelf> : ICatalogEntry
    where TSelf : class, ICatalogued<TSelf>
{
    /// <summary>What all of them are, for messages: <c>rule</c>.</summary>
    static abstract string Kind { get; }

    /// <summary>Those that come with Apical.</summary>
    static abstract IReadOnlyList<TSelf> Standard { get; }
}
