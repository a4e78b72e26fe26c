namespace Apical.Training;

/// <summary>Stops when a measured number has not improved for some epochs.</summary>
/// <param name="metric">The number to watch, smaller is better; NaN counts as no improvement.</param>
/// <param name="patience">Epochs without improvement that are borne. At least 1.</param>
public sealed class EarlyStop(Func<Trainer, double> metric, int patience) : TrainerCallback
{
    private readonly int _patience = patience >= 1 ? patience : throw new ArgumentOutOfRangeException(nameof(patience), patience, "Bear at least one epoch.");
    private double _best = double.PositiveInfinity;
    private int _since;

    /// <summary>Takes in what was measured before training was interrupted.</summary>
    /// <param name="earlier">The numbers of the epochs done, in order.</param>
    public void Recall(IEnumerable<double> earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        foreach (double value in earlier)
        {
            Note(value);
        }
    }

    /// <summary>Whether training ends now.</summary>
    public bool PatienceRanOut => _since >= _patience;

    /// <inheritdoc/>
    public override void OnStart(Trainer trainer) => StopIfPatienceRanOut(trainer);

    /// <inheritdoc/>
    public override void OnEpoch(Trainer trainer)
    {
        Note(metric(trainer));
        StopIfPatienceRanOut(trainer);
    }

    private void StopIfPatienceRanOut(Trainer trainer)
    {
        if (PatienceRanOut)
        {
            trainer.Stop();
        }
    }

    private void Note(double value)
    {
        _since = value < _best ? 0 : _since + 1;
        _best = value < _best ? value : _best;
    }
}
