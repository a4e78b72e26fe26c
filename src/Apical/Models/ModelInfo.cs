using Apical.Learning;
using Apical.Rules;
using Apical.Specs;

namespace Apical.Models;

/// <summary>What the catalog knows of a model: of a network with a certain rule, or of a learner with dynamics of its own.</summary>
public sealed record ModelInfo : Method, ICatalogued<ModelInfo>
{
    private static readonly Settings<object?> s_noSettings = new(() => null);

    /// <summary>The model that learns by a method that is known already.</summary>
    internal ModelInfo(Method method, Func<Spec, Func<ModelRequest, ILearner>> read)
        : base(method) => Read = read;

    private ModelInfo(string id, string title, string summary, IReadOnlyList<SettingInfo> settings, Func<Spec, Func<ModelRequest, ILearner>> read)
        : base(id, title, summary, settings) => Read = read;

    static string ICatalogued<ModelInfo>.Kind => "rule";

    static IReadOnlyList<ModelInfo> ICatalogued<ModelInfo>.Standard => StandardModels.All;

    string ICatalogEntry.Name => Id;

    /// <summary>Whether targets are shares of something that the model has, from 0 to 1, so that no others can be reached.</summary>
    /// <value>Default false.</value>
    public bool TargetsAreShares { get; init; }

    /// <summary>Whether inputs are rates, from 0 to 1, so that others are taken as the nearer of these.</summary>
    /// <value>Default false.</value>
    public bool InputsAreRates { get; init; }

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
