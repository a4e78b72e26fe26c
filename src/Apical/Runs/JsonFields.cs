using System.Globalization;
using System.Text.Json.Nodes;

namespace Apical.Runs;

/// <summary>Reads the members of a JSON object, or says which one is wrong and what was expected.</summary>
/// <param name="json">The object.</param>
/// <param name="path">Before the names of its members in messages: <c>input.</c>, or nothing.</param>
public sealed class JsonFields(JsonObject json, string path = "")
{
    private const int Shown = 60;

    /// <summary>An object within.</summary>
    /// <param name="name">Of the member.</param>
    /// <exception cref="FormatException">It is something else.</exception>
    public JsonFields Object(string name) => new(json[name] as JsonObject ?? throw Wrong(name, "an object"), $"{path}{name}.");

    /// <summary>The object itself.</summary>
    public JsonObject Json => json;

    /// <summary>Whether there is something but null.</summary>
    public bool Has(string name) => json[name] is not null;

    /// <summary>Objects in a list; none for null and where there is none.</summary>
    /// <param name="name">Of the member.</param>
    /// <exception cref="FormatException">It is something else.</exception>
    public IReadOnlyList<JsonFields> Objects(string name)
    {
        IReadOnlyList<JsonObject> objects = List<JsonObject>(name, "a list of objects", one => one as JsonObject);
        return [.. objects.Select((one, i) => new JsonFields(one, $"{path}{name}[{i}]."))];
    }

    /// <summary>The members of an object, which are objects; none for null and where there is none.</summary>
    /// <param name="name">Of the member.</param>
    /// <exception cref="FormatException">They are something else.</exception>
    public IEnumerable<(string Name, JsonFields Fields)> Members(string name) =>
        Has(name) && Object(name) is var members ? members.Json.Select(member => (member.Key, members.Object(member.Key))) : [];

    /// <summary>Texts in a list; none for null and where there is none.</summary>
    /// <param name="name">Of the member.</param>
    /// <exception cref="FormatException">They are something else.</exception>
    public IReadOnlyList<string> Texts(string name) =>
        List(name, "a list of texts", one => one is JsonValue value && value.TryGetValue(out string? text) ? text : null);

    /// <summary>Whole numbers from 0 that may be large.</summary>
    /// <param name="name">Of the member.</param>
    /// <exception cref="FormatException">They are something else.</exception>
    public IReadOnlyList<ulong> Seeds(string name) =>
        [.. List(name, "a list of whole numbers from 0", one =>
            one is JsonValue value && value.TryGetValue(out ulong seed) ? (object)seed : null).Cast<ulong>()];

