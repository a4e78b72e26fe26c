namespace Apical.Papers.Meulemans2019;

/// <summary>The theorems, and the figures that check what they assume.</summary>
internal static class Theory
{
    public static IReadOnlyList<Experiment> Experiments { get; } =
    [
        new Fig55ShermanMorrison(),
        new Fig56BlockDiagonal(),
        new Fig59InverseWeights(),
        new Fig510Reconstruction(),
        new Fig511OriginalForm(),
        new Fig512PseudoInverse(),
        new Lemma48Factorisation(),
        new Theorem41Angle(),
        new Theorem43GaussNewton(),
        new Theorem46Limits(),
        new Theorem47Regularised(),
        new Theorem49Difference(),
    ];
}
