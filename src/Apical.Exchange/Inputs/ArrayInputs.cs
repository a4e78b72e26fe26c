using Apical.Exchange.Numpy;
using Apical.Exchange.Parts;
using Apical.Models;
using Apical.Specs;

namespace Apical.Exchange.Inputs;

/// <summary>Reads arrays of numpy as inputs of a model: the array that training called its inputs, or x, x_test, x_train, or the only one.</summary>
public sealed class ArrayInputs
{
    private readonly ModelCard _card;
    private readonly NpzOptions _options;

    /// <summary>For a model.</summary>
    /// <param name="card">The model.</param>
    public ArrayInputs(ModelCard card)
    {
        ArgumentNullException.ThrowIfNull(card);
        var trained = Spec.Parse(card.Data);
        (_card, _options) = (card, trained.Name == "npz" ? NpzOptions.Settings.Read(trained) : new());
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">A .npz.</param>
    /// <exception cref="DatasetException">It has no inputs for the model, or is damaged.</exception>
    public InputBlock Read(string path)
    {
        using NpzFile file = NpzFile.Open(path);
        (string X, string Y)[] pairs = [(_options.X, _options.Y), ("x", "y"), ("x_test", "y_test"), ("x_train", "y_train")];
        (string X, string Y)[] there = [.. pairs.Where(pair => file.Find(pair.X) is not null)];
        string name = there.Length > 0 ? file.Find(there[0].X)! : file.Names is [var only] ? only
            : throw new DatasetException($"{path}: there is no array x. There are {string.Join(", ", file.Names)}.");
        var inputs = new NpzInputs(file, name, _options.Layout);
        if (inputs.Features != _card.Features)
        {
            throw new DatasetException($"{path}, {name}: {inputs.Features} numbers in an input, and the model takes {_card.Features}.");
        }

        var rows = new PartRows(path, inputs.Count, inputs.Features, [.. Enumerable.Range(0, inputs.Count)], [], _card.Precision);
        inputs.Read(file, name, 0, rows, _card.Precision);
        return new([.. Enumerable.Range(1, inputs.Count).Select(number => ValueText.Show(number))], rows.Train)
        {
            Labels = there.Length > 0 && file.Find(there[0].Y) is { } labels ? LabelsIn(NpzAnswers.Read(file, labels)) : [],
        };
    }

    private IReadOnlyList<string> LabelsIn(NpzAnswers answers) =>
        !_card.Classifies ? answers.Width == 1 ? [.. answers.Numbers.Select(ValueText.Show)] : []
            : answers.Classes(NpzTask.Classes) is { } classes ? [.. classes.Of.Select(label => classes.Names[label])] : [];
}
