using System.Globalization;
using Apical.Numerics.Matrices;
using nietras.SeparatedValues;

namespace Apical.Exchange.Tables;

/// <summary>What must be known of all lines before inputs are read: how many there are, what is to be learned, and the values of columns with texts.</summary>
internal sealed class CsvScan
{
    /// <summary>Different values of a column that may become inputs of their own.</summary>
    public const int MostCategories = 1000;

    private readonly ColumnPlan _plan;
    private readonly CsvOptions _options;
    private readonly NumberFormatInfo _format;
    private readonly double _most;
    private readonly List<int> _classes = [];
    private readonly List<double> _targets = [];

    /// <summary>Nothing is read yet.</summary>
    public CsvScan(ColumnPlan plan, CsvOptions options, Precision precision)
    {
        (_plan, _options, _format) = (plan, options, options.Format);
        _most = precision == Precision.Single ? float.MaxValue : double.MaxValue;
        Classes = new(_format);
        Texts = [.. plan.Texts.Select(may => may ? new Categories(_format) : null)];
    }

    /// <summary>Samples so far.</summary>
    public int Count { get; private set; }

    /// <summary>The classes.</summary>
    public Categories Classes { get; }

    /// <summary>Class of each sample, as <see cref="Categories.Note"/> numbered it.</summary>
    public IReadOnlyList<int> ClassOf => _classes;

    /// <summary>Numbers to be learned, sample by sample.</summary>
    public IReadOnlyList<double> Targets => _targets;

    /// <summary>Of each column with inputs the values that become inputs of their own; null for numbers.</summary>
    public Categories?[] Texts { get; }

    /// <summary>Goes through a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="dialect">How it is written.</param>
    /// <exception cref="DatasetException">A line that will not do; the message says which.</exception>
    public void Read(string path, CsvDialect dialect)
    {
        int before = Count;
        bool header = dialect.Header;
        CsvRows.Each(path, dialect.Separator.Sign!.Value, row =>
        {
            if (header)
            {
                header = false;
                return true;
            }

            Note(path, row);
            return true;
        });
        if (Count == before)
        {
            throw new DatasetException($"{path} has no sample{(dialect.Header ? ", only the line with the names of the columns" : "")}.");
        }
    }

    private void Note(string path, SepReader.Row row)
    {
        int columns = _plan.Dialect.Names.Count;
        if (row.ColCount != columns)
        {
            throw new DatasetException($"{path}, line {row.LineNumberFrom}: expected {columns} values as in the first line, got {row.ColCount}. Between values "
                + $"is the sign '{_plan.Dialect.Separator}' (sep=); a value that has it, or "
                + "an end of line, in itself stands in double quotes, which must be closed.");
        }

        Count++;
        foreach (int column in _plan.Labels)
        {
            ReadOnlySpan<char> text = row[column].Span.Trim();
            if (_options.Task == TableTask.Regression)
            {
                _targets.Add(CsvCell.Number(path, row, column, _plan, _format, _most));
            }
            else if (text.IsEmpty || double.TryParse(text, NumberStyles.Float, _format, out double number) && !double.IsFinite(number))
            {
                throw CsvCell.Wrong(path, row, column, _plan, "is no class. Fill or remove such lines first.");
            }
            else
            {
                _classes.Add(Classes.Note(text));
            }
        }

        for (int i = 0; i < Texts.Length; i++)
        {
            if (Texts[i] is { } values && values.Count <= MostCategories)
            {
                NoteText(path, row, _plan.Features[i], values);
            }
        }
    }

    private void NoteText(string path, SepReader.Row row, int column, Categories values)
    {
        ReadOnlySpan<char> text = row[column].Span.Trim();
        if (text.IsEmpty)
        {
            throw CsvCell.Wrong(path, row, column, _plan, "stands for nothing. Fill or remove such lines first.");
        }

        values.Note(text);
        if (values.Count > MostCategories && !_plan.OnlyIfTexts)
        {
            throw new DatasetException($"{path}: {ColumnNames.Shown(_plan.Dialect, column)} has more than {MostCategories} different values, too many to have "
                + "an input each. Leave it out with drop=.");
        }
    }
}
