namespace Apical.Papers;

/// <summary>
/// One figure, table or theorem of a paper. It says what is to be computed, replicate by replicate, and what follows from the numbers; how the replicates
/// are spread over the cores, kept, counted when they fail, and taken up again is the business of <see cref="ExperimentRun"/>.
/// </summary>
/// <remarks>One file per experiment, its parameters at the top as <see cref="Setting{T}"/>s.</remarks>
public abstract class Experiment
{
    /// <summary>Its name: paper and figure, e.g. <c>lillicrap2016/s6</c>.</summary>
    public abstract string Id { get; }

    /// <summary>What it shows, in one line.</summary>
    public abstract string Title { get; }

    /// <summary>The paper.</summary>
    public abstract Citation Paper { get; }

    /// <summary>Data sets that it needs beside what it makes itself.</summary>
    /// <value>Default none.</value>
    public virtual IReadOnlyList<Need> Needs => [];

    /// <summary>How long it takes.</summary>
    public abstract Duration Takes { get; }

    /// <summary>Every parameter.</summary>
    public abstract IReadOnlyList<ISetting> Settings { get; }

    /// <summary>The replicates to compute, in an order that gives each condition a result early. Nothing is computed here.</summary>
    /// <param name="setup">Scale, seed, data.</param>
    public abstract IReadOnlyList<Job> Jobs(Setup setup);

    /// <summary>Claims and figure, from what the replicates found. Also called with only some of them done, when it was interrupted.</summary>
    /// <param name="setup">Scale, seed, data.</param>
    /// <param name="results">What was found.</param>
    public abstract Outcome Conclude(Setup setup, Results results);
}
