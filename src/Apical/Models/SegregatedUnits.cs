using Apical.Learning;

namespace Apical.Models;

/// <summary>
/// What every unit of <see cref="SegregatedDendrites"/> holds, for samples that are simulated side by side: a sample a row, so that one alone is a view.
/// </summary>
/// <remarks>Entry i of a list is layer i, <c>[samples, n_i]</c>; the input is layer 0. What a layer does not have is an empty matrix.</remarks>
internal sealed class SegregatedUnits
{
    private const int Lists = 15;

    private readonly Dictionary<int, SegregatedUnits> _first = [];

    /// <summary>Units at rest.</summary>
    /// <param name="n">Units of each layer, the input first.</param>
    /// <param name="samples">How many samples.</param>
    /// <param name="precision">Of all.</param>
    public SegregatedUnits(IReadOnlyList<int> n, int samples, Precision precision)
        : this(n.Count - 1, samples, (i, _, has) => new Matrix(samples, has ? n[i] : 0, precision))
    {
    }

    private SegregatedUnits(int last, int samples, Func<int, int, bool, Matrix> make)
    {
        Samples = samples;
        int list = 0;
        Matrix[] Of(int from, int to)
        {
            int number = list++;
            return All[number] = [.. Enumerable.Range(0, last + 1).Select(i => make(i, number, i >= from && i <= to))];
        }

        (V, Slow, Fast, H) = (Of(1, last), Of(0, last), Of(0, last), Of(0, last));
        (Drive, BasalSlow, BasalFast, Basal) = (Of(1, last), Of(1, last), Of(1, last), Of(1, last));
        (ApicalSlow, ApicalFast, Apical) = (Of(1, last - 1), Of(1, last - 1), Of(1, last));
        (Heard, MeanV, Before, After) = (Of(0, last), Of(1, last), Of(1, last - 1), Of(1, last));
    }

    /// <summary>How many samples.</summary>
    public int Samples { get; }

    /// <summary><c>[samples, n_i]</c>: V, the somatic voltage. Lasts from sample to sample.</summary>
    public Matrix[] V { get; }

    /// <summary><c>[samples, n_i]</c>: The slow part of the unit's own spikes through κ. Lasts from sample to sample.</summary>
    public Matrix[] Slow { get; }

    /// <summary><c>[samples, n_i]</c>: The fast part. Lasts from sample to sample.</summary>
    public Matrix[] Fast { get; }

    /// <summary><c>[samples, n_i]</c>: σ(V): the rate as a fraction of φ_max; of the input what the sample says.</summary>
    public Matrix[] H { get; }

    /// <summary><c>[samples, n_i]</c>: What the spikes of this step bring, before κ.</summary>
    public Matrix[] Drive { get; }

    /// <summary><c>[samples, n_i]</c>: The slow part of what came to the basal dendrite.</summary>
    public Matrix[] BasalSlow { get; }

    /// <summary><c>[samples, n_i]</c>: The fast part.</summary>
    public Matrix[] BasalFast { get; }

    /// <summary><c>[samples, n_i]</c>: V^b.</summary>
    public Matrix[] Basal { get; }

    /// <summary><c>[samples, n_i]</c>: The slow part of what came to the apical dendrite.</summary>
    public Matrix[] ApicalSlow { get; }

    /// <summary><c>[samples, n_i]</c>: The fast part.</summary>
    public Matrix[] ApicalFast { get; }

    /// <summary><c>[samples, n_i]</c>: V^a of hidden units; of output units g_E E_E + g_I E_I, with which the teacher pulls.</summary>
    public Matrix[] Apical { get; }

    /// <summary><c>[samples, n_i]</c>: s̄^f: mean of the spikes through κ in the forward phase.</summary>
    public Matrix[] Heard { get; }

    /// <summary><c>[samples, n_i]</c>: V̄^f: mean voltage in the forward phase.</summary>
    public Matrix[] MeanV { get; }

    /// <summary><c>[samples, n_i]</c>: Mean V^a in the forward phase, of which the plateau potential is α^f = σ(·).</summary>
    public Matrix[] Before { get; }

    /// <summary><c>[samples, n_i]</c>: The same in the target phase, for α^t; of output units their mean rate there, φ^{1*}/φ_max.</summary>
    public Matrix[] After { get; }

    private Matrix[][] All { get; } = new Matrix[Lists][];

    /// <summary>Some samples, over the same memory.</summary>
    /// <param name="first">The first.</param>
    /// <param name="count">How many.</param>
    public SegregatedUnits View(int first, int count) => new(V.Length - 1, count, (i, list, _) => All[list][i].RowView(first, count));

    /// <summary>The first samples; asked again it is the same object.</summary>
    /// <param name="count">How many.</param>
    public SegregatedUnits First(int count)
    {
        if (count == Samples)
        {
            return this;
        }

        if (!_first.TryGetValue(count, out SegregatedUnits? units))
        {
            _first.Add(count, units = View(0, count));
        }

        return units;
    }

    /// <summary>Puts all units to rest.</summary>
    public void Clear()
    {
        foreach (Matrix[] list in All)
        {
            foreach (Matrix matrix in list)
            {
                matrix.Fill(0);
            }
        }
    }

    /// <summary>Takes over everything.</summary>
    /// <param name="other">As many samples, as wide.</param>
    public void CopyFrom(SegregatedUnits other)
    {
        for (int list = 0; list < All.Length; list++)
        {
            for (int i = 0; i < V.Length; i++)
            {
                All[list][i].CopyFrom(other.All[list][i]);
            }
        }
    }

    /// <summary>Adds what lasts from sample to sample.</summary>
    /// <param name="state">Receives it.</param>
    public LearnerState AddTo(LearnerState state)
    {
        for (int i = 0; i < V.Length; i++)
        {
            _ = i > 0 ? state.Add(NameOf("V", i), V[i]) : state;
            state.Add(NameOf("slow", i), Slow[i]).Add(NameOf("fast", i), Fast[i]);
        }

        return state;
    }

    /// <summary>How many samples a saved state holds; null when it holds none.</summary>
    /// <param name="state">From <see cref="AddTo"/>.</param>
    public static int? SamplesIn(LearnerState state) => state.Matrices.GetValueOrDefault(NameOf("V", 1))?.Rows;

    /// <summary>Takes over what lasts of the samples that both have.</summary>
    /// <param name="other">As wide.</param>
    public void TakeFrom(SegregatedUnits other)
    {
        int both = Math.Min(Samples, other.Samples);
        (SegregatedUnits mine, SegregatedUnits theirs) = (First(both), other.First(both));
        for (int i = 0; i < V.Length; i++)
        {
            mine.V[i].CopyFrom(theirs.V[i]);
            mine.Slow[i].CopyFrom(theirs.Slow[i]);
            mine.Fast[i].CopyFrom(theirs.Fast[i]);
        }
    }

    private static string NameOf(string what, int layer) => $"units/{what}{layer}";
}
