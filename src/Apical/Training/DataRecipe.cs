using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Apical.Data;
using Apical.Specs;

namespace Apical.Training;

/// <summary>
/// What a run learns from: which data, how many, and what is done to them. Equal recipes, loaded with one seed and precision, give equal data.
/// </summary>
public sealed record DataRecipe
{
    /// <summary>The word for no augmentation.</summary>
    public const string None = "none";

    /// <summary>The data set, with its settings.</summary>
    /// <value>Default digits, the built-in set.</value>
    [JsonPropertyName("data")]
    public Written<DataEntry> Set { get; init; } = new("digits", Catalog<DataEntry>.Standard.Find("digits"));

    /// <summary>Where its files are.</summary>
    /// <value>Default null: where <c>apical data get</c> puts them.</value>
    [JsonPropertyName("dataDir")]
    public string? Folder { get; init; }

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
    public Written<NormalisationMethod> Normalise { get; init; } = "whole";

    /// <summary>How training images are changed each time they are drawn: cropped, flipped, distorted, or null for none.</summary>
    /// <value>Default none. Else <c>crop:4,flip</c> or <c>elastic:alpha=34:sigma=4</c>, see <see cref="Augmentation"/>.</value>
    public Written<Augmentation>? Augment { get; init; }

    /// <summary>Target values of the other classes and of the right one.</summary>
    /// <value>Default 0,1. lillicrap2016 uses −0.9,0.9 with the squared error.</value>
    public Written<TargetValues> Targets { get; init; } = "0,1";

    /// <summary>How numbers that are learned are normalised, where there are no classes; fitted on the training set.</summary>
    /// <value>Default null for auto: each to mean 0 and standard deviation 1 in tables and arrays of the user's, else not at all.</value>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]       // recipes from before it have the same checksum
    public Written<NormalisationMethod>? NormaliseTargets { get; init; }

    /// <summary>Whether a damaged sample is an error; else it is left out.</summary>
    /// <value>Default no.</value>
    [JsonPropertyName("strictData")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]    // it changes no number: recipes from before it have the same checksum
    public bool Strict { get; init; }

    /// <summary>What its members are called in JSON.</summary>
    internal static IReadOnlyList<string> JsonNames { get; } =
    [
        .. typeof(DataRecipe).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(
            property => property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(property.Name)),
    ];

    /// <summary>The same with the name of the set spelled out where it hangs on the files that are there.</summary>
    public DataRecipe Resolve() =>
        Set.Value.NameIn(Folder) is var name && name == Set.Text ? this : this with { Set = new(name, Set.Value.In(Folder)) };

    /// <summary>Loads, limits, splits, normalises and augments the data.</summary>
    /// <param name="seed">Draws what is held out.</param>
    /// <param name="precision">Of inputs and targets.</param>
    /// <exception cref="DatasetException">The files are missing or damaged.</exception>
    public DataSplits Load(ulong seed, Precision precision)
    {
        DataEntry entry = Set.Value;
        var request = new DataRequest { Folder = Folder, Precision = precision, Strict = Strict };
        DataSplits splits = entry.LoadParts(request);
        splits = splits with { Facts = splits.Facts ?? DataFacts.Of(splits) };
        if (TrainSamples is not null || TestSamples is not null)
        {
            splits = splits.Limit(TrainSamples ?? splits.Train.Count, TestSamples ?? splits.Test.Count);
        }

        if (Validation != 0)
        {
            splits = splits.HoldOut(Validation, new Rng(seed));
        }

        splits = splits.NormaliseTargets(NormaliseTargets?.Value ?? splits.WantedTargets);
        (double low, double high) = Targets.Value;
        ISamples Recoded(ISamples set) => (low, high) == (0, 1) || set.Classes == 0 ? set : set.WithTargets(low, high);
        DataSplits normalised = splits.Normalised(Normalise.Value, out Normalisation fitted);
        DataSplits ready = entry.IsComposed ? entry.Compose(normalised, request, (low, high)) : normalised.Map(Recoded);
        if (Augment?.Value is { Moves: true } how)
        {
            ready = ready with
            {
                Training = entry.IsComposed
                    ? throw new ArgumentException($"Samples of {entry.PlainName} are several images each: they are not cropped or flipped.")
                    : new MovedImages(Recoded(splits.Train), how, fitted),
            };
        }

        return ElasticImages.Of(ready, Augment?.Value.Elastic) with { Fitted = fitted };
    }
}
