using Apical.Learning;
using Apical.Training;

namespace Apical.Tests.Training;

/// <summary>A callback that writes down what it is told and when, and then does what the test wants.</summary>
internal sealed class Log(List<string> lines, string name = "", Action<string, Trainer>? then = null) : TrainerCallback
{
    public override void OnStart(Trainer trainer) => Note("start", trainer);

    public override void OnStep(Trainer trainer, StepResult result) => Note("step", trainer);

    public override void OnEpoch(Trainer trainer) => Note("epoch", trainer);

    public override void OnEnd(Trainer trainer, TrainingEnd end) => Note($"end {end}", trainer);

    private void Note(string what, Trainer trainer)
    {
        lines.Add($"{name}{what} {trainer.Epoch}/{trainer.Step}");
        then?.Invoke(what, trainer);
    }
}
