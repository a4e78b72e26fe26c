using Apical.Learning;

namespace Apical.Training;

/// <summary>Keeps a <see cref="RunState"/> up to date.</summary>
internal sealed class RunProgress(RunState state, Measuring measuring) : TrainerCallback
{
    /// <inheritdoc/>
    public override void OnStart(Trainer trainer) => Set(trainer);

    /// <inheritdoc/>
    public override void OnStep(Trainer trainer, StepResult result)
    {
        state.EpochsDone = (double)trainer.Step / trainer.StepsPerEpoch;
        state.TrainLoss = result.Loss;
    }

    /// <inheritdoc/>
    public override void OnEpoch(Trainer trainer) => Set(trainer);

    private void Set(Trainer trainer)
    {
        state.EpochsDone = trainer.Epoch;
        state.TestAccuracy = measuring.Last.Accuracy;
    }
}
