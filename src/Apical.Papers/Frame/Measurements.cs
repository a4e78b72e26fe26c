using System.Text.Json;
using System.Text.Json.Serialization;

namespace Apical.Papers;

/// <summary>The numbers that one replicate found, track by track. A single number is a track of one.</summary>
[JsonConverter(typeof(Converter))]
public sealed class Measurements
{
    private readonly Dictionary<Track, List<double>> _tracks = [];

    /// <summary>The tracks, in the order of their first number.</summary>
    public IEnumerable<Track> Tracks => _tracks.Keys;

    /// <summary>The numbers of a track.</summary>
    /// <exception cref="KeyNotFoundException">This replicate has none; the message lists the tracks that it has.</exception>
    public IReadOnlyList<double> this[Track track] =>
        _tracks.TryGetValue(track, out List<double>? values) ? values
        : throw new KeyNotFoundException($"This replicate has no '{track.Name}'. It has {string.Join(", ", Tracks.Select(known => known.Name))}.");

    /// <summary>Whether there are numbers of a track.</summary>
    public bool Has(Track track) => _tracks.ContainsKey(track);

    /// <summary>The last number of a track.</summary>
    public double Last(Track track) => this[track][^1];

    /// <summary>Appends numbers to a track, which begins with the first.</summary>
    /// <param name="track">Which.</param>
    /// <param name="values">One or many.</param>
    /// <returns>This, to go on with the next track.</returns>
    public Measurements Add(Track track, params IEnumerable<double> values)
    {
        ArgumentNullException.ThrowIfNull(track);
        if (!_tracks.TryGetValue(track, out List<double>? numbers))
        {
            _tracks.Add(track, numbers = []);
        }

        numbers.AddRange(values);
        return this;
    }

    /// <summary>As lists of numbers by name.</summary>
    private sealed class Converter : JsonConverter<Measurements>
    {
        public override Measurements? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var found = new Measurements();
            foreach ((string name, double[]? numbers) in JsonSerializer.Deserialize<Dictionary<string, double[]?>>(ref reader, options)!)
            {
                found.Add(new Track(name), numbers ?? throw new JsonException($"'{name}' is null."));
            }

            return found;
        }

        public override void Write(Utf8JsonWriter writer, Measurements value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value._tracks.ToDictionary(track => track.Key.Name, track => track.Value), options);
    }
}
