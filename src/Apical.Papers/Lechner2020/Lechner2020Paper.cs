namespace Apical.Papers.Lechner2020;

/// <summary>Learning representations for binary-classification without backpropagation.</summary>
public static class Lechner2020Paper
{
    /// <summary>The paper.</summary>
    public static Citation Citation { get; } =
        new("lechner2020", "M. Lechner. Learning representations for binary-classification without backpropagation. ICLR 2020.");
}
