using Apical.Analysis;

namespace Apical.Papers.Lillicrap2016;

/// <summary>The three quantities of supplementary figures 11 and 12, through time.</summary>
internal static class LinearTraces
{
    public static readonly Track TraceABE = new("tr(AᵀBE)"), TraceBW = new("tr(BW)"), Nse = new("NSE");

    /// <summary>The three of them, in the paper's order.</summary>
    public static IReadOnlyList<Track> All { get; } = [TraceABE, TraceBW, Nse];

    /// <summary>Follows a network, some phases with only A or only W learning.</summary>
    /// <param name="flow">Target and feedback.</param>
    /// <param name="state">[A, W]; changed.</param>
    /// <param name="phases">How long each lasts, and what learns in it.</param>
    /// <param name="points">Times per phase at which the quantities are noted, equally spaced; the beginning is noted too.</param>
    /// <param name="report">Is told the fraction that is done.</param>
    public static Measurements Follow(LinearNetworkFlow flow, Matrix[] state,
        IReadOnlyList<(double Duration, bool LearnsA, bool LearnsW)> phases, int points, Action<double> report)
    {
        var found = new Measurements();
        Note(found, flow, state);
        for (int p = 0; p < phases.Count; p++)
        {
            (double duration, bool learnsA, bool learnsW) = phases[p];
            var integrator = new OdeIntegrator(flow.Field(HiddenPath.FeedbackAlignment, learnsA, learnsW));
            for (int i = 0; i < points; i++)
            {
                integrator.AdvanceAdaptively(state, duration * i / points, duration * (i + 1) / points, 1e-6, 1e-8);
                Note(found, flow, state);
                report((p + ((i + 1.0) / points)) / phases.Count);
            }
        }

        return found;
    }

    /// <summary>Whether tr(AᵀBE) is positive from a point on until the error is all but gone: until NSE is 10⁻⁶.</summary>
    public static bool StaysAligned(Measurements run, int from) =>
        run[TraceABE].Zip(run[Nse]).Skip(from).All(at => at.First > 0 || at.Second < 1e-6);

    /// <summary>The lines of all runs, under one name.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="times">When the numbers were noted.</param>
    /// <param name="track">Which numbers.</param>
    public static IReadOnlyList<Series> Lines(IEnumerable<Measurements> runs, IReadOnlyList<double> times, Track track) =>
        [.. runs.Select(run => new Series("runs", Mark.Line, times, run[track]))];

    private static void Note(Measurements found, LinearNetworkFlow flow, Matrix[] state) =>
        found.Add(TraceABE, flow.TraceABE(state)).Add(TraceBW, flow.TraceBW(state)).Add(Nse, JobContext.Finite(flow.Nse(state)));
}
