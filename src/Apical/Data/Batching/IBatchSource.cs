namespace Apical.Data;

/// <summary>Gives each training step its batch.</summary>
/// <remarks>
/// What a step gets depends on the seed and the number of the step only, so training can be taken up at any step. Once warm, drawing allocates
/// nothing. Not for use from two threads at once.
/// </remarks>
public interface IBatchSource
{
    /// <summary>Batches in an epoch.</summary>
    int BatchesPerEpoch { get; }

    /// <summary>The batch of a training step, counted from 0 through all epochs.</summary>
    /// <returns>Valid until the next draw: its buffers are used again.</returns>
    Batch Draw(long step);
}
