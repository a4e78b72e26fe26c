using Apical.Learning;

namespace Apical.Training;

/// <summary>Keeps the <see cref="JobState"/> of a training run up to date.</summary>
internal sealed class RunProgress(JobState state) : TrainerCallback
{
    public override void OnStart(Trainer trainer) => state.Report(trainer.Epoch, trainer.Epochs);

    public override void OnStep(Trainer trainer, StepResult result)
    {
        state.Report((double)trainer.Step / trainer.StepsPerEpoch, trainer.Epochs);
        state.TrainLoss = result.Loss;
    }
}
