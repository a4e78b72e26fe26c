namespace Apical.Branches;

/// <summary>The last outcomes as numbers, newest first, in one piece of memory.</summary>
/// <typeparam name="T">What stands for an outcome.</typeparam>
internal sealed class BranchHistory<T>
    where T : struct
{
    private const int Room = 4096;

    private readonly T[] _buffer;
    private readonly int _length;
    private int _newest;

    /// <summary>A history in which all branches had one outcome.</summary>
    /// <param name="length">Outcomes that are remembered.</param>
    /// <param name="start">What stands for that outcome.</param>
    public BranchHistory(int length, T start)
    {
        _length = length;
        _buffer = new T[Room + length];
        _newest = Room;
        _buffer.AsSpan(Room).Fill(start);
    }

    /// <summary>The last outcomes.</summary>
    public ReadOnlySpan<T> Last => _buffer.AsSpan(_newest, _length);

    /// <summary>Adds an outcome.</summary>
    public void Push(T outcome)
    {
        if (_newest == 0)
        {
            _buffer.AsSpan(0, _length).CopyTo(_buffer.AsSpan(Room));
            _newest = Room;
        }

        _buffer[--_newest] = outcome;
    }
}
