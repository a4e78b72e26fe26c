namespace Apical.Papers.Song2021;

/// <summary>Convergence and alignment of gradient descent with random backpropagation weights.</summary>
public static class Song2021Paper
{
    /// <summary>The paper.</summary>
    public static Citation Citation { get; } =
        new("song2021",
            "G. Song, R. Xu, J. Lafferty. Convergence and alignment of gradient descent with random backpropagation weights. "
                + "NeurIPS 34 (2021), arXiv:2106.06044.");
}
