namespace Apical.Pipelines;

/// <summary>What joins the stages of a pipeline: messages of bytes from one to another, in the order sent. One thread of each stage uses them.</summary>
public interface ILinks
{
    /// <summary>The number of this stage: 0 takes the input, the last gives the output.</summary>
    int Stage { get; }

    /// <summary>How many there are.</summary>
    int Stages { get; }

    /// <summary>Makes room for what will come from another stage, so that it can arrive while this one computes. Called again, it does nothing.</summary>
    /// <param name="from">The other stage.</param>
    /// <param name="bytes">How much may be under way at a time.</param>
    void Open(int from, long bytes);

    /// <summary>Sends a message, and does not wait until it is received; the bytes may be changed at once.</summary>
    /// <param name="to">Another stage.</param>
    /// <param name="message">As long as what it receives.</param>
    void Send(int to, ReadOnlySpan<byte> message);

    /// <summary>Waits for the next message.</summary>
    /// <param name="from">Another stage.</param>
    /// <param name="message">Filled; as long as what is sent.</param>
    void Receive(int from, Span<byte> message);

    /// <summary>Lets what is under way get on; called between long computations.</summary>
    void Poll();
}
