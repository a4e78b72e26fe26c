namespace Apical.Specs;

/// <summary>A value with the words it was written in: read once, shown as it was given. Two are equal when their words are.</summary>
/// <typeparam name="T">What is written.</typeparam>
public sealed class Written<T> : IEquatable<Written<T>>
    where T : class, IReadable<T>
{
    /// <summary>Reads a text.</summary>
    /// <exception cref="ArgumentException">It will not do; the message says what is allowed.</exception>
    public Written(string text) => (Text, Value) = (text, T.Parse(text));

    /// <summary>A value and its words.</summary>
    /// <param name="text">The words.</param>
    /// <param name="value">What they mean.</param>
    public Written(string text, T value) => (Text, Value) = (text, value);

    /// <summary>The words.</summary>
    public string Text { get; }

    /// <summary>What they mean.</summary>
    public T Value { get; }

    /// <summary>Reads a text, so that it can be written where a value is wanted.</summary>
    /// <exception cref="ArgumentException">It will not do; the message says what is allowed.</exception>
    public static implicit operator Written<T>(string text) => new(text);

    /// <inheritdoc/>
    public bool Equals(Written<T>? other) => Text == other?.Text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Written<T>);

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <summary>The words.</summary>
    public override string ToString() => Text;
}