    /// <summary>A time.</summary>
    /// <param name="name">Of the member.</param>
    /// <exception cref="FormatException">It is something else.</exception>
    public DateTimeOffset Time(string name) =>
        DateTimeOffset.TryParse(Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time : throw Wrong(name, "a time as 2026-01-31T23:59:59.000Z");

    /// <summary>A text; null for null and where there is none.</summary>
    /// <param name="name">Of the member.</param>
    /// <exception cref="FormatException">It is something else.</exception>
    public string? TextOrNull(string name) => json[name] is null ? null : Value<string>(name, "a text or null");

    /// <summary>A text.</summary>
    /// <param name="name">Of the member.</param>
    /// <exception cref="FormatException">It is something else.</exception>
    public string Text(string name) => Value<string>(name, "a text");

    /// <summary>One of some words.</summary>
    /// <param name="name">Of the member.</param>
    /// <param name="words">Those that may stand there.</param>
    /// <exception cref="FormatException">It is something else.</exception>
    public string Word(string name, params IReadOnlyList<string> words)
    {
        string expected = string.Join(" or ", words.Select(word => $"\"{word}\""));
        return Value<string>(name, expected) is var text && words.Contains(text) ? text : throw Wrong(name, expected);
    }

    /// <summary>Yes or no.</summary>
    /// <param name="name">Of the member.</param>
    /// <exception cref="FormatException">It is something else.</exception>
    public bool Flag(string name) => Value<bool>(name, "true or false");

    /// <summary>A whole number.</summary>
    /// <param name="name">Of the member.</param>
    /// <param name="least">The least that it may be.</param>
    /// <exception cref="FormatException">It is something else, or less.</exception>
    public int Whole(string name, int least) =>
        Value<int>(name, $"a whole number from {least}") is var number && number >= least ? number : throw Wrong(name, $"a whole number from {least}");

    /// <summary>A whole number; null for null and where there is none.</summary>
    /// <param name="name">Of the member.</param>
    /// <param name="least">The least that it may be.</param>
    /// <exception cref="FormatException">It is something else, or less.</exception>
    public int? WholeOrNull(string name, int least) => json[name] is null ? null : Whole(name, least);

    /// <summary>A whole number that may be large; 0 for null and where there is none.</summary>
    /// <param name="name">Of the member.</param>
    /// <exception cref="FormatException">It is something else.</exception>
    public ulong Seed(string name) => json[name] is null ? 0 : Value<ulong>(name, "a whole number from 0");

    /// <summary>Texts: none, or as many as there are of what they name.</summary>
    /// <param name="name">Of the member.</param>
    /// <param name="count">How many, where there are some.</param>
    /// <param name="of">What they name, for messages.</param>
    /// <exception cref="FormatException">They are something else.</exception>
    public IReadOnlyList<string> Names(string name, int count, string of) => Some<string>(name, count, $"names of {count} {of}, or [] for none");

    /// <summary>Finite numbers: none, or as many as are expected.</summary>
    /// <param name="name">Of the member.</param>
    /// <param name="count">How many, where there are some.</param>
    /// <param name="expected">What is expected, for messages.</param>
    /// <exception cref="FormatException">They are something else.</exception>
    public IReadOnlyList<double> Numbers(string name, int count, string expected)
    {
        IReadOnlyList<double> numbers = Some<double>(name, count, expected);
        return numbers.All(double.IsFinite) ? numbers : throw Wrong(name, expected);
    }

    /// <summary>Whole numbers from 1: none, or as many as are expected.</summary>
    /// <param name="name">Of the member.</param>
    /// <param name="count">How many, where there are some.</param>
    /// <param name="expected">What is expected, for messages.</param>
    /// <exception cref="FormatException">They are something else.</exception>
    public IReadOnlyList<int> Sizes(string name, int count, string expected)
    {
        IReadOnlyList<int> sizes = Some<int>(name, count, expected);
        return sizes.All(size => size > 0) ? sizes : throw Wrong(name, expected);
    }

    /// <summary>What to throw about a member.</summary>
    /// <param name="name">Of the member.</param>
    /// <param name="expected">What is expected.</param>
    public FormatException Wrong(string name, string expected)
    {
        string text = json[name]?.ToJsonString() ?? (json.ContainsKey(name) ? "null" : "nothing");
        return new($"{path}{name}: expected {expected}, got {(text.Length > Shown ? $"{text[..Shown]}…" : text)}.");
    }

    private T Value<T>(string name, string expected) => json[name] is JsonValue value && value.TryGetValue(out T? read) ? read : throw Wrong(name, expected);

    private IReadOnlyList<T> List<T>(string name, string expected, Func<JsonNode?, T?> read)
        where T : class =>
        !Has(name) ? [] : [.. (json[name] as JsonArray ?? throw Wrong(name, expected)).Select(one => read(one) ?? throw Wrong(name, expected))];

    private List<T> Some<T>(string name, int count, string expected)
    {
        if (json[name] is null)
        {
            return [];
        }

        var read = new List<T>();
        foreach (JsonNode? one in json[name] as JsonArray ?? throw Wrong(name, expected))
        {
            read.Add(one is JsonValue value && value.TryGetValue(out T? item) ? item : throw Wrong(name, expected));
        }

        return read.Count == 0 || read.Count == count ? read : throw Wrong(name, expected);
    }
}
