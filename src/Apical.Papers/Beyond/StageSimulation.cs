namespace Apical.Papers.Beyond;

/// <summary>
/// When the stages of a pipeline do what, from how long its parts take: the schedules of <see cref="Pipelines.LayerParallelLearner"/> with a clock.
/// </summary>
/// <remarks>
/// <code>
///   a stage begins a piece when it is done with what came before, and the piece has come
///   dfa   learns when δ_L has come, which the last stage sends to one after the other
///   bp    learns when the last piece has come down
/// </code>
/// </remarks>
/// <param name="times">How long parts take.</param>
/// <param name="stages">Stages.</param>
/// <param name="layers">Layers of each.</param>
/// <param name="pieces">Pieces of a batch.</param>
internal sealed class StageSimulation(StageTimes times, int stages, int layers, int pieces)
{
    private const int Batches = 24, Warm = 8;

    private readonly double[] _free = new double[stages];

    /// <summary>Seconds for a batch when the pipeline has filled, and from the error of the output to the last weight that has learned from it.</summary>
    /// <param name="bp">Whether signals go down from layer to layer, else straight.</param>
    /// <param name="stale">Whether the next batch passes forward before the layers below the last stage learn.</param>
    public (double Batch, double Latency) Run(bool bp, bool stale)
    {
        Array.Clear(_free);
        double[] errors = new double[Batches], learned = new double[Batches];
        double[][] told = new double[Batches][];
        for (int t = 0; t < Batches; t++)
        {
            Up();
            errors[t] = _free[^1];
            told[t] = Tell(bp);
            Learn(stages - 1, t);
            for (int stage = stages - 2, of = stale ? t - 1 : t; stage >= 0 && of >= 0; stage--)
            {
                Learn(stage, of);
            }
        }

        int last = Batches - 2;                         // the last whole one
        return ((errors[last] - errors[Warm]) / (last - Warm), learned[last] - errors[last]);

        void Learn(int stage, int t)
        {
            if (bp)
            {
                Down(stage, told[t]);
            }
            else
            {
                _free[stage] = Math.Max(_free[stage], told[t][stage]) + (layers * times.Signal);
            }

            _free[stage] += layers * times.Update;
            learned[t] = Math.Max(learned[t], _free[stage]);
        }
    }

    private void Up()
    {
        double[] come = new double[pieces];
        for (int stage = 0; stage < stages; stage++)
        {
            for (int piece = 0; piece < pieces; piece++)
            {
                _free[stage] = Math.Max(_free[stage], come[piece]) + (layers * times.Forward);
                come[piece] = _free[stage] + times.Message;
            }
        }
    }

    // When each stage knows the error of the output; for bp, when each piece has come to the stage that is next on the way down.
    private double[] Tell(bool bp)
    {
        double now = _free[^1];
        if (bp)
        {
            return [.. Enumerable.Repeat(now, pieces)];
        }

        double[] told = [.. Enumerable.Range(0, stages).Select(stage => now + ((stages - 1 - stage) * times.Small))];
        _free[^1] = now + ((stages - 1) * times.Small);
        return told;
    }

    private void Down(int stage, double[] come)
    {
        for (int piece = 0; piece < come.Length; piece++)
        {
            _free[stage] = Math.Max(_free[stage], come[piece]) + (layers * times.Back);
            come[piece] = _free[stage] + times.Message;
        }
    }
}
