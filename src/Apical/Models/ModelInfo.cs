using Apical.Learning;
using Apical.Rules;
using Apical.Specs;

namespace Apical.Models;

/// <summary>What the catalog knows of a model: of a network with a certain rule, or of a learner with dynamics of its own.</summary>
public sealed record ModelInfo : ICatalogued<ModelInfo>
{
    private static readonly Settings<object?> s_noSettings = new(() => null);

    internal ModelInfo(string id, string title, string summary, IReadOnlyList<SettingInfo> settings, Func<Spec, Func<ModelRequest, ILearner>> read) =>
        (Id, Title, Summary, Settings, Read) = (id, title, summary, settings, read);

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

    /// <summary>Learning rate of plain gradient descent that works out of the box.</summary>
    /// <value>Default 0.1.</value>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Learning rate of plain gradient descent for the feedback; null for that of the weights.</summary>
    /// <value>Default null.</value>
    public double? FeedbackLearningRate { get; init; }

    /// <summary>Whether there is feedback that learns, with an optimizer of its own.</summary>
    /// <value>Default false.</value>
    public bool FeedbackLearns { get; init; }

    /// <summary>Whether it is meant for batch normalisation.</summary>
    /// <value>Default false.</value>
    public bool BatchNorm { get; init; }

    /// <summary>Weight decay that it needs to do its work.</summary>
    /// <value>Default 0.</value>
    public double WeightDecay { get; init; }

    /// <summary>Where the method comes from; null where a rule says it.</summary>
    /// <value>Default null.</value>
    public Citation? Source { get; init; }

    static string ICatalogued<ModelInfo>.Kind => "rule";

    static IReadOnlyList<ModelInfo> ICatalogued<ModelInfo>.Standard => [];

    string ICatalogEntry.Name => Id;

    /// <summary>What makes the model, from the settings that a person wrote.</summary>
    internal Func<Spec, Func<ModelRequest, ILearner>> Read { get; }

    /// <summary>A model without settings of its own.</summary>
    /// <param name="id">Name on the command line.</param>
    /// <param name="title">Full name.</param>
    /// <param name="summary">What it does, in one line.</param>
    /// <param name="make">Makes it.</param>
    public static ModelInfo Of(string id, string title, string summary, Func<ModelRequest, ILearner> make) =>
        Of(id, title, summary, s_noSettings, (request, _) => make(request));

    /// <summary>A model with settings.</summary>
    /// <typeparam name="TOptions">Its options.</typeparam>
    /// <param name="id">Name on the command line.</param>
    /// <param name="title">Full name.</param>
    /// <param name="summary">What it does, in one line.</param>
    /// <param name="settings">What may be set, with defaults.</param>
    /// <param name="make">Makes it.</param>
    public static ModelInfo Of<TOptions>(string id, string title, string summary, Settings<TOptions> settings, Func<ModelRequest, TOptions, ILearner> make)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new(id, title, summary, settings.All, spec =>
        {
            TOptions options = settings.Read(spec);
            return request => make(request, options);
        });
    }
}
