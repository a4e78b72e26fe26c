using Apical.Networks;
using Apical.Rules;
using Apical.Specs;

namespace Apical.Online;

/// <summary>How an <see cref="OnlineNet{T}"/> is made and learns.</summary>
public sealed record OnlineOptions
{
    /// <summary>The rule.</summary>
    /// <value>Default <see cref="OnlineRule.Mdfa"/>.</value>
    public OnlineRule Rule { get; init; } = OnlineRule.Mdfa;

    /// <summary>Activation of the hidden units: tanh or hard-tanh.</summary>
    /// <value>Default tanh.</value>
    public Activation Activation
    {
        get;
        init => field = value == Activation.Tanh || value == Activation.HardTanh ? value
            : throw new ArgumentException($"An online net has tanh or hard-tanh units, not {value}.", nameof(Activation));
    } = Activation.Tanh;

    /// <summary>The loss: binary cross-entropy, whose output is a probability, or squared error, whose output is any number.</summary>
    /// <value>Default binary cross-entropy.</value>
    public Loss Loss
    {
        get;
        init => field = value == Loss.BinaryCrossEntropy || value == Loss.SquaredError ? value
            : throw new ArgumentException($"An online net has one output: binary-cross-entropy or squared-error, not {value}.", nameof(Loss));
    } = Loss.BinaryCrossEntropy;

    /// <summary>η of plain gradient descent; may be changed while it runs.</summary>
    /// <value>Default 0.1 (ours). Positive.</value>
    public double LearningRate
    {
        get;
        init => field = Checked.Positive(value, nameof(LearningRate), "A learning rate is positive and finite.");
    } = 0.1;

    /// <summary>Least weight above the first layer, under mdfa.</summary>
    /// <value>Default 1e-6, as <see cref="MonotoneOptions.Floor"/>.</value>
    public double Floor
    {
        get;
        init => field = Checked.NotNegative(value, nameof(Floor), "Weights of a mono-net are not negative: give a floor of 0 or a little more.");
    } = new MonotoneOptions().Floor;

    /// <summary>Factor on the weights of layer 1 and of the categories as they are drawn: small, what was never seen says little.</summary>
    /// <value>Default 1: uniform ±1/√fan-in. At least 0.</value>
    public double FirstScale
    {
        get;
        init => field = Checked.NotNegative(value, nameof(FirstScale), "A factor on drawn weights is 0 or more.");
    } = 1;

    /// <summary>
    /// Further inputs of 0 or 1, of which each sample names <see cref="Active"/> that are 1: a category, a hashed address. They cost a row of weights each,
    /// but no time.
    /// </summary>
    /// <value>Default 0.</value>
    public int Categories
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(Categories), value, "A number of categories, 0 or more.");
    }

    /// <summary>How many categories each sample names.</summary>
    /// <value>Default 0; 1 is usual where there are categories.</value>
    public int Active
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(Active), value, "A number of categories, 0 or more.");
    }
}
