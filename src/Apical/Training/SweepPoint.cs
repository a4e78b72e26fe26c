namespace Apical.Training;

/// <summary>One combination of settings in a <see cref="Sweep"/>.</summary>
/// <param name="Name">What is special about it, such as <c>lr=0.1 batch=32</c>. Its rows carry this name in the place of the rule's.</param>
/// <param name="Recipe">What is trained.</param>
public sealed record SweepPoint(string Name, Recipe Recipe)
{
    /// <summary>The settings that <see cref="Name"/> tells of, as they were written.</summary>
    /// <value>Default none.</value>
    public IReadOnlyList<(string Setting, string Value)> Values { get; init; } = [];
}
