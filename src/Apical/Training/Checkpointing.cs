using Apical.Learning;

namespace Apical.Training;

/// <summary>Writes a checkpoint after every so many epochs, and after the last.</summary>
/// <remarks>Add it behind the callbacks that write measurements: a checkpoint then never stands for an epoch whose numbers are not on disk.</remarks>
/// <param name="path">The file.</param>
/// <param name="every">Epochs between checkpoints. At least 1.</param>
/// <param name="best">What was learned at the best epoch, to be kept with each. Default: nothing.</param>
public sealed class Checkpointing(string path, int every = 1, Func<LearnerState?>? best = null) : TrainerCallback
{
    private readonly int _every = every >= 1 ? every
        : throw new ArgumentOutOfRangeException(nameof(every), every, "Write a checkpoint every 1 or more epochs.");

    /// <inheritdoc/>
    public override void OnEpoch(Trainer trainer)
    {
        if (trainer.Epoch % _every == 0 || trainer.Epoch == trainer.Epochs)
        {
            Checkpoint.Write(path, trainer, best?.Invoke());
        }
    }

    /// <inheritdoc/>
    public override void OnEnd(Trainer trainer, TrainingEnd end)
    {
        bool betweenEpochs = trainer.Step == (long)trainer.Epoch * trainer.StepsPerEpoch;
        if (end == TrainingEnd.Stopped && betweenEpochs && trainer.Epoch % _every != 0)
        {
            Checkpoint.Write(path, trainer, best?.Invoke());
        }
    }
}
