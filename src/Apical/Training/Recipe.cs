using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Apical.Data;
using Apical.Learning;
using Apical.Models;
using Apical.Networks;
using Apical.Optimizers;
using Apical.Specs;

namespace Apical.Training;

/// <summary>Everything that determines a training run, in words a person can write on the command line and read in run.json.</summary>
public sealed record Recipe
{
    /// <summary>The word for a loss or an output that follows from the data.</summary>
    public const string Auto = "auto";

    /// <summary>The <see cref="LearningRate"/> that a <see cref="RangeTest"/> is to find before training: not a number.</summary>
    public const double RateToFind = double.NaN;

    private const int HiddenLayersTuned = 3;

    private static readonly JsonSerializerOptions s_json = new()
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),    // a program of one file (dotnet run app.cs) has none by default
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        Converters =
        {
            new JsonStringEnumConverter(JsonNamingPolicy.CamelCase),
            new WrittenConverter<ModelChoice>(), new WrittenConverter<Networks.Activation>(open: Auto), new WrittenConverter<Loss>(open: Auto),
            new WrittenConverter<Networks.Initialiser>(), new WrittenConverter<OptimizerChoice>(), new WrittenConverter<Optimizers.Schedule>(),
            new WrittenConverter<DataEntry>(), new WrittenConverter<NormalisationMethod>(), new WrittenConverter<Augmentation>(open: DataRecipe.None),
            new WrittenConverter<TargetValues>(), new WrittenConverter<NetworkSpec>(), new BatchNormConverter(),
        },
    };

    /// <summary>What it learns from.</summary>
    /// <value>Default: the built-in digits.</value>
    [JsonIgnore]
    public DataRecipe Data { get; init; } = new();

    /// <summary>Units per layer, input first.</summary>
    /// <value>Default null: inputs-200-200-outputs; two hidden layers, because with one fa and dfa are the same.</value>
    public Written<NetworkSpec>? Net { get; init; }

    /// <summary>The rule, with its settings: <c>fa</c>, <c>fa:sparsity=0.5</c>; or a model with dynamics of its own.</summary>
    /// <value>Default bp.</value>
    public Written<ModelChoice> Rule { get; init; } = "bp";

    /// <summary>Activation of the hidden layers.</summary>
    /// <value>Default tanh.</value>
    public Written<Networks.Activation> Activation { get; init; } = "tanh";

    /// <summary>The loss: cross-entropy, binary-cross-entropy, squared-error, or null for auto.</summary>
    /// <value>Default auto: by the targets; binary cross-entropy for one output between 0 and 1, cross-entropy for one output per class, 0 and 1, else squared
    /// error.</value>
    public Written<Loss>? Loss { get; init; }

    /// <summary>Whether samples of rare classes count more.</summary>
    /// <value>Default no: every sample counts once.</value>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]    // recipes from before it have the same checksum
    public ClassWeighting ClassWeights { get; init; }

    /// <summary>Activation of the output layer, or null for auto.</summary>
    /// <value>Default auto: the loss's own, or identity.</value>
    public Written<Networks.Activation>? Output { get; init; }

    /// <summary>How forward weights are drawn.</summary>
    /// <value>Default uniform-fan-in.</value>
    public Written<Networks.Initialiser> Initialiser { get; init; } = "uniform-fan-in";

    /// <summary>Whether layers have biases.</summary>
    /// <value>Default true.</value>
    public bool Bias { get; init; } = true;

    /// <summary>Probability that a hidden unit is silenced in a training step.</summary>
    /// <value>Default 0.</value>
    public double Dropout { get; init; }

    /// <summary>Probability that an input is silenced in a training step.</summary>
    /// <value>Default 0.</value>
    public double InputDropout { get; init; }

    /// <summary>How every layer normalises what it takes in: plain, learned, batch or none. Rules whose algorithm has a form of its own keep it.</summary>
    /// <value>Default null: what the rule is meant for, mostly not.</value>
    public Written<Networks.BatchNorm>? BatchNorm { get; init; }

    /// <summary>The optimizer.</summary>
    /// <value>Default sgd.</value>
    public Written<OptimizerChoice> Optimizer { get; init; } = "sgd";

    /// <summary>The learning rate, or <see cref="RateToFind"/>.</summary>
    /// <value>Default null: <see cref="DefaultRate"/> where that was tuned for the like, which data of the user's own are not;
    /// else, where steps are as long as gradients are, it is to be found.
    /// </value>
    [JsonConverter(typeof(AutoRateConverter))]
    public double? LearningRate { get; init; }

    /// <summary>The rate where nothing else says: with sgd the rule's own (<see cref="Rules.Method.LearningRate"/>), else the optimizer's.</summary>
    [JsonIgnore]
    public double DefaultRate => Optimizer.Value.Info is { Name: not "sgd" } other ? other.LearningRate : Rule.Value.Info.LearningRate;

    /// <summary>Whether a <see cref="RangeTest"/> is to find the learning rate before training.</summary>
    [JsonIgnore]
    public bool SeeksRate => LearningRate is { } rate && double.IsNaN(rate);

    /// <summary>The optimizer of feedback that learns; schedule and weight decay are those of the forward weights.</summary>
    /// <value>Default null: as that of the forward weights.</value>
    public Written<OptimizerChoice>? FeedbackOptimizer { get; init; }

    /// <summary>The learning rate of feedback that learns.</summary>
    /// <value>Default null: that of the forward weights; with sgd the rule's own, with an optimizer of another kind that optimizer's.</value>
    [JsonConverter(typeof(AutoRateConverter))]
    public double? FeedbackLearningRate { get; init; }

    /// <summary>Steps of feedback that learns in each training step.</summary>
    /// <value>Default 1.</value>
    public int FeedbackSteps { get; init; } = 1;

    /// <summary>
    /// Epochs at the start, of those in <see cref="Epochs"/>, in which only feedback that learns does so; rules without such feedback train all the time.
    /// </summary>
    /// <value>Default 0.</value>
    public int FeedbackPretraining { get; init; }

    /// <summary>
    /// Whether feedback that learns and weights do so in turn, an epoch each, the feedback first; rules without such feedback train all the time.
    /// </summary>
    /// <value>Default false.</value>
    public bool FeedbackAlternates { get; init; }

    /// <summary>How the learning rate changes: constant, step:EPOCHS[:FACTOR], linear:EPOCHS, cosine:EPOCHS.</summary>
    /// <value>Default constant.</value>
    public Written<Optimizers.Schedule> Schedule { get; init; } = "constant";

    /// <summary>L2 weight decay of weights and learned feedback.</summary>
    /// <value>Default null: what the rule needs, mostly 0.</value>
    public double? WeightDecay { get; init; }

    /// <summary>Passes over the training set.</summary>
    /// <value>Default 20.</value>
    public int Epochs { get; init; } = 20;

    /// <summary>Epochs without a better validation loss after which a run ends; needs <see cref="DataRecipe.Validation"/>.</summary>
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

    /// <summary>The model whose weights a run begins with.</summary>
    /// <value>Default null: weights are drawn.</value>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]    // recipes from before it have the same checksum
    public StartingPoint? StartFrom { get; init; }

    /// <summary>Reads a recipe that <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">Not a recipe.</exception>
    public static Recipe FromJson(JsonNode json)
    {
        ArgumentNullException.ThrowIfNull(json);
        ILookup<bool, KeyValuePair<string, JsonNode?>> members = json.AsObject().ToLookup(member => DataRecipe.JsonNames.Contains(member.Key));
        return Read<Recipe>(members[false]) with { Data = Read<DataRecipe>(members[true]) };
    }

    /// <summary>The recipe as JSON, defaults included; what says of the data stands beside the rest.</summary>
    public JsonObject ToJson() => Cloned(Written(Data).Concat(Written(this)));

    /// <summary>
    /// The same recipe with every default that hangs on the data, the rule or the optimizer spelled out: what a record of the run should say.
    /// </summary>
    /// <param name="train">The training set.</param>
    /// <exception cref="ArgumentException">An unknown name; the message lists the known ones.</exception>
    public Recipe Resolve(ISamples train)
    {
        ArgumentNullException.ThrowIfNull(train);
        ModelInfo info = Rule.Value.Info;
        Loss loss = info.OwnLoss ?? Loss?.Value ?? TargetLoss.For(train);
        Activation output = info.OwnActivation ?? TargetLoss.OutputOf(Loss?.Value ?? TargetLoss.For(train), softmax: info.OwnLoss is null);
        Written<NetworkSpec> net = Net ?? $"{train.Features}-200-200-{train.Outputs}";
        double rate = LearningRate ?? (HasTunedRate(net.Value, loss) ? DefaultRate : RateToFind);
        return this with
        {
            Data = Data.Resolve(),
            Net = net,
            Loss = new(loss.Name, loss),
            Activation = info.OwnActivation is { } units ? new(units.Name, units) : Activation,
            Output = info.OwnActivation is null && Output is not null ? Output : new(output.Name, output),
            Optimizer = new(Optimizer.Text.ToLowerInvariant(), Optimizer.Value),
            LearningRate = rate,
            FeedbackOptimizer = info.FeedbackLearns && FeedbackOptimizer is { } own ? new(own.Text.ToLowerInvariant(), own.Value) : null,
            FeedbackLearningRate = FeedbackLearningRate ?? (info.FeedbackLearns ? FeedbackRateOf(info) ?? rate : null),
            FeedbackSteps = info.FeedbackLearns ? FeedbackSteps : 1,
            FeedbackPretraining = info.FeedbackLearns ? FeedbackPretraining : 0,
            FeedbackAlternates = info.FeedbackLearns && FeedbackAlternates,
            BatchNorm = BatchNormForm.For(BatchNorm, info),
            WeightDecay = WeightDecay ?? info.WeightDecay,
        };
    }

    /// <summary>The same recipe at a rate that was found; also that of the feedback, where it was to be found.</summary>
    /// <param name="rate">The rate.</param>
    public Recipe At(double rate) => this with
    {
        LearningRate = rate,
        FeedbackLearningRate = FeedbackLearningRate is { } own && double.IsNaN(own) ? rate : FeedbackLearningRate,
    };

    /// <summary>Loads, limits, splits, normalises and augments the data.</summary>
    /// <exception cref="DatasetException">The files are missing or damaged.</exception>
    public DataSplits LoadData() => Data.Load(Seed, Precision);

    /// <summary>Makes the learner of a run.</summary>
    /// <param name="train">The training set: it gives the widths that <see cref="Net"/> leaves open.</param>
    /// <param name="run">Number of the run, from 1. Runs of the same number start from the same weights whatever the rule.</param>
    /// <param name="pool">Threads for large operations, or null.</param>
    /// <param name="start">Weights to begin with. Default: those that <see cref="StartFrom"/> leads to, if it is given.</param>
    /// <exception cref="ArgumentException">A setting that does not fit; the message says which and what would.</exception>
    public ILearner MakeLearner(ISamples train, int run, WorkerPool? pool = null, StartingWeights? start = null)
    {
        Recipe r = Resolve(train);
        NetworkFit.Require(r.Net!.Value, r.Net.Text, train);
        TargetLoss.Check(r.Loss!.Value, train);
        TargetLoss.CheckShares(Rule, train);
        double rate = r.SeeksRate ? DefaultRate : r.LearningRate!.Value, feedbackRate = r.FeedbackLearningRate is { } own && !double.IsNaN(own) ? own : rate;
        Optimizer optimizer = r.Optimizer.Value.Make(rate, r.WeightDecay!.Value, Schedule.Value);
        Optimizer feedback = (r.FeedbackOptimizer ?? r.Optimizer).Value.Make(feedbackRate, r.WeightDecay.Value, Schedule.Value);
        start ??= StartFrom?.Read();
        ILearner learner = Rule.Value.Make(new()
        {
            Net = r.Net.Value,
            Rng = RngOf(run),
            Optimizer = optimizer,
            FeedbackOptimizer = feedback,
            FeedbackSteps = r.FeedbackSteps,
            FeedbackPretraining = r.FeedbackPretraining,
            FeedbackAlternates = r.FeedbackAlternates,
            Hidden = Activation.Value,
            Loss = ClassWeights == ClassWeighting.None ? r.Loss.Value : Balance.Of(r.Loss.Value, train),
            Output = r.Output!.Value,
            Initialiser = Initialiser.Value,
            Bias = Bias,
            Dropout = Dropout,
            InputDropout = InputDropout,
            BatchNorm = r.BatchNorm!.Value,
            Precision = Precision,
            Start = start,
            Pool = pool,
        });
        Rules.FeedbackBalance.Begin(learner.Capability<Rules.LearningRule>(), train, start?.FeedbackTaken ?? []);
        return start is null or { Summary: not null } ? learner
            : throw new ArgumentException($"{Rule} is a model of its own kind, which does not begin with the weights of another. Train it from its beginning.");
    }

    /// <summary>Makes the trainer of a run.</summary>
    /// <param name="learner">From <see cref="MakeLearner"/>, or any other.</param>
    /// <param name="train">The training set, or what makes its samples.</param>
    /// <param name="run">Number of the run, from 1.</param>
    public Trainer MakeTrainer(ILearner learner, ITrainingData train, int run) =>
        new(learner, train, RngOf(run).Fork("batches"), new() { Epochs = Epochs, BatchSize = Batch });

    /// <summary>Whether the default rate was tuned for the like (docs/tuning.md: images of digits), or does not hang on how long gradients are.</summary>
    private bool HasTunedRate(NetworkSpec net, Loss loss) => !Optimizer.Value.Info.StepsScale
        || (!Data.Set.Value.IsYours
            && (Rule.Value.Info.OwnLoss is not null || (Activation.Value == Networks.Activation.Tanh && loss == Networks.Loss.CrossEntropy))
            && net.Layers.Count <= HiddenLayersTuned + 1 && net.Layers.All(layer => layer is DenseSpec));

    // null for the rate of the weights
    private double? FeedbackRateOf(ModelInfo info) => (FeedbackOptimizer ?? Optimizer).Value.Info is var feedback && feedback.Name == "sgd"
        ? info.FeedbackLearningRate : feedback.Name == Optimizer.Value.Info.Name ? null : feedback.LearningRate;

    private static T Read<T>(IEnumerable<KeyValuePair<string, JsonNode?>> members) => Cloned(members).Deserialize<T>(s_json)!;

    private static JsonObject Written<T>(T part) => JsonSerializer.SerializeToNode(part, s_json)!.AsObject();

    private static JsonObject Cloned(IEnumerable<KeyValuePair<string, JsonNode?>> members) =>
        new(members.Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));

    private Rng RngOf(int run) => new Rng(Seed).Fork("run", run);
}
