using Apical.Data;
using Apical.Specs;
using Apical.Training;

namespace Apical.Papers.Lillicrap2016;

/// <summary>A row of note 5's results, or of notes 6 and 7: a network, a rule, and the published error.</summary>
/// <param name="Name">The condition.</param>
/// <param name="Net">Units per layer.</param>
/// <param name="Rule">The rule, with the scale of its feedback.</param>
/// <param name="Rate">Learning rate before the first drop.</param>
/// <param name="Published">Test error in percent.</param>
internal sealed record MnistRow(string Name, string Net, string Rule, double Rate, double Published)
{
    private const string Source = "activation from the note; initialiser and scale of the feedback tuned by hand, our choice";
    private const string Tuned = "by hand, our choice";
    private const double Target = 0.9, Decay = 1e-6, FirstDrop = 0.7, SecondDrop = 0.9;
    private const int BatchSize = 100;

    /// <summary>Replicates of a row.</summary>
    public static Setting<int> Runs { get; } = new("runs", 5, 1, "note 5");

    /// <summary>What all rows share.</summary>
    public static Told Common { get; } = new(
        "all rows",
        FormattableString.Invariant($"targets ±{Target}, squared error, tanh outputs, inputs of mean 0 and sd 1, batch {BatchSize}, weight decay {Decay:0e-0}"),
        "notes 2 and 5");

    /// <summary>How the learning rate falls.</summary>
    public static Told Schedule { get; } = new(
        "learning rate", FormattableString.Invariant($"a tenth after {100 * FirstDrop} % and again after {100 * SecondDrop} % of the epochs"),
        "note 5 says: by an order of magnitude once progress had slowed, twice");

    /// <summary>Data set.</summary>
    public Need Data { get; init; } = Need.Mnist;

    /// <summary>Activation of the hidden layers.</summary>
    public string Activation { get; init; } = "tanh";

    /// <summary>How forward weights are drawn.</summary>
    public string Initialiser { get; init; } = "uniform-fan-in";

    /// <summary>Dropout of hidden units.</summary>
    public double Dropout { get; init; }

    /// <summary>Distortion of the training images.</summary>
    public Written<Augmentation>? Augment { get; init; }

    /// <summary>Epochs.</summary>
    public (int Paper, int Quick) Epochs { get; init; } = EpochsOf(30);

    /// <summary>A stricter <see cref="Bound"/> than the default one, or null.</summary>
    public double? AtMost { get; init; }

    /// <summary>The error in percent up to which the published one counts as reached; by default three standard errors of the test set above it.</summary>
    public double Bound => AtMost ?? Published + (3 * Math.Sqrt(Published * (100 - Published) / 10_000));

    /// <summary>Time relative to the first row.</summary>
    public double Cost { get; init; } = 1;

    /// <summary>As parameters of the experiment.</summary>
    public IEnumerable<ISetting> Settings => [new Told(Name, Text, Source), OwnNet, OwnRate, OwnEpochs];

    /// <summary>Epochs of a row, so many at the paper's scale.</summary>
    public static (int Paper, int Quick) EpochsOf(int paper) => (paper, 8);

    /// <summary>How many training samples the rows of an experiment take: all of them at the paper's scale.</summary>
    /// <param name="name">What the samples are.</param>
    /// <param name="source">Where it stands.</param>
    public static Setting<int?> SamplesOf(string name, string source) => new(name, null, 6000, source);

    /// <summary>What to train.</summary>
    /// <param name="setup">The scale, the seed and whose data.</param>
    /// <param name="samples">Training samples.</param>
    public Recipe Recipe(Setup setup, Setting<int?> samples)
    {
        int epochs = OwnEpochs.At(setup.Scale);
        return new()
        {
            Data = new()
            {
                Set = setup.Choose(Data),
                Folder = setup.DataDir,
                TrainSamples = samples.At(setup.Scale),
                Targets = FormattableString.Invariant($"{-Target},{Target}"),
                Augment = Augment,
            },
            Net = OwnNet.Value,
            Rule = Rule,
            Activation = Activation,
            Loss = "squared-error",
            Output = "tanh",
            Initialiser = Initialiser,
            Dropout = Dropout,
            LearningRate = OwnRate.Value,
            Schedule = FormattableString.Invariant($"step:{(int)Math.Ceiling(FirstDrop * epochs)},{(int)Math.Ceiling(SecondDrop * epochs)}"),
            WeightDecay = Decay,
            Epochs = epochs,
            Batch = BatchSize,
            Seed = setup.Seed,
        };
    }

    private Fixed<string> OwnNet => new($"{Name}: network", Net, "the note");

    private Fixed<double> OwnRate => new($"{Name}: rate", Rate, Tuned);

    private Setting<int> OwnEpochs => new($"{Name}: epochs", Epochs.Paper, Epochs.Quick, Tuned);

    private string Text => $"{Activation}, {Rule}"
        + (Initialiser == "uniform-fan-in" ? "" : $", {Initialiser}")
        + (Dropout > 0 ? FormattableString.Invariant($", dropout {Dropout}") : "")
        + (Augment is null ? "" : $", {Augment}");
}
