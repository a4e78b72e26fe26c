namespace Apical.Papers.Meulemans2019;

/// <summary>Target propagation: its theory, its variants, and their comparison.</summary>
public static class Meulemans2019Paper
{
    /// <summary>The thesis.</summary>
    public static Citation Citation { get; } = new(
        "meulemans2019",
        "A. Meulemans: Towards a mathematical understanding of biologically plausible learning methods for deep neural networks. "
            + "Master's thesis, KU Leuven, 2019.");
}
