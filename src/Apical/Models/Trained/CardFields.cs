using System.Text.Json.Nodes;

namespace Apical.Models;

/// <summary>Reads the members of an object of a model card, or says which one is wrong and what was expected.</summary>
/// <param name="json">The object.</param>
/// <param name="path">Before the names of its members in messages: <c>input.</c>, or nothing.</param>
internal sealed class CardFields(JsonObject json, string path = "")
{
    private const int Shown = 60;

    /// <summary>An object within.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public CardFields Object(string name) => new(json[name] as JsonObject ?? throw Wrong(name, "an object"), $"{path}{name}.");

    /// <summary>A text; null for null and where there is none.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public string? TextOrNull(string name) => json[name] is null ? null : Value<string>(name, "a text or null");

    /// <summary>A text.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public string Text(string name) => Value<string>(name, "a text");

    /// <summary>One of some words.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public string Word(string name, params IReadOnlyList<string> words)
    {
        string expected = string.Join(" or ", words.Select(word => $"\"{word}\""));
        return Value<string>(name, expected) is var text && words.Contains(text) ? text : throw Wrong(name, expected);
    }

    /// <summary>Yes or no.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public bool Flag(string name) => Value<bool>(name, "true or false");

    /// <summary>A whole number.</summary>
    /// <exception cref="FormatException">It is something else, or less.</exception>
    public int Whole(string name, int least) =>
        Value<int>(name, $"a whole number from {least}") is var number && number >= least ? number : throw Wrong(name, $"a whole number from {least}");

    /// <summary>A whole number; null for null and where there is none.</summary>
    /// <exception cref="FormatException">It is something else, or less.</exception>
    public int? WholeOrNull(string name, int least) => json[name] is null ? null : Whole(name, least);

    /// <summary>A whole number that may be large; 0 for null and where there is none.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public ulong Seed(string name) => json[name] is null ? 0 : Value<ulong>(name, "a whole number from 0");

    /// <summary>Texts: none, or as many as there are of what they name.</summary>
    /// <exception cref="FormatException">They are something else.</exception>
    public IReadOnlyList<string> Names(string name, int count, string of) => Some<string>(name, count, $"names of {count} {of}, or [] for none");

    /// <summary>Finite numbers: none, or as many as are expected.</summary>
    /// <exception cref="FormatException">They are something else.</exception>
    public IReadOnlyList<double> Numbers(string name, int count, string expected)
    {
        IReadOnlyList<double> numbers = Some<double>(name, count, expected);
        return numbers.All(double.IsFinite) ? numbers : throw Wrong(name, expected);
    }

    /// <summary>Whole numbers from 1: none, or as many as are expected.</summary>
    /// <exception cref="FormatException">They are something else.</exception>
    public IReadOnlyList<int> Sizes(string name, int count, string expected)
    {
        IReadOnlyList<int> sizes = Some<int>(name, count, expected);
        return sizes.All(size => size > 0) ? sizes : throw Wrong(name, expected);
    }

    /// <summary>What to throw about a member.</summary>
    public FormatException Wrong(string name, string expected)
    {
        string text = json[name]?.ToJsonString() ?? (json.ContainsKey(name) ? "null" : "nothing");
        return new($"{path}{name}: expected {expected}, got {(text.Length > Shown ? $"{text[..Shown]}…" : text)}.");
    }

    private T Value<T>(string name, string expected) => json[name] is JsonValue value && value.TryGetValue(out T? read) ? read : throw Wrong(name, expected);

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
