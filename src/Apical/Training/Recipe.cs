using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Apical.Data;
using Apical.Networks;
using Apical.Numerics.Kernels;
using Apical.Numerics.Matrices;
using Apical.Numerics.Random;
using Apical.Optimizers;
using Apical.Rules;

namespace Apical.Training;

/// <summary>Everything that determines a training run, in words a person can write on the command line and read in run.json.</summary>
public sealed record Recipe
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>The data set.</summary>
    /// <value>Default digits, the built-in set.</value>
    public string Data { get; init; } = "digits";

    /// <summary>Where its files are.</summary>
    /// <value>Default null: where <c>apical data get</c> puts them.</value>
    public string? DataDir { get; init; }

    /// <summary>Training samples to use at most.</summary>
    /// <value>Default null: all.</value>
    public int? TrainSamples { get; init; }

    /// <summary>Test samples to use at most.</summary>
    /// <value>Default null: all.</value>
    public int? TestSamples { get; init; }

    /// <summary>Training samples held out for validation: the same ones in every run, drawn by the seed.</summary>
    /// <value>Default 0: none.</value>
    public int Validation { get; init; }

    /// <summary>How inputs are normalised: none, unit, whole, feature or a range; fitted on the training set.</summary>
    /// <value>Default whole: mean 0 and standard deviation 1 over all pixels, as in lillicrap2016.</value>
    public string Normalise { get; init; } = "whole";

    /// <summary>How training images are changed each time they are drawn: none, or elastic distortion.</summary>
    /// <value>Default none. Else <c>elastic:alpha=34:sigma=4</c>, see <see cref="Elastic"/>.</value>
    public string Augment { get; init; } = "none";

    /// <summary>Target values of the other classes and of the right one.</summary>
    /// <value>Default 0,1. lillicrap2016 uses −0.9,0.9 with the squared error.</value>
    public string Targets { get; init; } = "0,1";

    /// <summary>Units per layer, input first.</summary>
    /// <value>Default null: inputs-200-200-outputs; two hidden layers, because with one fa and dfa are the same.</value>
    public string? Net { get; init; }

    /// <summary>The rule, with its settings: <c>fa</c>, <c>fa:sparsity=0.5</c>.</summary>
    /// <value>Default bp.</value>
    public string Rule { get; init; } = "bp";

    /// <summary>Activation of the hidden layers.</summary>
    /// <value>Default tanh.</value>
    public string Activation { get; init; } = "tanh";

    /// <summary>The loss: cross-entropy, binary-cross-entropy, squared-error, or auto.</summary>
    /// <value>Default auto: by the targets; binary cross-entropy for one output between 0 and 1, cross-entropy for one output per class, 0 and 1, else squared error.</value>
    public string Loss { get; init; } = "auto";

    /// <summary>Activation of the output layer.</summary>
    /// <value>Default auto: the loss's own, or identity.</value>
    public string Output { get; init; } = "auto";

    /// <summary>How forward weights are drawn.</summary>
    /// <value>Default uniform-fan-in.</value>
    public string Initialiser { get; init; } = "uniform-fan-in";

    /// <summary>Whether layers have biases.</summary>
    /// <value>Default true.</value>
    public bool Bias { get; init; } = true;

    /// <summary>Probability that a hidden unit is silenced in a training step.</summary>
    /// <value>Default 0.</value>
    public double Dropout { get; init; }

    /// <summary>Whether every layer normalises its input over the batch.</summary>
    /// <value>Default null: what the rule is meant for, mostly not.</value>
    public bool? BatchNorm { get; init; }

    /// <summary>The optimizer.</summary>
    /// <value>Default sgd.</value>
    public string Optimizer { get; init; } = "sgd";

    /// <summary>The learning rate.</summary>
    /// <value>Default null: with sgd the rule's own (<see cref="RuleInfo.LearningRate"/>), else the optimizer's.</value>
    public double? LearningRate { get; init; }

    /// <summary>The learning rate of feedback that learns.</summary>
    /// <value>Default null: that of the forward weights.</value>
    public double? FeedbackLearningRate { get; init; }

    /// <summary>Steps of feedback that learns in each training step.</summary>
    /// <value>Default 1.</value>
    public int FeedbackSteps { get; init; } = 1;

    /// <summary>Epochs at the start, of those in <see cref="Epochs"/>, in which only feedback that learns does so; rules without such feedback train all the time.</summary>
    /// <value>Default 0.</value>
    public int FeedbackPretraining { get; init; }

    /// <summary>How the learning rate changes: constant, step:EPOCHS[:FACTOR], linear:EPOCHS, cosine:EPOCHS.</summary>
    /// <value>Default constant.</value>
    public string Schedule { get; init; } = "constant";

    /// <summary>L2 weight decay of weights and learned feedback.</summary>
    /// <value>Default null: what the rule needs, mostly 0.</value>
    public double? WeightDecay { get; init; }

    /// <summary>Passes over the training set.</summary>
    /// <value>Default 20.</value>
    public int Epochs { get; init; } = 20;

    /// <summary>Epochs without a better validation loss after which a run ends; needs <see cref="Validation"/>.</summary>
    /// <value>Default null: all epochs are done.</value>
    public int? EarlyStop { get; init; }

    /// <summary>Samples in a batch.</summary>
    /// <value>Default 32.</value>
    public int Batch { get; init; } = 32;

    /// <summary>The seed; run number r draws from its fork r.</summary>
    /// <value>Default 1.</value>
    public ulong Seed { get; init; } = 1;

    /// <summary>The format of all numbers.</summary>
    /// <value>Default single.</value>
    public Precision Precision { get; init; } = Precision.Single;

    /// <summary>Reads a recipe that <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">Not a recipe.</exception>
    public static Recipe FromJson(JsonNode json) => json.Deserialize<Recipe>(s_json) ?? throw new JsonException("Expected the settings of a run, got null.");

    /// <summary>The recipe as JSON, defaults included.</summary>
    public JsonObject ToJson() => JsonSerializer.SerializeToNode(this, s_json)!.AsObject();

    /// <summary>Reads <see cref="Targets"/>.</summary>
    /// <exception cref="ArgumentException">Not two rising numbers.</exception>
    public static (double Low, double High) ParseTargets(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split(',');
        return parts.Length == 2 && double.TryParse(parts[0], CultureInfo.InvariantCulture, out double low)
            && double.TryParse(parts[1], CultureInfo.InvariantCulture, out double high) && low < high && double.IsFinite(high - low)
            ? (low, high)
            : throw new ArgumentException($"'{text}' are no targets: give two rising numbers such as 0,1 or -0.9,0.9.");
    }

    /// <summary>The same recipe with every default that hangs on the data, the rule or the optimizer spelled out: what a record of the run should say.</summary>
    /// <param name="train">The training set.</param>
    /// <exception cref="ArgumentException">An unknown name; the message lists the known ones.</exception>
    public Recipe Resolve(ISamples train)
    {
        ArgumentNullException.ThrowIfNull(train);
        RuleInfo info = RuleCatalog.Find(RuleSettings.Parse(Rule).Rule);
        OptimizerInfo optimizer = OptimizerCatalog.Find(Optimizer);
        Loss loss = Loss == "auto" ? AutoLoss(train) : Networks.Loss.Parse(Loss);
        double rate = LearningRate ?? (optimizer.Name == "sgd" ? info.LearningRate : optimizer.LearningRate);
        return this with
        {
            Data = DataCatalog.Current.Find(Data).NameIn(DataDir),
            Net = Net ?? $"{train.Features}-200-200-{train.Outputs}",
            Loss = loss.Name,
            Output = Output == "auto" ? (loss.Output ?? Networks.Activation.Identity).Name : Output,
            Optimizer = Optimizer.ToLowerInvariant(),
            LearningRate = rate,
            FeedbackLearningRate = FeedbackLearningRate ?? (info.FeedbackLearns ? (optimizer.Name == "sgd" ? info.FeedbackLearningRate : null) ?? rate : null),
            FeedbackSteps = info.FeedbackLearns ? FeedbackSteps : 1,
            FeedbackPretraining = info.FeedbackLearns ? FeedbackPretraining : 0,
            BatchNorm = BatchNorm ?? info.BatchNorm,
            WeightDecay = WeightDecay ?? info.WeightDecay,
        };
    }

    /// <summary>Loads, limits, splits, normalises and augments the data.</summary>
    /// <exception cref="DatasetException">The files are missing or damaged.</exception>
    public DataSplits LoadData()
    {
        DataEntry entry = DataCatalog.Current.Find(Data);
        var request = new DataRequest { Folder = DataDir, Precision = Precision };
        DataSplits splits = entry.LoadParts(request);
        if (TrainSamples is not null || TestSamples is not null)
        {
            splits = splits.Limit(TrainSamples ?? splits.Train.Count, TestSamples ?? splits.Test.Count);
        }

        if (Validation != 0)
        {
            splits = splits.HoldOut(Validation, new Rng(Seed));
        }

        (double low, double high) = ParseTargets(Targets);
        splits = splits.Normalised(NormalisationMethod.Parse(Normalise), out _);
        splits = entry.IsComposed ? entry.Compose(splits, request, (low, high))
            : (low, high) == (0, 1) || splits.Train.Classes == 0 ? splits
            : splits.Map(set => set.WithTargets(low, high));
        return ElasticImages.Of(splits, Elastic.Parse(Augment));
    }

    /// <summary>Makes the learner of a run.</summary>
    /// <param name="train">The training set: it gives the widths that <see cref="Net"/> leaves open.</param>
    /// <param name="run">Number of the run, from 1. Runs of the same number start from the same weights whatever the rule.</param>
    /// <param name="pool">Threads for large operations, or null.</param>
    /// <exception cref="ArgumentException">A setting that does not fit; the message says which and what would.</exception>
    /// <exception cref="FormatException">A schedule that is none; the message says which there are.</exception>
    public NetworkLearner MakeLearner(ISamples train, int run, WorkerPool? pool = null)
    {
        Recipe r = Resolve(train);
        int[] n = Network.ParseWidths(r.Net!);
        if (n[0] != train.Features || n[^1] != train.Outputs)
        {
            throw new ArgumentException($"{train.Name} has {train.Features} inputs and {train.Outputs} outputs, so the network must be {train.Features}-…-{train.Outputs}, not {r.Net}.");
        }

        CheckTargets(Networks.Loss.Parse(r.Loss), train);
        Rng rng = RngOf(run);
        Network network = Network.Dense(
            r.Net!, rng.Fork("network"), Networks.Activation.Parse(Activation), Networks.Loss.Parse(r.Loss), Networks.Activation.Parse(r.Output),
            Networks.Initialiser.Parse(Initialiser), Bias, Dropout, Precision, r.BatchNorm!.Value);
        LearningRule rule = RuleCatalog.Make(Rule, network, rng.Fork("rule"));
        Optimizer optimizer = Optimizers.Optimizer.Create(r.Optimizer, r.LearningRate, r.WeightDecay!.Value, Optimizers.Schedule.Parse(Schedule));
        Optimizer feedback = optimizer.NewLike();
        feedback.LearningRate = r.FeedbackLearningRate ?? optimizer.LearningRate;
        return new NetworkLearner(rule, optimizer, feedback, pool)
        {
            FeedbackSteps = r.FeedbackSteps,
            FeedbackPretraining = r.FeedbackPretraining,
        };
    }

    /// <summary>Makes the trainer of a run.</summary>
    /// <param name="learner">From <see cref="MakeLearner"/>, or a model of its own.</param>
    /// <param name="train">The training set, or what makes its samples.</param>
    /// <param name="run">Number of the run, from 1.</param>
    public Trainer MakeTrainer(ILearner learner, ITrainingData train, int run) =>
        new(learner, train, RngOf(run).Fork("batches"), new() { Epochs = Epochs, BatchSize = Batch });

    private static Loss AutoLoss(ISamples train)
    {
        (double low, double high) = (train.Summary.Lowest, train.Summary.Highest);
        return train.Classes == 0 ? Networks.Loss.SquaredError
            : train.Outputs == 1 && low >= 0 && high <= 1 ? Networks.Loss.BinaryCrossEntropy
            : train.Outputs == train.Classes && (low, high) == (0, 1) ? Networks.Loss.CrossEntropy
            : Networks.Loss.SquaredError;
    }

    private static void CheckTargets(Loss loss, ISamples train)
    {
        // The output error h − t of these losses is their gradient for such targets only.
        TargetSummary t = train.Summary;
        (double low, double high) = loss == Networks.Loss.CrossEntropy ? (t.LowestSum, t.HighestSum) : (t.Lowest, t.Highest);
        if (loss == Networks.Loss.CrossEntropy && (low < 0.999 || high > 1.001))
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"Cross-entropy needs targets that sum to 1 for each sample; those of {train.Name} sum to {low:0.###} to {high:0.###}. Use the targets 0,1 with one output per class, or the loss squared-error."));
        }

        if (loss == Networks.Loss.BinaryCrossEntropy && (low < 0 || high > 1))
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"Binary cross-entropy needs targets from 0 to 1; those of {train.Name} go from {low:0.###} to {high:0.###}. Use the targets 0,1 or the loss squared-error."));
        }
    }

    private Rng RngOf(int run) => new Rng(Seed).Fork("run", run);
}
