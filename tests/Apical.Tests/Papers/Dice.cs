using Apical.Papers;
using Apical.Runs;
using Apical.Training;

namespace Apical.Tests.Papers;

/// <summary>A small experiment: throws dice, some of which are lost.</summary>
internal sealed class Dice : Experiment
{
    public static readonly Setting<int> Throws = new("throws", 600, 60, "letter of 29 July");

    private static readonly Track s_face = new("face"), s_mean = new("mean");

    private int _worked;

    public override string Id => $"dice1654/{Letter}";

    public override string Title => "A die shows each face as often as any other";

    public override Citation Paper { get; } = new("dice1654", "Pascal, Fermat: Letters, 1654.");

    public override Duration Takes => new(0.01, 0.1);

    /// <summary>Its name within the letters.</summary>
    public string Letter { get; init; } = "fair";

    /// <summary>Replicates per die.</summary>
    public int Runs { get; init; } = 3;

    /// <summary>The replicate of the loaded die that is lost.</summary>
    public int Lost { get; init; } = 2;

    /// <summary>What else happens in each replicate.</summary>
    public Action<JobContext> Meanwhile { get; init; } = _ => { };

    /// <summary>A parameter that a test may change.</summary>
    public string Colour { get; init; } = "white";

    /// <summary>Data that a test has it learn from.</summary>
    public IReadOnlyList<Need> Tables { get; init; } = [];

    public override IReadOnlyList<Need> Needs => Tables;

    /// <summary>A set of data of the name <c>table</c>, with its file.</summary>
    /// <param name="folder">Where to put it.</param>
    /// <param name="entry">One of its numbers.</param>
    public static DataEntry Table(string folder, Func<double> entry)
    {
        Directory.CreateDirectory(Path.Combine(folder, "table"));
        File.WriteAllText(Path.Combine(folder, "table", "table.bin"), "x");
        return new()
        {
            Name = "table",
            Summary = "a table",
            Source = "a test",
            Files = [new RemoteFile("table.bin", 1, new string('0', 64), [])],
            Loader = _ =>
            {
                var set = new Dataset("table/train", Matrix.Of(1, 2, [entry(), 2]), Matrix.Of(1, 2, [0, 1]));
                return new DataSplits(set, null, set);
            },
        };
    }

    /// <summary>Replicates that were computed, not kept.</summary>
    public int Worked => _worked;

    public override IReadOnlyList<ISetting> Settings => [Throws, new Fixed<string>("colour", Colour, "our choice")];

    /// <summary>Whether there is nothing to do without the data.</summary>
    public bool IsSkipped(Setup setup) => Tables.Any(table => table.StandIn is null && !setup.Has(table.Name));

    public override IReadOnlyList<Job> Jobs(Setup setup) => IsSkipped(setup) ? []
        : [.. Enumerable.Range(1, Runs).SelectMany(run => new[] { new Job("fair", run, c => Throw(c, setup, loaded: false)),
            new Job("loaded", run, c => Throw(c, setup, loaded: true)) })];

    public override Outcome Conclude(Setup setup, Results results) => IsSkipped(setup) ? Outcome.Skip("the table is not there") : new(
    [
        Claim.Between("a fair die shows 3.5", "3.5", results.Last("fair", s_mean).Mean, 3, 4, published: 3.5),
        Claim.AtMost("a loaded die shows 3.5, too", "3.5", results.Last("loaded", s_mean).Mean, 4),
    ],
    [
        new Picture("Throws",
            "By die.") { Charts = [new Chart("", new Axis("throw"), new Axis("face"),
            [.. results.Groups.Select(g => Series.Of(g, Enumerable.Range(1, 10_000).Select(i => (double)i), results.Curve(g, s_face)))])] },
    ])
    {
        Notes = ["thrown on felt"],
    };

    private Measurements Throw(JobContext context, Setup setup, bool loaded)
    {
        Interlocked.Increment(ref _worked);
        Meanwhile(context);
        context.Report(0.5);
        if (loaded && context.Run == Lost)
        {
            throw new JobFailedException("the die was lost");
        }

        var rng = context.Rng.Fork("throws");
        double[] faces = [.. Enumerable.Range(0, Throws.At(setup.Scale)).Select(_ => loaded ? 6.0 : 1 + Math.Floor(6 * rng.NextDouble()))];
        return new Measurements().Add(s_face, faces).Add(s_mean, faces.Average());
    }
}
