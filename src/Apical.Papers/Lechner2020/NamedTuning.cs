namespace Apical.Papers.Lechner2020;

/// <summary>What was tuned for a model, as parameters of an experiment.</summary>
/// <param name="name">Model and kind of network.</param>
/// <param name="found">What was found.</param>
internal sealed class NamedTuning(string name, Tuning found)
{
    private const string Source = "ours, found as the tuning says";

    /// <summary>The optimizer.</summary>
    public Fixed<string> Optimizer { get; } = new($"{name}: optimizer", found.Optimizer, Source);

    /// <summary>The learning rate.</summary>
    public Fixed<double> Rate { get; } = new($"{name}: rate", found.Rate, Source);

    /// <summary>How forward weights are drawn.</summary>
    public Fixed<string> Initial { get; } = new($"{name}: initial weights", found.Initial, Source);

    /// <summary>All of it.</summary>
    public IEnumerable<ISetting> Settings => [Optimizer, Rate, Initial];
}
