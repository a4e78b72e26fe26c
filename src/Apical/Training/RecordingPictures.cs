using Apical.Data;
using Apical.Learning;
using Apical.Rules;
using Apical.Runs;

namespace Apical.Training;

/// <summary>
/// What a model with dynamics of its own can show of itself: spikes of each layer while it sees and learns a sample, courses of its voltages and rates, and
/// phase portraits.
/// </summary>
public static class RecordingPictures
{
    private const int MostCourses = 12, MostPortraits = 8, MostTogether = 8, FewestPoints = 3;

    /// <summary>The pictures; none for a learner that records nothing (<see cref="IRecords"/>).</summary>
    /// <param name="title">Whose they are, such as the name of the model.</param>
    /// <param name="learner">The learner as it is.</param>
    /// <param name="test">Where the sample comes from.</param>
    /// <param name="sample">The number of the sample, from 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample.</exception>
    public static IReadOnlyList<Picture> Of(string title, ILearner learner, ISamples test, int sample)
    {
        ArgumentNullException.ThrowIfNull(learner);
        ArgumentNullException.ThrowIfNull(test);
        if (sample < 1 || sample > test.Count)
        {
            throw new ArgumentOutOfRangeException(nameof(sample), sample, $"Samples of {test.Name} are counted 1 to {test.Count}.");
        }

        if (learner.Capability<IRecords>() is not { } records)
        {
            return [];
        }

        Matrix x = new(test.Features, 1, learner.Precision), t = new(test.Outputs, 1, learner.Precision);
        int[] labels = test.Classes > 0 ? new int[1] : [];
        test.Gather([sample - 1], x, t, labels);
        return Of(title, records.Record(new Batch(x, t, test.Classes > 0 ? labels : null, [sample - 1])), sample);
    }

    /// <summary>The pictures of one recording.</summary>
    /// <param name="title">Whose they are.</param>
    /// <param name="recording">What happened.</param>
    /// <param name="sample">The number of the sample, from 1.</param>
    public static IReadOnlyList<Picture> Of(string title, Recording recording, int sample)
    {
        ArgumentNullException.ThrowIfNull(recording);
        Stage[] stages = [.. recording.Phases.Select(phase => new Stage(phase.Name, phase.Start))];
        var time = new Axis($"time ({recording.TimeUnit})");
        Chart[] rasters = [.. Rasters(recording, time)], courses = [.. Courses(recording, time)], portraits = [.. Portraits(recording)];
        return
        [
            .. Picture("spikes", "Each dot is a spike, each row a unit, of large layers some, evenly spaced; dashed lines are where phases begin.", 1,
                Staged(rasters)),
            .. Picture("courses", "A few units of each layer over time; dashed lines are where phases begin.", 2, Staged(courses)),
            .. Picture("phase portraits", "Two quantities against each other as time goes on, a line for each phase, with its beginning and its end.", 2,
                portraits),
        ];

        Chart[] Staged(Chart[] charts) => [.. charts.Select(chart => stages.Length == 0 ? chart : chart with { Stages = stages })];

        IEnumerable<Picture> Picture(string what, string caption, int columns, Chart[] charts) => charts.Length == 0 ? [] :
            [new($"{title}: {what} on test sample {sample}", caption) { Charts = charts, Columns = columns }];
    }

    private static IEnumerable<Chart> Rasters(Recording recording, Axis time) =>
        from layer in recording.Spikes.GroupBy(train => train.Layer).OrderBy(layer => layer.Key)
        let spikes = layer.SelectMany(train => train.Times.Select(at => (At: at, train.Unit))).ToArray()
        select new Chart(NameOf(layer.Key), Long(time, recording), new("unit") { Unit = Unit.Count, Min = 0, Max = layer.Max(train => train.Unit) + 1 },
            [new(NameOf(layer.Key), Mark.Dot, [.. spikes.Select(spike => spike.At)], [.. spikes.Select(spike => (double)spike.Unit)])]);

    // All rasters have the same times across, however late the first spike of a layer is.
    private static Axis Long(Axis time, Recording recording)
    {
        double[] all = [.. recording.Times, .. recording.Phases.Select(phase => phase.Start), .. recording.Spikes.SelectMany(train => train.Times)];
        return all.Length == 0 ? time : time with { Min = all.Min(), Max = all.Max() };
    }

    private static IEnumerable<Chart> Courses(Recording recording, Axis time) =>
        (from quantity in recording.Traces.GroupBy(trace => trace.Quantity)
         from layer in quantity.GroupBy(trace => trace.Layer).OrderBy(layer => layer.Key)
         select new Chart($"{quantity.Key}, {NameOf(layer.Key)}", time, new(quantity.Key),
             [.. layer.OrderBy(trace => trace.Unit).Take(MostTogether).Select(trace => new Series($"unit {trace.Unit}", Mark.Line, recording.Times,
                 trace.Values))]))
        .Take(MostCourses);

    // Two compartments of a unit where there are two quantities, and two units of a layer.
    private static IEnumerable<Chart> Portraits(Recording recording)
    {
        IGrouping<int, Trace>[] layers = [.. recording.Traces.GroupBy(trace => trace.Layer).OrderBy(layer => layer.Key)];
        var compartments =
            from layer in layers
            let unit = layer.Min(trace => trace.Unit)
            let traces = layer.Where(trace => trace.Unit == unit).ToArray()
            from pair in traces.Zip(traces.Skip(1))
            select Portrait(recording, $"{NameOf(layer.Key)}, unit {unit}", pair.First, pair.Second, trace => trace.Quantity);
        var units =
            from layer in layers
            let traces = layer.GroupBy(trace => trace.Quantity).First().OrderBy(trace => trace.Unit).Take(2).ToArray()
            where traces.Length == 2
            select Portrait(recording, $"{NameOf(layer.Key)}, {traces[0].Quantity}", traces[0], traces[1], trace => $"unit {trace.Unit}");
        return compartments.Concat(units).OfType<Chart>().Take(MostPortraits);
    }

    /// <summary>Null where there are too few points to be a course: they are numbers, and stand under the courses.</summary>
    private static Chart? Portrait(Recording recording, string title, Trace across, Trace up, Func<Trace, string> name)
    {
        (string Name, int From, int To)[] phases = [.. PhasesOf(recording)];
        return phases.Sum(phase => phase.To - phase.From) < FewestPoints ? null : new(title, new(name(across)), new(name(up)),
        [
            .. phases.Select(phase => new Series(phase.Name, Mark.Line, [.. across.Values.Take(phase.From..phase.To)],
                [.. up.Values.Take(phase.From..phase.To)])),
            new("a phase begins", Mark.Point, [.. phases.Select(phase => across.Values[phase.From])], [.. phases.Select(phase => up.Values[phase.From])]),
            new("a phase ends", Mark.Point, [.. phases.Select(phase => across.Values[phase.To - 1])], [.. phases.Select(phase => up.Values[phase.To - 1])]),
        ]);
    }

    private static IEnumerable<(string Name, int From, int To)> PhasesOf(Recording recording)
    {
        (string Name, double Start)[] phases = recording.Phases.Count > 0 ? [.. recording.Phases] : [("course", double.NegativeInfinity)];
        int[] starts = [.. phases.Select(phase => recording.Times.Count(at => at < phase.Start)), recording.Times.Count];
        return phases.Index().Select(phase => (phase.Item.Name, starts[phase.Index], starts[phase.Index + 1])).Where(phase => phase.Item2 < phase.Item3);
    }

    private static string NameOf(int layer) => layer == 0 ? "input" : $"layer {layer}";
}
