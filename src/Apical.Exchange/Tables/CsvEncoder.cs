using System.Globalization;
using Apical.Numerics.Matrices;
using nietras.SeparatedValues;

namespace Apical.Exchange.Tables;

/// <summary>Makes inputs of the values of a line: a number each, or of a column of texts one for each of its values, all 0 but one, which is 1.</summary>
internal sealed class CsvEncoder
{
    private readonly ColumnPlan _plan;
    private readonly NumberFormatInfo _format;
    private readonly (int Column, int First, Dictionary<string, int>? Places)[] _inputs;
    private readonly double _most;

    /// <summary>Inputs of the columns of a plan.</summary>
    /// <param name="plan">The columns.</param>
    /// <param name="values">Of each column with inputs its values in their order, and the place of each spelling; null for numbers.</param>
    /// <param name="format">How numbers are written.</param>
    /// <param name="precision">Of the inputs.</param>
    public CsvEncoder(
        ColumnPlan plan, IReadOnlyList<(IReadOnlyList<string> Names, Dictionary<string, int> Places)?> values, NumberFormatInfo format, Precision precision)
    {
        (_plan, _format, _most) = (plan, format, precision == Precision.Single ? float.MaxValue : double.MaxValue);
        var (names, inputs) = (new List<string>(), new List<(int, int, Dictionary<string, int>?)>());
        foreach (var (i, column) in plan.Features.Index())
        {
            inputs.Add((column, names.Count, values[i]?.Places));
            string name = plan.Dialect.Names[column];
            names.AddRange(values[i]?.Names.Select(value => $"{name}={value}") ?? [name]);
        }

        (_inputs, FeatureNames) = ([.. inputs], names);
    }

    /// <summary>Name of each input: that of the column; <c>colour=red</c> for a value of a column of texts.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>Writes the inputs of a line.</summary>
    /// <param name="path">For messages.</param>
    /// <param name="row">Its values.</param>
    /// <param name="to">One for each input.</param>
    /// <exception cref="DatasetException">A value is no number, or not known.</exception>
    public void Fill(string path, SepReader.Row row, Span<double> to)
    {
        to.Clear();
        foreach (var (column, first, places) in _inputs)
        {
            if (places is null)
            {
                to[first] = CsvCell.Number(path, row, column, _plan, _format, _most);
            }
            else
            {
                to[first + (places.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(row[column].Span.Trim(), out int place) ? place
                    : throw CsvCell.Wrong(path, row, column, _plan, $"is none of the values of this column: {string.Join(", ", places.Keys.Take(20))}."))] = 1;
            }
        }
    }
}
