using Apical.Report;
using Apical.Runs;
using static Apical.Tests.Report.SampleRun;

namespace Apical.Tests.Report;

/// <summary>Experiments with everything a page has to draw.</summary>
internal static class SampleReproduction
{
    public static Reproduction Empty(string id = "doe2016/f1") => new()
    {
        Id = id,
        Title = "A figure of a paper",
        Paper = "J. Doe, A rule, Journal 1 (2016)",
        Scale = Scale.Quick,
        Status = RunStatus.Finished,
        Command = $"apical reproduce {id}",
        Seed = 1,
        ApicalVersion = "9.9.9",
        Machine = new MachineFacts(".NET 10.0.9", "an OS", "X64", "a CPU", 2, 512),
        Seconds = 75,
    };

    public static Reproduction With(params Chart[] charts) => Empty() with { Pictures = [new("A picture", "A caption.") { Charts = charts }] };

    public static Reproduction With(Series series, Axis? x = null, Axis? y = null) =>
        With(new Chart("", x ?? new Axis("time"), y ?? new Axis("value"), [series]));

    /// <summary>Writes it as an experiment does, with its CSV files.</summary>
    public static string Write(string folder, Reproduction result)
    {
        Directory.CreateDirectory(folder);
        result.Write(folder);
        PictureCsv.Write(folder, result.Pictures);
        return folder;
    }

    public static string Page(string folder, Reproduction result, ChartScripts? scripts = null) =>
        File.ReadAllText(ReproductionPage.Write([Write(folder, result)], Path.Combine(folder, "report.html"), scripts ?? FakeScripts));

