namespace Apical.Pipelines;

/// <summary>How stages share the work.</summary>
public sealed record PipelineOptions
{
    /// <summary>
    /// Whether a batch passes forward before the layers have learned from the one before it. Then the forward pass of batch t sees, in all layers but those of
    /// the last stage, the weights that batch t − 2 left; else, and in the last stage, those of batch t − 1.
    /// </summary>
    /// <value>Default no.</value>
    public bool Stale { get; init; }

    /// <summary>Samples that pass from stage to stage at a time; rounded up to a multiple of 16, whole vectors, so that the bits do not hang on it.</summary>
    /// <value>Default null: a batch in four times as many pieces as there are stages above the first, or, with <see cref="Stale"/>, in half as many as there
    /// are stages.</value>
    public int? Micro
    {
        get;
        init => field = value is null or > 0 ? value : throw new ArgumentOutOfRangeException(nameof(Micro), value, "Pass 1 sample or more at a time.");
    }

    /// <summary>Which stage has which layers.</summary>
    /// <value>Default null: by cost (<see cref="LayerWork.Costs"/>).</value>
    public Placement? Placement { get; init; }

    /// <summary>Whether this stage is asked to stop; then all stop after the same step (<see cref="LayerParallelLearner.Stopped"/>).</summary>
    /// <value>Default never.</value>
    public Func<bool> Stopping { get; init; } = () => false;

    /// <summary>In how many pieces a batch passes.</summary>
    /// <param name="batch">Samples.</param>
    /// <param name="stages">Stages.</param>
    public int Pieces(int batch, int stages) => Cut(batch, stages).Length - 1;

    /// <summary>The first samples of the pieces in which a batch passes, and the end of the last.</summary>
    /// <param name="batch">Samples.</param>
    /// <param name="stages">Stages.</param>
    internal int[] Cut(int batch, int stages)
    {
        const int Vectors = 16;
        int pieces = stages == 1 ? 1 : Stale ? Math.Max(1, stages / 2) : 4 * (stages - 1);
        int wanted = Micro ?? ((batch + pieces - 1) / pieces), micro = (wanted + Vectors - 1) / Vectors * Vectors;

        // The rest goes with the last piece: a few columns alone would be summed in another way.
        int count = Math.Max(1, batch / micro);
        return [.. Enumerable.Range(0, count).Select(piece => piece * micro), batch];
    }
}
