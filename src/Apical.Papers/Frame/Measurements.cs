namespace Apical.Papers;

/// <summary>The numbers that one replicate found: named series. A single number is a series of one.</summary>
public sealed class Measurements
{
    private readonly Dictionary<string, List<double>> _series = new(StringComparer.Ordinal);

    /// <summary>Names of the series, in the order of their first number.</summary>
    public IEnumerable<string> Names => _series.Keys;

    /// <summary>A series.</summary>
    /// <exception cref="KeyNotFoundException">There is none of this name; the message lists those there are.</exception>
    public IReadOnlyList<double> this[string name] =>
        _series.TryGetValue(name, out List<double>? values) ? values
        : throw new KeyNotFoundException($"This replicate has no '{name}'. It has {string.Join(", ", _series.Keys)}.");

    /// <summary>Whether there is a series of this name.</summary>
    public bool Has(string name) => _series.ContainsKey(name);

    /// <summary>The last number of a series.</summary>
    public double Last(string name) => this[name][^1];

    /// <summary>Appends numbers to a series, which begins with the first.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">One or many.</param>
    /// <returns>This, to go on with the next series.</returns>
    public Measurements Add(string name, params IEnumerable<double> values)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!_series.TryGetValue(name, out List<double>? series))
        {
            _series.Add(name, series = []);
        }

        series.AddRange(values);
        return this;
    }
}
