using Apical.Data;
using Apical.Learning;
using Apical.Parameters;
using Apical.Rules;

namespace Apical.Cluster;

/// <summary>
/// One of several ranks that train one network together: each passes its share of every batch, and all take the step of the whole batch. Their weights begin
/// alike and stay alike, so everything else (measuring, stopping, checkpoints) is done by each as if it were alone.
/// </summary>
/// <remarks>
/// <code>
///   ΔW = Σ_r (n_r / n) ΔW_r      over ranks r in their order, n_r of the n samples each
/// </code>
/// The same bits each time for a number of ranks. A batch that has no share for each rank (a sample; with the bits of one rank <see cref="EvenShare"/> or a
/// multiple) is passed whole by each.
/// </remarks>
public sealed class DataParallelLearner : ILearner
{
    /// <summary>
    /// With the bits of one rank, shares have a multiple of so many samples, whole vectors: what is left over at the edge of a batch is computed in another
    /// order.
    /// </summary>
    public const int EvenShare = 16;

    private readonly NetworkLearner _learner;
    private readonly IRanks _ranks;
    private readonly DataShares _shares;
    private readonly bool _sameBits;
    private readonly Dictionary<int, Batch> _room = [];

    /// <summary>Makes a learner one of the ranks.</summary>
    /// <param name="learner">Made alike on each rank: a network and a rule whose updates are sums over samples.</param>
    /// <param name="ranks">The ranks.</param>
    /// <param name="sameBits">Whether the bits are to be those of one rank: the signals of all shares are brought together before they become updates.</param>
    /// <param name="stopping">Whether this rank is asked to stop; then all stop after the same step (<see cref="Stopped"/>). Default: never.</param>
    /// <exception cref="ArgumentException">A model, a rule or a number of ranks that this cannot be done for; the message says why.</exception>
    public DataParallelLearner(ILearner learner, IRanks ranks, bool sameBits, Func<bool>? stopping = null)
    {
        ArgumentNullException.ThrowIfNull(learner);
        ArgumentNullException.ThrowIfNull(ranks);
        _learner = SampleSums.RequireNetwork(learner);
        if (sameBits && !int.IsPow2(ranks.Size))
        {
            throw new ArgumentException(
                $"To the bits of one rank, there must be 2, 4, 8, … ranks: shares of a batch are then averaged without rounding. There are {ranks.Size}.");
        }

        (_ranks, _sameBits) = (ranks, sameBits);
        _shares = new(ranks, sameBits) { Stopping = stopping ?? (() => false) };
    }

    /// <summary>Whether a rank was asked to stop, as of the last step.</summary>
    public bool Stopped => _shares.Stopped;

    /// <inheritdoc/>
    public Precision Precision => _learner.Precision;

    /// <inheritdoc/>
    public IReadOnlyList<Parameter> Parameters => _learner.Parameters;

    /// <inheritdoc/>
    public LearnerState State => _learner.State;

    /// <inheritdoc/>
    public Matrix Predict(Matrix x, long first = 0) => _learner.Predict(x, first);

    /// <inheritdoc/>
    public Evaluation Evaluate(ISamples data) => _learner.Evaluate(data);

    /// <inheritdoc/>
    public StepResult Learn(Batch batch, Moment moment = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        _learner.Rule.Balance(batch);                   // by the whole batch, or each rank would do so by its share, and have other feedback
        if (batch.Size < _ranks.Size || (_sameBits && batch.Size % (EvenShare * _ranks.Size) != 0))
        {
            _learner.Shares = null;                     // no share for each: all do the same
            return _learner.Learn(batch, moment);
        }

        int begin = Columns.Begin(batch.Size, _ranks.Rank, _ranks.Size), samples = Columns.Begin(batch.Size, _ranks.Rank + 1, _ranks.Size) - begin;
        if (!_room.TryGetValue(samples, out Batch? share))
        {
            _room.Add(samples, share = batch.RoomFor(samples));
        }

        batch.CopyTo(begin, share);
        (_shares.Whole, _shares.Samples, _learner.Shares) = (batch, samples, _shares);
        return _learner.Learn(share, moment);
    }

    /// <inheritdoc/>
    public void Restore(LearnerState state) => _learner.Restore(state);

    /// <inheritdoc/>
    public T? Capability<T>()
        where T : class => this as T ?? _learner.Capability<T>();
}
