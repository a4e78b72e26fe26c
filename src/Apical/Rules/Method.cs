using Apical.Networks;
using Apical.Specs;

namespace Apical.Rules;

/// <summary>What a catalog tells of a way to learn, a rule or a model: its names, its settings, and advice for those who leave other settings open.</summary>
public abstract record Method
{
    private protected Method(string id, string title, string summary, IReadOnlyList<SettingInfo> settings) =>
        (Id, Title, Summary, Settings) = (id, title, summary, settings);

    /// <summary>Name on the command line, where names of rules stand: <c>--rules bp,fa,my-model</c>.</summary>
    public string Id { get; }

    /// <summary>Full name.</summary>
    public string Title { get; }

    /// <summary>What it does, in one line.</summary>
    public string Summary { get; }

    /// <summary>Its settings on the command line.</summary>
    public IReadOnlyList<SettingInfo> Settings { get; }

    /// <summary>How it learns, in one line; of a rule, how δ_i is made.</summary>
    /// <value>Default empty.</value>
    public string Equation { get; init; } = "";

    /// <summary>The symbols of the equation, where it is not written in those that rules share: how each is written, its shape, what it is.</summary>
    /// <value>Default none: those of docs/notation.md.</value>
    public IReadOnlyList<(string Written, string Shape, string Meaning)> Symbols { get; init; } = [];

    /// <summary>Learning rate of plain gradient descent that works out of the box.</summary>
    /// <value>Default 0.1; docs/tuning.md tells how each was found.</value>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Learning rate of plain gradient descent for the feedback; null for that of the weights.</summary>
    /// <value>Default null.</value>
    public double? FeedbackLearningRate { get; init; }

    /// <summary>Whether there is feedback that learns, with an optimizer of its own.</summary>
    /// <value>Default false.</value>
    public bool FeedbackLearns { get; init; }

    /// <summary>Whether its algorithm normalises by the batch at hand, in use too.</summary>
    /// <value>Default false.</value>
    public bool BatchNorm { get; init; }

    /// <summary>Whether targets go down through inverses as they are, with nothing that takes off their error: then it learns only where no layer above the
    /// first is narrower than the one below.</summary>
    /// <value>Default false.</value>
    public bool InvertsLayers { get; init; }

    /// <summary>Weight decay that it needs to do its work.</summary>
    /// <value>Default 0.</value>
    public double WeightDecay { get; init; }

    /// <summary>The loss that its algorithm makes small, whatever is asked for.</summary>
    /// <value>Default null: any that is asked for.</value>
    public Loss? OwnLoss { get; init; }

    /// <summary>The activation of all its units, whatever is asked for.</summary>
    /// <value>Default null: any that is asked for.</value>
    public Activation? OwnActivation { get; init; }

    /// <summary>Where the method comes from; of a rule, when that is not where the rule itself says (<see cref="LearningRule.Source"/>).</summary>
    /// <value>Default null.</value>
    public Citation? Source { get; init; }
}
