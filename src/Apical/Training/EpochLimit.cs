namespace Apical.Training;

/// <summary>Ends training after an epoch that need not be the last.</summary>
/// <param name="epochs">The epoch.</param>
internal sealed class EpochLimit(int epochs) : TrainerCallback
{
    public override void OnStart(Trainer trainer) => OnEpoch(trainer);

    public override void OnEpoch(Trainer trainer)
    {
        if (trainer.Epoch >= epochs)
        {
            trainer.Stop();
        }
    }
}