    /// <summary>Every mark, both kinds of axes, categories, images, a claim that does not hold, failures, notes.</summary>
    public static Reproduction Everything()
    {
        var rng = new Rng(3);
        double[] epochs = [.. Enumerable.Range(0, 61).Select(i => (double)i)];
        Series Course(string name, double rate, bool dashed = false) =>
            new(name, Mark.Line, epochs, [.. epochs.Select(t => t is 30 && !dashed ? double.NaN : Math.Exp(-rate * t))])
            {
                Low = dashed ? null : [.. epochs.Select(t => 0.8 * Math.Exp(-rate * t))],
                High = dashed ? null : [.. epochs.Select(t => 1.25 * Math.Exp(-rate * t))],
                Dashed = dashed,
            };
        double[] path = [.. Enumerable.Range(0, 9000).Select(i => i / 100.0)];
        var grid = (from x in Enumerable.Range(-5, 11) from y in Enumerable.Range(-5, 11) select (X: x / 2.5, Y: y / 2.5)).ToList();
        double[] Normal(int count, double mean) => [.. Enumerable.Range(0, count).Select(_ => mean + Enumerable.Range(0, 12).Sum(_ => rng.NextDouble()) - 6)];
        string[] methods = ["backprop", "feedback alignment", "direct feedback alignment", "shallow"];
        return Empty() with
        {
            Claims =
            [
                Claim.AtMost("Feedback alignment reaches the error of backprop", "2.1 %", 2.08, 2.3, " %", 2.1, 0.05),
                Claim.Between("The angle between both updates falls below a right angle in every layer", "about 45° after two epochs (figure 2b)", 91.2, 0,
                    60, "°", 45),
                Claim.AtLeast("Shallow learning is worse", "10.2 %", 9.8, 8, " %", 10.2),
            ],
            Notes = ["Stand-in: digits of 8 × 8 pixels in place of MNIST, which is not among the files at hand.",
                "The paper's equation 4 lacks a transpose; the sizes fit only with it."],
            Settings = [new("learning rate", "0.001", "page 9, Methods"), new("hidden units", "30", "page 9"), new("weight decay", "1e-6", "our choice"),
                new("network", "30-20-10", "supplement, note 7")],
            Groups = [new("bp", 20, 0, [], 31.4), new("fa", 18, 2, ["the loss is not a number at step 311"], 75.1)],
            Pictures =
            [
                new("Learning curves and what is reached",
                    "a, squared error on a logarithmic axis: means over 20 runs, bands are one standard deviation. b, error at the end. c, angle over time. "
                    + "d, the same as b, as points.")
                {
                    Columns = 2,
                    Charts =
                    [
                        new("a", new Axis("epoch"), new Axis("normalised squared error") { Logarithmic = true },
                            [Course("backprop", 0.2), Course("feedback alignment", 0.1), Course("theory", 0.15, true)]),
                        new("b", new Axis("") { Categories = methods }, new Axis("test error (%)"),
                        [
                            new("quick", Mark.Bar, [0, 1, 2, 3], [2.4, 2.1, 2.6, 10.2]) { Low = [2.3, 2, 2.4, 10], High = [2.5, 2.2, 2.8, 10.4] },
                            new("paper", Mark.Bar, [0, 1, 2], [2.2, 1.9, 2.3]) { Low = [2.1, 1.8, 2.2], High = [2.3, 2, 2.4] },
                        ]),
                        new("c", new Axis("examples") { Logarithmic = true }, new Axis("angle (°)") { Min = 0, Max = 100 },
                        [
                            new("feedback alignment", Mark.LineAndPoints, [0, 10, 100, 1000, 10000], [90, 85, 60, 40, 20]) { Low = [88, 80, 55, 37, 18],
                                High = [92, 90, 65, 43, 22] },
                            new("chance", Mark.Line, [1, 10000], [90, 90]) { Dashed = true },
                        ]),
                        new("d", new Axis("hidden units"), new Axis("test error (%)"),
                            [new("feedback alignment", Mark.Point, [10, 20, 30, 40], [5, 4, 3, 2.5]) { Low = [4.5, 3.8, 2.9, 2.4],
                                High = [5.5, 4.2, 3.1, 2.6] }, new("backprop", Mark.Point, [10, 20, 30, 40], [4, 3.2, 2.8, 2.6])]),
                    ],
                },
                new("Flow, cloud, spread and a long line", "a, arrows point along the flow. b, 7500 points. c, two histograms. d, a long line with one spike.")
                {
                    Columns = 3,
                    Charts =
                    [
                        new("a", new Axis("w₁"), new Axis("w₂"),
                        [
                            new("flow", Mark.Arrow, [.. grid.Select(at => at.X)], [.. grid.Select(at => at.Y)]) { Dx = [.. grid.Select(at => -0.12 * at.Y)],
                                Dy = [.. grid.Select(at => 0.12 * at.X)] },
                            new("path", Mark.Line, [.. path.Take(629).Select(Math.Cos)], [.. path.Take(629).Select(Math.Sin)]),
                        ]),
                        new("b", new Axis("x"), new Axis("y"), [new("cloud", Mark.Dot, Normal(7500, 0), Normal(7500, 0)), new("mean", Mark.Point, [0], [0])]),
                        new("c", new Axis("angle (°)"), new Axis("layers"),
                            [Series.Histogram("before", Normal(500, 0), -4, 6, 20), Series.Histogram("after", Normal(500, 2), -4, 6, 20)]),
                        new("d", new Axis("step"), new Axis("loss"),
                            [new("loss", Mark.Line, [.. path.Select((_, i) => (double)i)], [.. path.Select((t, i) => i == 4321 ? 3 : Math.Cos(t / 5))])]),
                    ],
                },
                new("Receptive fields", "What the first units respond to.")
                {
                    Images = [new("First layer", 8, 8,
                        [.. Enumerable.Range(0, 23).Select(k =>
                        (IReadOnlyList<double>)[.. Enumerable.Range(0, 64).Select(i => Math.Sin((k + 1) * (i % 8) / 8.0) * Math.Cos(k * (i / 8) / 8.0))])])],
                },
            ],
        };
    }
}
