namespace Apical.Pipelines;

/// <summary>Which stage of a pipeline has which layers: neighbours together, bottom up.</summary>
public sealed class Placement
{
    private readonly (int First, int Last)[] _stages;

    /// <summary>Layers by hand.</summary>
    /// <param name="last">The last layer of each stage, rising; the last of all is L.</param>
    /// <exception cref="ArgumentException">A stage without layers.</exception>
    public Placement(IReadOnlyList<int> last)
    {
        ArgumentNullException.ThrowIfNull(last);
        _stages = [.. last.Select((layer, stage) => (stage == 0 ? 1 : last[stage - 1] + 1, layer))];
        if (_stages.Length == 0 || _stages.Any(stage => stage.Last < stage.First))
        {
            throw new ArgumentException($"Expected the last layers of stages, rising, such as 3, 7; got {string.Join(", ", last)}.", nameof(last));
        }
    }

    /// <summary>Number of stages.</summary>
    public int Stages => _stages.Length;

    /// <summary>The first and the last layer of a stage.</summary>
    /// <param name="stage">From 0.</param>
    public (int First, int Last) this[int stage] => _stages[stage];

    /// <summary>
    /// The placement in which the stage with the most to do has as little as can be; of several, that with the least sum of squares.
    /// </summary>
    /// <param name="costs">Of layers 1 .. L, in any unit; positive.</param>
    /// <param name="stages">Stages, at most as many as layers.</param>
    /// <exception cref="ArgumentException">More stages than layers, or none.</exception>
    public static Placement ByCost(IReadOnlyList<double> costs, int stages)
    {
        ArgumentNullException.ThrowIfNull(costs);
        int L = costs.Count;
        if (stages < 1 || stages > L)
        {
            throw new ArgumentException($"Each of {stages} ranks needs a layer of its own, and there are {L}: take at most {L} ranks.", nameof(stages));
        }

        double most = Divide(costs, stages, double.PositiveInfinity, Math.Max).Worth;
        return new(Divide(costs, stages, most, (squares, cost) => squares + (cost * cost)).Last);
    }

    /// <summary>The stage that has a layer.</summary>
    /// <param name="i">1..L</param>
    public int StageOf(int i) => Array.FindIndex(_stages, stage => i >= stage.First && i <= stage.Last);

    /// <summary>Such as <c>1–3, 4–7</c>.</summary>
    public override string ToString() =>
        string.Join(", ", _stages.Select(stage => stage.First == stage.Last ? $"{stage.First}" : $"{stage.First}–{stage.Last}"));

    // The least that adding up over stages can come to, none of which costs more than a bound, and the last layers of the stages.
    private static (double Worth, int[] Last) Divide(IReadOnlyList<double> costs, int stages, double bound, Func<double, double, double> add)
    {
        int L = costs.Count;
        var best = new (double Worth, int From)[stages + 1, L + 1];                     // of the first layers on the first stages
        for (int stage = 0; stage <= stages; stage++)
        {
            for (int layer = 0; layer <= L; layer++)
            {
                best[stage, layer] = (stage == 0 && layer == 0 ? 0 : double.PositiveInfinity, 0);
                double cost = 0;
                for (int from = layer - 1; stage > 0 && from >= stage - 1; from--)
                {
                    cost += costs[from];
                    double worth = cost <= bound * (1 + 1e-12) ? add(best[stage - 1, from].Worth, cost) : double.PositiveInfinity;
                    if (worth < best[stage, layer].Worth)
                    {
                        best[stage, layer] = (worth, from);
                    }
                }
            }
        }

        int[] last = new int[stages];
        for (int stage = stages, layer = L; stage > 0; layer = best[stage, layer].From, stage--)
        {
            last[stage - 1] = layer;
        }

        return (best[stages, L].Worth, last);
    }
}
