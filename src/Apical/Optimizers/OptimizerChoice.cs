using Apical.Specs;

namespace Apical.Optimizers;

/// <summary>An optimizer of the catalog with its settings, as a person chooses it: <c>rmsprop:rho=0.9:inside-root=1</c>.</summary>
public sealed class OptimizerChoice : IReadable<OptimizerChoice>
{
    private readonly Optimizer _model;

    private OptimizerChoice(OptimizerInfo info, Spec spec) => (Info, _model) = (info, info.Read(spec));

    /// <summary>The optimizer.</summary>
    public OptimizerInfo Info { get; }

    /// <summary>Reads <c>name[:key=value…]</c>.</summary>
    /// <exception cref="ArgumentException">No such optimizer or setting; the message lists those there are.</exception>
    public static OptimizerChoice Parse(string text)
    {
        var spec = Spec.Parse(text);
        return new(OptimizerCatalog.Find(spec.Name), spec);
    }

    /// <summary>Makes it.</summary>
    /// <param name="learningRate">η; null for the default in the catalog.</param>
    /// <param name="weightDecay">λ</param>
    /// <param name="schedule">Null for a constant rate.</param>
    public Optimizer Make(double? learningRate = null, double weightDecay = 0, Schedule? schedule = null)
    {
        Optimizer optimizer = _model.NewLike();
        optimizer.LearningRate = learningRate ?? optimizer.LearningRate;
        optimizer.WeightDecay = weightDecay;
        optimizer.Schedule = schedule ?? Schedule.Constant;
        return optimizer;
    }
}
