using Apical.Cli.Output;
using Apical.Data;
using Apical.Models;
using Apical.Numerics.Matrices;
using Apical.Runs;
using Apical.Specs;
using Apical.Training;

namespace Apical.Cli.Trained;

/// <summary>A model that a person named, and the data that it can be held against.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Model">The model.</param>
internal sealed record TrainedRun(string Path, TrainedModel Model)
{
    /// <summary>Loads it.</summary>
    /// <param name="run">Folder of a run, or a model file.</param>
    /// <param name="pool">Threads for large operations, or null.</param>
    public static TrainedRun Open(string run, WorkerPool? pool)
    {
        string path = ModelFiles.Find(run);
        return new(path, TrainedModel.Load(path, pool));
    }

    /// <summary>What it is, in one line.</summary>
    public string Description => Problem.Safe($"{Path}: {Model.Card.Rule} on {Short(Model.Card.Data)}, {Model.Card.Net}")
        + (Model.Card.Epoch is { } epoch ? $", after {Show.Count(epoch, "epoch")}" : "");

    /// <summary>The name of a data set with those of its settings that are not as they are by default; a name that is not known here as it stands.</summary>
    public static string? Short(string? set)
    {
        try
        {
            return set is null ? null : DataCatalog.Find(set).ShortName;
        }
        catch (ArgumentException)
        {
            return set;
        }
    }

    /// <summary>The parts of a data set in the form that the model was trained on.</summary>
    /// <param name="set">The set; null for the one it was trained on.</param>
    /// <param name="folder">Where files of data sets lie; null for where the run had them.</param>
    /// <param name="strict">Whether a damaged sample is an error; else as in the run, or left out.</param>
    /// <exception cref="UsageException">The model does not know on what it was trained.</exception>
    /// <exception cref="DatasetException">The set is not one for this model.</exception>
    public DataSplits Load(Written<DataEntry>? set, string? folder, bool strict)
    {
        ModelCard card = Model.Card;
        DataRecipe own = Recorded();
        if (set is { Value.IsComposed: true } && set.Text != own.Set.Text)
        {
            throw new UsageException($"--data: samples of {set.Value.PlainName} are made as the run made its own; evaluate without --data.");
        }

        DataRecipe recipe = set is null || set.Value.IsComposed ? own : new() { Set = set, Targets = own.Targets };
        bool composed = recipe.Set.Value.IsComposed;
        recipe = recipe with
        {
            Folder = folder ?? recipe.Folder,
            Strict = strict || recipe.Strict,
            Augment = null,
            Normalise = composed ? recipe.Normalise : NormalisationMethod.None.ToString(),
            NormaliseTargets = NormalisationMethod.None.ToString(),
        };
        DataSplits data = recipe.Load(card.Seed, card.Precision);
        IReadOnlyList<string> names = data.FeatureNames;
        return composed ? data : data.Map(part => Suited(FeatureOrder.Of(part, names, card.FeatureNames)));
    }

    private ISamples Suited(ISamples samples)
    {
        ModelCard card = Model.Card;
        if (samples.Features != card.Features)
        {
            throw new DatasetException($"{samples.Name} has {samples.Features} numbers in an input{(samples.Shape is { } shape ? $" ({shape})" : "")}, "
                + $"and the model takes {card.Features}{(card.Shape is { } own ? $" ({own})" : "")}.");
        }

        ISamples known = card.Classifies && samples.Classes > 0 && Places(samples) is { } places ? Renumbered(samples, places) : samples;
        return known.Outputs == card.Outputs ? Model.Normalised(known) : throw new DatasetException(
            $"{samples.Name} has {known.Outputs} outputs{(samples.Classes > 0 ? $" ({samples.Classes} classes)" : "")}, and the model {card.Outputs}.");
    }

    // The number that the model has for each class; null where it has the same.
    private int[]? Places(ISamples samples)
    {
        IReadOnlyList<string> mine = Model.Card.ClassNames;
        if (mine.Count == 0 || samples.ClassNames.Count == 0 || mine.SequenceEqual(samples.ClassNames))
        {
            return null;
        }

        int[] places = [.. samples.ClassNames.Select(name => mine.ToList().IndexOf(name))];
        return Array.IndexOf(places, -1) is >= 0 and var foreign ? throw new DatasetException(
                $"{samples.Name}: the model does not know the class '{samples.ClassNames[foreign]}'. It tells apart {string.Join(", ", mine)}.")
            : places;
    }

    private Dataset Renumbered(ISamples samples, int[] places)
    {
        Dataset whole = samples.InMemory();
        int[] labels = [.. whole.Labels!.Select(label => places[label])];
        (double low, double high) = Model.Card.Targets;
        Matrix targets = Model.Card.Outputs == 1 ? OneHot.EncodeBinary(labels, low, high, whole.Precision)
            : OneHot.Encode(labels, Model.Card.Classes, low, high, whole.Precision);
        return new(whole.Name, whole.Inputs, targets, labels, Model.Card.Classes, whole.Shape) { ClassNames = Model.Card.ClassNames };
    }

    private DataRecipe Recorded()
    {
        if (Model.Card.Recipe is not { } text)
        {
            throw new UsageException($"'{Path}' does not say which data it was trained on: name some with --data.");
        }

        try
        {
            return Recipe.FromJson(JsonText.Parse(text) ?? throw new FormatException("it is null")).Data;
        }
        catch (Exception error) when (Problem.IsOfOtherJson(error))
        {
            throw new InvalidDataException($"'{Path}' does not say which data it was trained on as docs/runs.md has it: {Problem.Line(error)}", error);
        }
    }
}
