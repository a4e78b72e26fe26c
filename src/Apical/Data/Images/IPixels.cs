namespace Apical.Data;

/// <summary>Images as bytes, by number: kept in memory, or decoded when they are asked for. Several threads may ask at once.</summary>
public interface IPixels
{
    /// <summary>An image: channel after channel, each row after row. Not to be changed.</summary>
    /// <param name="number">Its number, from 0.</param>
    ArraySegment<byte> Of(int number);

    /// <summary>A hint: these are asked for next.</summary>
    /// <param name="numbers">Which images.</param>
    void Expect(ReadOnlySpan<int> numbers)
    {
    }
}
