namespace Apical.Exchange.Tables;

/// <summary>What becomes of each column.</summary>
internal sealed class ColumnPlan
{
    private ColumnPlan(CsvDialect dialect, IReadOnlyList<int> labels, IReadOnlyList<int> features, Func<int, bool> mayBeTexts) =>
        (Dialect, Labels, Features, Texts) = (dialect, labels, features, [.. features.Select(mayBeTexts)]);

    /// <summary>The columns.</summary>
    public CsvDialect Dialect { get; }

    /// <summary>Those with what is to be learned.</summary>
    public IReadOnlyList<int> Labels { get; }

    /// <summary>Those with inputs.</summary>
    public IReadOnlyList<int> Features { get; }

    /// <summary>Of each of <see cref="Features"/>, whether its values may become inputs of their own.</summary>
    public IReadOnlyList<bool> Texts { get; }

    /// <summary>Whether only columns with texts become several inputs, of those that may.</summary>
    public bool OnlyIfTexts { get; private init; }

    /// <summary>Reads it off the options.</summary>
    /// <exception cref="ArgumentException">A column is not there, or is to be two things.</exception>
    public static ColumnPlan Of(CsvDialect dialect, CsvOptions options)
    {
        IReadOnlyList<int> Find(string setting, string text) => text == CsvOptions.None ? [] : ColumnNames.Find(setting, text, dialect);
        string Shown(int column) => ColumnNames.Shown(dialect, column);
        IReadOnlyList<int> labels = Find("label", options.Label), dropped = Find("drop", options.Drop);
        bool texts = options.OneHot == CsvOptions.Texts;
        IReadOnlyList<int> hot = texts ? [] : Find("one-hot", options.OneHot);
        if (labels.Count == 0)
        {
            throw new ArgumentException("csv: say which column is to be learned: csv:FILE:label=NAME, or label=-1 for the last. "
                + ColumnNames.List(dialect));
        }

        if (labels.Count > 1 && options.Task == TableTask.Classes)
        {
            throw new ArgumentException($"csv:label={options.Label}: a class stands in one column. Several numbers are learned with task=regression.");
        }

        if (labels.GroupBy(column => column).FirstOrDefault(same => same.Count() > 1) is { Key: var twice })
        {
            throw new ArgumentException($"csv:label={options.Label}: {Shown(twice)} is there twice.");
        }

        if (labels.Intersect(dropped.Concat(hot)).ToArray() is [var both, ..])
        {
            throw new ArgumentException($"csv: {Shown(both)} is to be learned, so it is not among the inputs: leave it out of drop= and one-hot=.");
        }

        if (hot.Intersect(dropped).ToArray() is [var gone, ..])
        {
            throw new ArgumentException($"csv: {Shown(gone)} is in drop= and in one-hot=. Choose one.");
        }

        int[] features = [.. Enumerable.Range(0, dialect.Names.Count).Except(labels).Except(dropped)];
        return features.Length > 0 ? new(dialect, labels, features, column => texts || hot.Contains(column)) { OnlyIfTexts = texts }
            : throw new ArgumentException($"csv: no column is left for inputs. {ColumnNames.List(dialect)}");
    }
}
