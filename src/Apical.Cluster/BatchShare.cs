using Apical.Data;

namespace Apical.Cluster;

/// <summary>Some samples of a batch, copied into room that is used again.</summary>
internal sealed class BatchShare
{
    private readonly int[]? _labels, _numbers;

    /// <summary>Room for so many samples of batches like this one.</summary>
    public BatchShare(Batch like, int samples)
    {
        _labels = like.HasLabels ? new int[samples] : null;
        _numbers = like.Numbers.IsEmpty ? null : new int[samples];
        Batch = new(new(like.X.Rows, samples, like.X.Precision), new(like.T.Rows, samples, like.T.Precision), _labels, _numbers);
    }

    /// <summary>The samples.</summary>
    public Batch Batch { get; }

    /// <summary>Takes samples of a batch.</summary>
    public void Take(Batch from, int first)
    {
        Columns.Copy(from.X, first, Batch.X);
        Columns.Copy(from.T, first, Batch.T);
        if (_labels is not null)
        {
            from.Labels.Slice(first, _labels.Length).CopyTo(_labels);
        }

        if (_numbers is not null)
        {
            from.Numbers.Slice(first, _numbers.Length).CopyTo(_numbers);
        }
    }
}
