namespace Apical.Specs;

/// <summary>What can be read from text.</summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
public interface IReadable<TSelf>
    where TSelf : class, IReadable<TSelf>
{
    /// <summary>Reads it.</summary>
    /// <exception cref="ArgumentException">The text will not do; the message quotes what is wrong and says what is allowed.</exception>
    static abstract TSelf Parse(string text);
}
