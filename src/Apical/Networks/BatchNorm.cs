using Apical.Specs;

namespace Apical.Networks;

/// <summary>
/// Whether and how layers normalise what they take in: to mean 0 and variance 1 over the samples, and over the positions of a map where units share weights.
/// </summary>
public sealed class BatchNorm : IReadable<BatchNorm>
{
    private BatchNorm(string name) => Name = name;

    /// <summary>They do not.</summary>
    public static BatchNorm None { get; } = new("none");

    /// <summary>By the batch in a training step; in use by running statistics, which training steps move.</summary>
    public static BatchNorm Plain { get; } = new("plain");

    /// <summary>As <see cref="Plain"/>, and then a learned scale and shift, in all layers but the first.</summary>
    public static BatchNorm Learned { get; } = new("learned");

    /// <summary>
    /// By the batch at hand always, in use too (meulemans2019, algorithm A.1): an answer then depends on the samples that are asked for together.
    /// </summary>
    public static BatchNorm Batch { get; } = new("batch");

    private static Forms<BatchNorm> Forms { get; } =
        new Forms<BatchNorm>("batch normalisation").Add("plain", Plain).Add("learned", Learned).Add("batch", Batch).Add("none", None);

    /// <summary>The names that <see cref="Parse"/> knows.</summary>
    public static IReadOnlyList<string> Names => Forms.Usages;

    /// <summary>The name, as <see cref="Parse"/> reads it.</summary>
    public string Name { get; }

    /// <summary>Whether statistics of training are kept for use.</summary>
    public bool KeepsStatistics => this == Plain || this == Learned;

    /// <summary>Reads a name.</summary>
    /// <exception cref="ArgumentException">An unknown name; the message lists the known ones.</exception>
    public static BatchNorm Parse(string text) => Forms.Parse(text);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
