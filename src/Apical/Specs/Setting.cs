namespace Apical.Specs;

/// <summary>A setting of a <typeparamref name="T"/>.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Meaning">What it does, and which values it takes.</param>
/// <param name="Show">Its value, as it would be written.</param>
/// <param name="Apply">The same thing with another value, read from text as written; throws an <see cref="ArgumentException"/> that says why it will not
/// do.</param>
internal sealed record Setting<T>(string Key, string Meaning, Func<T, string> Show, Func<T, string, T> Apply)
{
    /// <summary>Whether it may be written without its key, before all others.</summary>
    public bool IsArgument { get; init; }
}
