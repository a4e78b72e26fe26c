namespace Apical.Cluster;

/// <summary>Processes that work on one thing, each with a number. All of them make the same calls in the same order, with pieces of the same size.</summary>
public interface IRanks
{
    /// <summary>The number of this one, from 0.</summary>
    int Rank { get; }

    /// <summary>How many there are.</summary>
    int Size { get; }

    /// <summary>Hands each other rank a piece of its own.</summary>
    /// <param name="send">A piece for each rank, in order; all of one length.</param>
    /// <param name="receive">
    /// The pieces that the others have for this one, in order; as long as <paramref name="send"/>. What it has for itself stays where it is: its place
    /// here is not written.
    /// </param>
    void Exchange<T>(ReadOnlySpan<T> send, Span<T> receive)
        where T : unmanaged;

    /// <summary>Shows all ranks what each has.</summary>
    /// <param name="mine">What this one has.</param>
    /// <param name="all">What they have, in order: <see cref="Size"/> times as long.</param>
    void Gather<T>(ReadOnlySpan<T> mine, Span<T> all)
        where T : unmanaged;

    /// <summary>Shows all ranks what each has, where it lies.</summary>
    /// <param name="all">A piece of each rank, in order, all of one length: that of this one is read, the others are filled in.</param>
    void Spread<T>(Span<T> all)
        where T : unmanaged;

    /// <summary>Sends one rank what it receives; may wait until it does.</summary>
    /// <param name="to">The rank, another than this one.</param>
    /// <param name="values">As many as it receives.</param>
    void Send<T>(int to, ReadOnlySpan<T> values)
        where T : unmanaged;

    /// <summary>Whether something that a rank has sent can be received at once.</summary>
    /// <param name="from">The rank, another than this one.</param>
    bool IsThere(int from);

    /// <summary>Waits for what one rank sends; what it sends comes in the order sent.</summary>
    /// <param name="from">The rank, another than this one.</param>
    /// <param name="values">Filled; as many as are sent.</param>
    void Receive<T>(int from, Span<T> values)
        where T : unmanaged;
}
