using Apical.Learning;
using Apical.Training;

namespace Apical.Pipelines;

/// <summary>
/// Has the stages of a pipeline know all weights when they are looked at, after each epoch and wherever training stops; and stops them together. Put it before
/// the callbacks that look.
/// </summary>
/// <param name="learner">This stage.</param>
/// <param name="stop">Cancelled after the step at which all stop. Default: nobody asks.</param>
public sealed class StagesTogether(LayerParallelLearner learner, CancellationTokenSource? stop = null) : TrainerCallback
{
    /// <inheritdoc/>
    public override void OnStep(Trainer trainer, StepResult result)
    {
        if (learner.Stopped)
        {
            stop?.Cancel();
        }
    }

    /// <inheritdoc/>
    public override void OnEpoch(Trainer trainer)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        learner.Settle(finish: true);
        if (learner.Diverged)
        {
            trainer.Stop(TrainingEnd.Diverged);         // in the last step of the epoch, of which no later one tells
        }
    }

    /// <inheritdoc/>
    public override void OnEnd(Trainer trainer, TrainingEnd end)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        if (trainer.Begun.Steps > 0)
        {
            learner.Settle(finish: false);
        }
    }
}
