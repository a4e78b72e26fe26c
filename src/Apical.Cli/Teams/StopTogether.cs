using Apical.Cluster;
using Apical.Learning;
using Apical.Training;

namespace Apical.Cli.Teams;

/// <summary>Stops this rank after the step in which any was asked to.</summary>
internal sealed class StopTogether(DataParallelLearner learner, CancellationTokenSource stop) : TrainerCallback
{
    public override void OnStep(Trainer trainer, StepResult result)
    {
        if (learner.Stopped)
        {
            stop.Cancel();
        }
    }
}
