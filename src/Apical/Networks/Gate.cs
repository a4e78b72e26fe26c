namespace Apical.Networks;

/// <summary>What <see cref="Gates"/> multiply units with.</summary>
public enum Gate
{
    /// <summary>1 / (1 + e⁻ᵍ), as the authors' released code.</summary>
    Sigmoid,

    /// <summary>1 where g &gt; 0, else 0, as demirbilek2021 writes it.</summary>
    Step,
}
