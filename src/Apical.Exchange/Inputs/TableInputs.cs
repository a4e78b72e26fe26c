using System.Globalization;
using Apical.Exchange.Tables;
using Apical.Models;
using Apical.Numerics.Matrices;
using Apical.Specs;

namespace Apical.Exchange.Inputs;

/// <summary>
/// Reads a table of text as inputs of a model, with its decimals: by the names of columns where both have names, else by their order.
/// A column of texts stands for the inputs that training made of it, <c>colour=red</c>, <c>colour=blue</c>…
/// </summary>
public sealed class TableInputs
{
    private readonly ModelCard _card;
    private readonly string? _label;
    private readonly CsvOptions _options;

    /// <summary>For a model.</summary>
    /// <param name="card">The model.</param>
    /// <param name="label">
    /// The column that says what each sample is, by its name or number, from 1 or, from the last, -1; null for the one of training, where it is there.
    /// </param>
    public TableInputs(ModelCard card, string? label)
    {
        ArgumentNullException.ThrowIfNull(card);
        var trained = Spec.Parse(card.Data);
        (_card, _label, _options) = (card, label, trained.Name == "csv" ? CsvOptions.Settings.Read(trained) : new());
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="DatasetException">Columns are missing, or a value is no number; the message says which and on which line.</exception>
    public InputBlock Read(string path)
    {
        char separator = CsvDialect.Of(path, _options with { Header = false, Separator = Separator.Auto }).Separator.Sign!.Value;
        List<TextLine> lines = TextLine.In(path, separator);
        bool header = IsHeader(lines[0].Values);
        string[] names = header ? lines[0].Values : Numbered(lines[0].Values.Length);
        int width = lines[0].Values.Length, label = LabelIn(names, width, path);
        (int Column, string? Value)[] sources = Sources(names, width, label, path);
        TextLine[] samples = [.. lines.Skip(header ? 1 : 0)];
        if (samples.Length == 0)
        {
            throw new DatasetException($"{path} has no sample, only the line with the names of the columns.");
        }

        var inputs = new Matrix(samples.Length, _card.Features, _card.Precision);
        for (int s = 0; s < samples.Length; s++)
        {
            Fill(inputs, s, samples[s], sources, names, width, path);
        }

        return new([.. Enumerable.Range(1, samples.Length).Select(number => number.ToString(CultureInfo.InvariantCulture))], inputs)
        {
            Labels = label < 0 ? [] : [.. samples.Select(sample => sample.Values[label])],
        };
    }

    // The first line has names when a name of the model is in it, or no number.
    private bool IsHeader(string[] first) =>
        first.Any(value => _card.FeatureNames.Any(name => name.Equals(value, StringComparison.OrdinalIgnoreCase)))
        || first.All(value => NumberIn(value) is null && value.Length > 0);

    // Columns without names were called by their numbers in training, where that had none either.
    private string[] Numbered(int width)
    {
        string[] names = [.. Enumerable.Range(1, width).Select(number => $"column {number}")];
        return _card.FeatureNames.Count > 0 && _card.FeatureNames.All(name => names.Contains(name.Split('=')[0])) ? names : [];
    }

    private double? NumberIn(string text) =>
        double.TryParse(text, NumberStyles.Float, _options.Format, out double number) && double.IsFinite(number) ? number : null;

    private int LabelIn(string[] names, int width, string path)
    {
        string label = _label ?? _options.Label;
        int named = Array.FindIndex(names, name => name.Equals(label, StringComparison.OrdinalIgnoreCase));
        if (named >= 0)
        {
            return named;
        }

        // That of training may be missing: then there is a column less.
        if (_label is null && (width != _card.Features + 1 || label.Length == 0))
        {
            return -1;
        }

        return int.TryParse(label, CultureInfo.InvariantCulture, out int number) && number != 0 && Math.Abs(number) <= width
                ? number > 0 ? number - 1 : width + number
            : _label is null ? -1
            : throw new DatasetException($"{path}: there is no column '{_label}' with what samples are. "
                + (names.Length > 0 ? $"The columns are {List(names)}." : $"There are {width}, without names: give a number, such as -1 for the last."));
    }

    // For each input its column, and the text for which it is 1 where the column holds texts.
    private (int Column, string? Value)[] Sources(string[] names, int width, int label, string path)
    {
        if (names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1 && IsUsed(same.Key)) is { Key: var twice })
        {
            throw new DatasetException($"{path}: two columns are called '{twice}', and the model needs one. Rename or remove the other.");
        }

        bool IsUsed(string name) => _card.FeatureNames.Any(known => known == name || known.StartsWith($"{name}=", StringComparison.Ordinal));
        int[] left = [.. Enumerable.Range(0, width).Where(column => column != label)];
        if (_card.FeatureNames.Count == 0 || names.Length == 0)
        {
            bool texts = _card.FeatureNames.Any(name => name.Contains('='));
            return left.Length == _card.Features && !texts ? [.. left.Select(column => (column, (string?)null))] : throw new DatasetException(
                $"{path}: expected {(texts ? "a first line with the names of the columns, for some hold texts"
                    : $"{_card.Features} numbers in each line")}, got {left.Length} columns{(label < 0 ? "" : " beside the label")}. "
                + (left.Length == _card.Features + 1 && label < 0 ? "If one of them says what each sample is, name it: --label NAME, or -1 for the last."
                    : _card.FeatureNames.Count > 0 ? $"The model knows {List(_card.FeatureNames)}." : "Bring them into the form of the training data."));
        }

        int Place(string name) => Array.FindIndex(names, other => other.Equals(name, StringComparison.Ordinal)) is >= 0 and var exact ? exact
            : Array.FindIndex(names, other => other.Equals(name, StringComparison.OrdinalIgnoreCase));
        var sources = new (int Column, string? Value)[_card.Features];
        var missing = new List<string>();
        foreach (var (i, name) in _card.FeatureNames.Index())
        {
            int whole = Place(name), cut = name.IndexOf('=');
            sources[i] = whole >= 0 || cut < 1 ? (whole, null) : (Place(name[..cut]), name[(cut + 1)..]);
            if (sources[i].Column < 0)
            {
                missing.Add(cut < 1 ? name : name[..cut]);
            }
        }

        return missing.Count == 0 ? sources : throw new DatasetException(
            $"{path}: there is no column {List([.. missing.Distinct()])}, which the model needs. The columns are {List(names)}.");
    }

    private void Fill(Matrix inputs, int s, TextLine sample, (int Column, string? Value)[] sources, string[] names, int width, string path)
    {
        string Where(int column) => $"{path}, line {sample.Number}, column {column + 1}{(column < names.Length ? $" '{names[column]}'" : "")}";
        if (sample.Values.Length != width)
        {
            throw new DatasetException($"{path}, line {sample.Number}: expected {width} values as in the first line, got {sample.Values.Length}.");
        }

        for (int i = 0; i < sources.Length; i++)
        {
            (int column, string? value) = sources[i];
            string text = sample.Values[column];
            inputs[s, i] = value is not null ? (text == value ? 1 : 0)
                : NumberIn(text) ?? throw new DatasetException($"{Where(column)}: {(text.Length == 0 ? "an empty value" : $"'{text}'")} is no finite number.");
        }

        foreach (var group in sources.Index().Where(one => one.Item.Value is not null).GroupBy(one => one.Item.Column))
        {
            if (group.All(one => inputs[s, one.Index] == 0))
            {
                throw new DatasetException($"{Where(group.Key)}: '{sample.Values[group.Key]}' is none of the values that the model was trained on: "
                    + $"{List([.. group.Select(one => one.Item.Value!)])}.");
            }
        }
    }

    private static string List(IReadOnlyList<string> names)
    {
        const int Named = 12;
        return string.Join(", ", names.Take(Named).Select(name => $"'{name}'")) + (names.Count > Named ? $" … ({names.Count} in all)" : "");
    }
}
