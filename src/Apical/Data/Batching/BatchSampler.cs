using Apical.Specs;

namespace Apical.Data;

/// <summary>Cuts a data set into batches, epoch by epoch, in a new random order each time.</summary>
/// <remarks>
/// The order of an epoch depends on the seed and the number of the epoch only. So training can be taken up at any step, and gets the same
/// batches as if it had never stopped. Once every size of batch was drawn, drawing allocates nothing. Not for use from two threads at once.
/// </remarks>
public sealed class BatchSampler : IBatchSource
{
    private readonly Rng _rng;
    private readonly Rng _epochRng = new(0);
    private readonly Workspace _workspace = new();
    private readonly int[] _order;
    private readonly bool _shuffle;
    private readonly (Batch Batch, int[] Numbers) _full, _last;
    private long _epoch = -1, _step;
    private int _drawn;

    /// <summary>Batches of <paramref name="data"/>.</summary>
    /// <param name="data">At least one sample.</param>
    /// <param name="batchSize">Samples in a batch, at least 1. More than there are samples makes one batch of all.</param>
    /// <param name="rng">Its fork <c>epoch</c>, number e, orders epoch e. How much was drawn from it does not matter.</param>
    /// <param name="shuffle">False keeps the order of the data set, in every epoch.</param>
    /// <param name="dropLast">Whether the last batch of an epoch is left out when it is not full.</param>
    public BatchSampler(ISamples data, int batchSize, Rng rng, bool shuffle = true, bool dropLast = false)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(rng);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        if (data.Count == 0)
        {
            throw new ArgumentException($"{data.Name} has no samples to draw batches from.", nameof(data));
        }

        if (dropLast && batchSize > data.Count)
        {
            throw new ArgumentException(
                $"{data.Name} has {Counted.Of(data.Count, "sample")}: with the last batch dropped, not one batch of {batchSize} is left.", nameof(batchSize));
        }

        (Data, _rng, _shuffle) = (data, Rng.FromState(rng.State), shuffle);
        BatchSize = Math.Min(batchSize, data.Count);
        int rest = dropLast ? 0 : data.Count % BatchSize;
        BatchesPerEpoch = data.Count / BatchSize + (rest > 0 ? 1 : 0);
        _full = Make(BatchSize);
        _last = rest > 0 ? Make(rest) : _full;
        _order = [.. Enumerable.Range(0, data.Count)];
    }

    /// <summary>Where the samples come from.</summary>
    public ISamples Data { get; }

    /// <summary>Samples in a full batch.</summary>
    public int BatchSize { get; }

    /// <summary>Batches in an epoch, a last one that is not full included unless it is dropped.</summary>
    public int BatchesPerEpoch { get; }

    /// <summary>The batch of a training step, counted from 0 through all epochs.</summary>
    /// <returns>Valid until the next draw: its buffers are used again. Its samples are gathered when they are asked for.</returns>
    public Batch Draw(long step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        ReadOnlySpan<int> numbers = NumbersOf(step);
        (Batch batch, int[] own) = numbers.Length == BatchSize ? _full : _last;
        numbers.CopyTo(own);
        (_step, _drawn) = (step, numbers.Length);
        batch.Await(this);
        return batch;
    }

    /// <summary>Gathers samples of the batch that was drawn last, and says which come next.</summary>
    /// <param name="first">Place of the first of them in the batch.</param>
    /// <param name="numbers">Their numbers in the set.</param>
    /// <param name="x">Their inputs.</param>
    /// <param name="t">Their targets.</param>
    /// <param name="labels">Their classes, or null.</param>
    internal void Gather(int first, ReadOnlySpan<int> numbers, Matrix x, Matrix t, int[]? labels)
    {
        using Workspace.Scope scope = _workspace.Enter();
        Data.Gather(numbers, x, t, labels);
        bool whole = numbers.Length == _drawn;
        ReadOnlySpan<int> next = NumbersOf(_step + 1);  // whoever takes a share now will take the same one then
        first = Math.Min(first, next.Length);
        Data.Expect(whole ? next : next.Slice(first, Math.Min(numbers.Length, next.Length - first)));
    }

    private ReadOnlySpan<int> NumbersOf(long step)
    {
        long epoch = step / BatchesPerEpoch;
        if (_shuffle && epoch != _epoch)
        {
            _rng.ForkInto(_epochRng, "epoch", epoch);
            _epochRng.FillPermutation(_order);
            _epoch = epoch;
        }

        int start = (int)(step % BatchesPerEpoch) * BatchSize;
        return _order.AsSpan(start, Math.Min(BatchSize, Data.Count - start));
    }

    private (Batch Batch, int[] Numbers) Make(int size)
    {
        int[] numbers = new int[size];
        Matrix x = new(Data.Features, size, Data.Precision), t = new(Data.Outputs, size, Data.Precision);
        return (new Batch(x, t, Data.Classes == 0 ? null : new int[size], numbers), numbers);
    }
}
