namespace Apical.Analysis;

/// <summary>How <see cref="TSne"/> embeds.</summary>
public sealed record TSneOptions
{
    /// <summary>e^H of the neighbourhoods: the number of neighbours that count.</summary>
    /// <value>Default 30 (between the 5 and 50 that vandermaaten2008 recommends). At least 1, below points − 1.</value>
    public double Perplexity { get; init; } = 30;

    /// <summary>Steps of gradient descent.</summary>
    /// <value>Default 1000 (vandermaaten2008 §3.4). At least 0.</value>
    public int Iterations { get; init; } = 1000;

    /// <summary>η</summary>
    /// <value>Default 100 (vandermaaten2008 §3.4). Above 0.</value>
    public double LearningRate { get; init; } = 100;

    /// <summary>The factor on P in the first steps, which lets clusters form and move as a whole.</summary>
    /// <value>Default 4 (vandermaaten2008 §3.4). At least 1.</value>
    public double Exaggeration { get; init; } = 4;

    /// <summary>Steps with <see cref="Exaggeration"/>.</summary>
    /// <value>Default 50 (vandermaaten2008 §3.4). At least 0.</value>
    public int ExaggerationIterations { get; init; } = 50;

    /// <summary>α at the start.</summary>
    /// <value>Default 0.5 (vandermaaten2008 §3.4).</value>
    public double InitialMomentum { get; init; } = 0.5;

    /// <summary>α from step <see cref="MomentumIteration"/> on.</summary>
    /// <value>Default 0.8 (vandermaaten2008 §3.4).</value>
    public double FinalMomentum { get; init; } = 0.8;

    /// <summary>The step from which on the final momentum holds.</summary>
    /// <value>Default 250 (vandermaaten2008 §3.4).</value>
    public int MomentumIteration { get; init; } = 250;

    /// <summary>Principal components to which the data are reduced first; 0 for none. Data with no more features than that are only centred.</summary>
    /// <value>Default 30 (vandermaaten2008 §4.1).</value>
    public int Components { get; init; } = 30;

    /// <summary>Steps between two reports of progress.</summary>
    /// <value>Default 50. At least 1.</value>
    public int ReportEvery { get; init; } = 50;
}
