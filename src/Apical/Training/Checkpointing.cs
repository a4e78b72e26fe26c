using Apical.Learning;

namespace Apical.Training;

/// <summary>Writes a checkpoint after every so many epochs, after the last, and wherever training is stopped, in the middle of an epoch too.</summary>
/// <remarks>Add it behind the callbacks that write measurements: a checkpoint then never stands for an epoch whose numbers are not on disk.</remarks>
/// <param name="path">The file.</param>
/// <param name="every">Epochs between checkpoints. At least 1.</param>
/// <param name="best">What was learned at the best epoch, to be kept with each. Default: nothing.</param>
/// <param name="before">Called before each is written, to bring onto the disk what it takes for granted. Default: nothing.</param>
public sealed class Checkpointing(string path, int every = 1, Func<LearnerState?>? best = null, Action? before = null) : TrainerCallback
{
    private readonly int _every = every >= 1 ? every
        : throw new ArgumentOutOfRangeException(nameof(every), every, "Write a checkpoint every 1 or more epochs.");

    /// <inheritdoc/>
    public override void OnEpoch(Trainer trainer)
    {
        if (trainer.Epoch % _every == 0 || trainer.Epoch == trainer.Epochs)
        {
            Write(trainer);
        }
    }

    /// <inheritdoc/>
    public override void OnEnd(Trainer trainer, TrainingEnd end)
    {
        bool written = trainer.Begun.Steps == 0 && (trainer.Epoch % _every == 0 || trainer.Epoch == trainer.Epochs);
        if (end is TrainingEnd.Stopped or TrainingEnd.Cancelled && trainer.Step > 0 && !written)
        {
            Write(trainer);
        }
    }

    private void Write(Trainer trainer)
    {
        before?.Invoke();
        Checkpoint.Write(path, trainer, best?.Invoke());
    }
}
