using Apical.Specs;

namespace Apical.Optimizers;

/// <summary>An entry of <see cref="OptimizerCatalog"/>.</summary>
public sealed record OptimizerInfo
{
    private readonly Func<Spec, Optimizer> _read;

    private OptimizerInfo(string description, IReadOnlyList<SettingInfo> settings, Func<Spec, Optimizer> read)
    {
        (Description, Settings, _read) = (description, settings, read);
        Optimizer plain = read(Spec.Parse(""));
        (Name, LearningRate) = (plain.Name, plain.LearningRate);
    }

    /// <summary>As on the command line.</summary>
    public string Name { get; }

    /// <summary>One line.</summary>
    public string Description { get; }

    /// <summary>The default η.</summary>
    public double LearningRate { get; }

    /// <summary>Whether its steps are as long as gradients are, so that a rate that fits one loss or activation wrecks another.</summary>
    /// <value>Default false: it divides by what gradients were.</value>
    public bool StepsScale { get; init; }

    /// <summary>Its settings on the command line.</summary>
    public IReadOnlyList<SettingInfo> Settings { get; }

    /// <summary>An optimizer and what may be set.</summary>
    /// <typeparam name="TOptimizer">Its class.</typeparam>
    /// <param name="description">One line.</param>
    /// <param name="settings">What may be set; it makes a fresh optimizer each time.</param>
    public static OptimizerInfo Of<TOptimizer>(string description, Settings<TOptimizer> settings)
        where TOptimizer : Optimizer => new(description, settings.All, settings.Read);

    /// <summary>Makes one at a learning rate, with default settings otherwise.</summary>
    /// <param name="learningRate">η</param>
    public Optimizer Make(double learningRate)
    {
        Optimizer optimizer = Read(Spec.Parse(Name));
        optimizer.LearningRate = learningRate;
        return optimizer;
    }

    /// <summary>Makes one with the settings that a person wrote, at the default learning rate.</summary>
    internal Optimizer Read(Spec spec) => _read(spec);
}
