using System.Text.Json;
using System.Text.Json.Serialization;

namespace Apical.Papers;

/// <summary>The numbers that one replicate found: named series. A single number is a series of one.</summary>
[JsonConverter(typeof(Converter))]
public sealed class Measurements
{
    private readonly Dictionary<string, List<double>> _series;

    /// <summary>No numbers yet.</summary>
    public Measurements()
        : this([])
    {
    }

    private Measurements(Dictionary<string, List<double>> series) => _series = series;

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

    /// <summary>As lists of numbers by name.</summary>
    private sealed class Converter : JsonConverter<Measurements>
    {
        public override Measurements? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            JsonSerializer.Deserialize<Dictionary<string, List<double>>>(ref reader, options) is { } series ? new(series) : null;

        public override void Write(Utf8JsonWriter writer, Measurements value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, value._series, options);
    }
}
