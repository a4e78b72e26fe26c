using Apical.Data;
using Apical.Training;

namespace Apical.Papers.Beyond;

/// <summary>
/// Whether a third hidden layer helps segregated dendrites: every hidden layer hears the output straight, and the paper found no gain beyond two
/// (meulemans2019, 6.8, takes that for a limit of the model).
/// </summary>
internal sealed class SegregatedDepth : Experiment
{
    private const double Margin = 0.3;                  // points: ours

    private static readonly Setting<int> s_runs = new("runs", 5, 2, "our choice");
    private static readonly Setting<int> s_samples = new("training images", 10_000, 500, "our choice");
    private static readonly Setting<int?> s_tests = new("test images", null, 300, "our choice");
    private static readonly Setting<int> s_epochs = new("epochs", 15, 3, "our choice");
    private static readonly Fixed<int> s_units = new("units of each hidden layer", 100, "our choice");
    private static readonly Fixed<int> s_deepest = new("most hidden layers", 3, "our choice");
    private static readonly Fixed<int> s_batch = new("batch", 1, "paper");
    private static readonly Fixed<double> s_rate = new("rate", 0.21, "paper, with one hidden layer");
    private static readonly Fixed<double> s_outputStep = new(
        "rate of the output over the others' with two hidden layers or more", 0.12 / 0.23, "paper, with two hidden layers");

    public override string Id => "beyond/segregated-depth";

    public override string Title => "one, two and three hidden layers of segregated dendrites, by rates";

    public override Citation Paper => BeyondPapers.Citation;

    public override IReadOnlyList<Need> Needs => [Need.Mnist];

    public override Duration Takes => new(0.2, 25);

    public override IReadOnlyList<ISetting> Settings => [s_runs, s_samples, s_tests, s_epochs, s_units, s_deepest, s_batch, s_rate, s_outputStep];

    public override IReadOnlyList<Job> Jobs(Setup setup)
    {
        var data = new Lazy<DataSplits>(RecipeOf(setup, 1).LoadData);
        return
        [
            .. from run in Enumerable.Range(1, s_runs.At(setup.Scale))
               from depth in Enumerable.Range(1, s_deepest.Value)
               select new Job(Name(depth), run, context => context.Train(RecipeOf(setup, depth), data.Value)) { Cost = depth + 3 },
        ];
    }

    public override Outcome Conclude(Setup setup, Results results)
    {
        string[] names = [.. Enumerable.Range(1, s_deepest.Value).Select(Name)];
        double Error(int depth) => TestErrors.Last(results, Name(depth)).Mean;
        return new(
            setup.Scale == Scale.Quick
                ? [setup.OrderAtQuick(Claim.AtMost("one hidden layer: test error", "it learns", Error(1), 85, " %"))]
                :
                [
                    Claim.AtLeast("three hidden layers: error less that of two", "more than two bring no gain", Error(3) - Error(2), -Margin, " points"),
                    Claim.AtLeast("one hidden layer: error less that of two", "a second one helps", Error(1) - Error(2), 0, " points"),
                ],
            [TestErrors.Courses(results, names)])
        {
            Notes = [$"Test errors at the end: {string.Join(", ", names.Select(name => $"{name} {Text(TestErrors.Last(results, name))}"))}."],
        };

        static string Text(Spread error) => FormattableString.Invariant($"{error.Mean:0.00} ± {error.Sd:0.00} %");
    }

    private static string Name(int depth) => depth == 1 ? "1 hidden layer" : $"{depth} hidden layers";

    private static Recipe RecipeOf(Setup setup, int depth) => new()
    {
        Data = new()
        {
            Set = setup.Choose(Need.Mnist),
            Folder = setup.DataDir,
            Normalise = "unit",
            TrainSamples = s_samples.At(setup.Scale),
            TestSamples = s_tests.At(setup.Scale),
        },
        Net = $"784-{string.Join('-', Enumerable.Repeat(s_units.Value, depth))}-10",
        Rule = depth == 1 ? "segregated-dendrites:mode=rate"
            : FormattableString.Invariant($"segregated-dendrites:mode=rate:output-step={s_outputStep.Value:R}"),
        Epochs = s_epochs.At(setup.Scale),
        Batch = s_batch.Value,
        LearningRate = s_rate.Value,
        Seed = setup.Seed,
    };
}
