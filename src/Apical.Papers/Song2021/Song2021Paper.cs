using Apical.Rules;

namespace Apical.Papers.Song2021;

/// <summary>Convergence and alignment of gradient descent with random backpropagation weights.</summary>
public static class Song2021Paper
{
    /// <summary>The paper.</summary>
    public static Citation Citation { get; } = new("song2021", "G. Song, R. Xu, J. Lafferty. Convergence and alignment of gradient descent with random backpropagation weights. NeurIPS 34 (2021), arXiv:2106.06044.");

    /// <summary>Its figures and theorems.</summary>
    public static IReadOnlyList<Experiment> Experiments { get; } =
    [
        Fig2Alignment.Released,
        Fig2Alignment.PaperSteps,
        new Fig3Mnist(),
        new DropoutAlignment(),
        new Theorem32Convergence(),
        new Theorem43Bound(),
        new Proposition45Isometry(),
        new Theorem46Alignment(),
        new KernelParts(),
    ];
}
