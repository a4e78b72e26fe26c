using Apical.Learning;

namespace Apical.Training;

/// <summary>Something that watches training, and may stop it through <see cref="Trainer.Stop"/>.</summary>
public abstract class TrainerCallback
{
    /// <summary>Before the first step; also when training is resumed.</summary>
    public virtual void OnStart(Trainer trainer)
    {
    }

    /// <summary>After each step.</summary>
    public virtual void OnStep(Trainer trainer, StepResult result)
    {
    }

    /// <summary>After each whole epoch; <see cref="Trainer.Epoch"/> counts it already.</summary>
    public virtual void OnEpoch(Trainer trainer)
    {
    }

    /// <summary>After the last step, however training ended.</summary>
    public virtual void OnEnd(Trainer trainer, TrainingEnd end)
    {
    }
}
