using Apical.Data;

namespace Apical.Learning;

/// <summary>Counts right answers of a training step without taking memory.</summary>
internal sealed class Guesses
{
    private int[] _guesses = [];

    /// <summary>Samples whose largest output is that of their class; −1 without labels, or with a single output.</summary>
    /// <param name="h"><c>[outputs, batch]</c></param>
    /// <param name="batch">The batch.</param>
    public int Right(Matrix h, Batch batch)
    {
        if (!batch.HasLabels || h.Rows == 1)
        {
            return -1;
        }

        if (_guesses.Length < batch.Size)
        {
            _guesses = new int[batch.Size];
        }

        h.ArgMax(_guesses);
        int right = 0;
        ReadOnlySpan<int> labels = batch.Labels;
        for (int c = 0; c < labels.Length; c++)
        {
            right += _guesses[c] == labels[c] ? 1 : 0;
        }

        return right;
    }
}
