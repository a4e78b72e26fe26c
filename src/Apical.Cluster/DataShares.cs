using System.Numerics;
using Apical.Data;
using Apical.Learning;
using Apical.Networks;
using Apical.Parameters;

namespace Apical.Cluster;

/// <summary>Updates of shares, summed over ranks in their order; or, to the bits of one rank, made of the signals of all shares side by side.</summary>
internal sealed class DataShares(IRanks ranks, bool sameBits) : IShares
{
    private readonly FixedSum<float> _floats = new(ranks);
    private readonly FixedSum<double> _doubles = new(ranks);
    private readonly double[] _found = new double[3], _all = new double[3 * ranks.Size];
    /// <summary>The whole batch of the step.</summary>
    public Batch? Whole { get; set; }

    /// <summary>Samples of the share of this rank.</summary>
    public int Samples { get; set; }

    /// <summary>Whether this rank is asked to stop.</summary>
    public Func<bool> Stopping { get; init; } = () => false;

    /// <summary>Whether any rank was, in the last step.</summary>
    public bool Stopped { get; private set; }

    /// <inheritdoc/>
    public void AddUpdates(Pass pass, TeachingSignals signals, Updates updates)
    {
        Network network = pass.Network;
        if (!sameBits)
        {
            network.AddUpdates(pass, signals, updates);
            Sum(updates);
            return;
        }

        double share = Share(pass.H[0].Columns);
        for (int i = 1; i <= network.L; i++)
        {
            if (network.Learns(signals, i))
            {
                Matrix delta = Columns.Gather(signals[i], ranks);
                delta.Scale(share);                     // averaged over the share, and now over the whole: by a power of two, so nothing is rounded
                Matrix input = i == 1 && signals.Presynaptic(1) is null ? Whole!.X : Columns.Gather(signals.Presynaptic(i) ?? pass.Input(i), ranks);
                network[i].AddUpdates(delta, input, updates, signals.Penalty(i));
            }
        }
    }

    /// <inheritdoc/>
    public void Sum(Updates updates)
    {
        if (updates.Count == 0)
        {
            return;
        }

        if (updates[0].Delta.Precision == Precision.Single)
        {
            Sum(updates, _floats, Share(Samples));
        }
        else
        {
            Sum(updates, _doubles, Share(Samples));
        }
    }

    /// <inheritdoc/>
    public StepResult Sum(Pass pass, Batch batch, StepResult mine)
    {
        double loss = mine.Loss * batch.Size;
        if (sameBits)
        {
            Matrix losses = Columns.Gather(pass.Network.Loss.PerSample(pass, batch.T), ranks);
            mine = mine with { Loss = losses.Sum() / losses.Columns };
        }

        (_found[0], _found[1], _found[2]) = (loss, mine.Correct, Stopping() ? 1 : 0);
        ranks.Gather<double>(_found, _all);
        double correct = 0;
        (loss, Stopped) = (0, false);
        for (int rank = 0; rank < ranks.Size; rank++)
        {
            loss += _all[3 * rank];
            correct += _all[(3 * rank) + 1];
            Stopped |= _all[(3 * rank) + 2] > 0;
        }

        return new(sameBits ? mine.Loss : loss / Whole!.Size, mine.Correct < 0 ? mine.Correct : (int)correct);
    }

    private double Share(int samples) => (double)samples / Whole!.Size;

    private static void Sum<T>(Updates updates, FixedSum<T> sum, double share)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = updates.Count - 1; i >= 0; i--)
        {
            // The share goes into the smaller factor; the penalty is added once, behind the sum.
            updates.Replace(i, (updates[i] with { Delta = updates[i].Delta.Scaled(share), Penalty = 0 }).Gradient());
        }

        // When all are made: ranks that are now the faster, now the slower one wait for each other once a step, not at each layer.
        for (int i = 0; i < updates.Count; i++)
        {
            sum.Sum(updates[i].Delta.AsSpan<T>());
        }
    }
}
