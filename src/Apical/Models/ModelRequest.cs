using Apical.Networks;
using Apical.Optimizers;

namespace Apical.Models;

/// <summary>What a run asks of a model: its size, and the settings of which it takes those that it has a use for.</summary>
public sealed record ModelRequest
{
    /// <summary>Units per layer and how they are connected: <c>784-200-10</c>, <c>784-6@6x6-10</c>.</summary>
    public required NetworkSpec Net { get; init; }

    /// <summary>Where weights and noise come from: the stream of the run. Networks draw from its fork <c>network</c>, rules from <c>rule</c>.</summary>
    public required Rng Rng { get; init; }

    /// <summary>Moves the weights. The model's own.</summary>
    public required Optimizer Optimizer { get; init; }

    /// <summary>Moves feedback that learns. The model's own.</summary>
    /// <value>Default null: one like <see cref="Optimizer"/>.</value>
    public Optimizer? FeedbackOptimizer { get; init; }

    /// <summary>Steps of feedback that learns in each training step.</summary>
    /// <value>Default 1.</value>
    public int FeedbackSteps { get; init; } = 1;

    /// <summary>Epochs at the start in which only feedback that learns does so.</summary>
    /// <value>Default 0.</value>
    public int FeedbackPretraining { get; init; }

    /// <summary>Whether feedback that learns and weights do so in turn, an epoch each, the feedback first.</summary>
    /// <value>Default false.</value>
    public bool FeedbackAlternates { get; init; }

    /// <summary>Activation of the hidden layers.</summary>
    /// <value>Default tanh.</value>
    public Activation Hidden { get; init; } = Activation.Tanh;

    /// <summary>What is to be made small.</summary>
    /// <value>Default cross-entropy.</value>
    public Loss Loss { get; init; } = Loss.CrossEntropy;

    /// <summary>Activation of the output layer.</summary>
    /// <value>Default null: the loss's own, or identity.</value>
    public Activation? Output { get; init; }

    /// <summary>How forward weights are drawn.</summary>
    /// <value>Default uniform-fan-in.</value>
    public Initialiser Initialiser { get; init; } = Initialiser.UniformFanIn;

    /// <summary>Whether layers have biases.</summary>
    /// <value>Default true.</value>
    public bool Bias { get; init; } = true;

    /// <summary>Probability that a hidden unit is silenced in a training step.</summary>
    /// <value>Default 0.</value>
    public double Dropout { get; init; }

    /// <summary>Probability that an input is silenced in a training step.</summary>
    /// <value>Default 0.</value>
    public double InputDropout { get; init; }

    /// <summary>How every layer normalises what it takes in.</summary>
    /// <value>Default none.</value>
    public BatchNorm BatchNorm { get; init; } = BatchNorm.None;

    /// <summary>The format of all numbers.</summary>
    /// <value>Default single.</value>
    public Precision Precision { get; init; }

    /// <summary>The weights to begin with. A model that can begin with some takes them; one that does not is refused.</summary>
    /// <value>Default null: as they are drawn.</value>
    public StartingWeights? Start { get; init; }

    /// <summary>Sees to it that nothing is asked for that a model with dynamics of its own has no use for: it would be recorded and not done.</summary>
    /// <param name="id">The model.</param>
    /// <exception cref="ArgumentException">Dropout, batch normalisation or class weights are asked for.</exception>
    internal void RequireNoExtras(string id)
    {
        string? trouble = Dropout > 0 ? "silences no units: leave --dropout out"
            : InputDropout > 0 ? "silences no inputs: leave --input-dropout out"
            : BatchNorm != BatchNorm.None ? "does not normalise by the batch: leave --batch-norm out"
            : Loss is WeightedLoss ? "counts all samples alike: leave --class-weights out"
            : null;
        if (trouble is not null)
        {
            throw new ArgumentException($"{id} {trouble}.");
        }
    }

    /// <summary>Threads for large operations.</summary>
    /// <value>Default null: the calling thread alone.</value>
    public WorkerPool? Pool { get; init; }
}
