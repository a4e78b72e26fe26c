namespace Apical.Optimizers;

/// <summary>An entry of <see cref="OptimizerCatalog"/>.</summary>
/// <param name="Name">As on the command line.</param>
/// <param name="Description">One line.</param>
/// <param name="LearningRate">The default η.</param>
/// <param name="MakeWith">Makes one at a learning rate from the settings that a person wrote.</param>
public sealed record OptimizerInfo(string Name, string Description, double LearningRate, Func<double, OptimizerSettings, Optimizer> MakeWith)
{
    /// <summary>Makes one at a learning rate, with default settings otherwise.</summary>
    /// <param name="learningRate">η</param>
    public Optimizer Make(double learningRate) => MakeWith(learningRate, OptimizerSettings.Parse(Name));
}
