using System.Text.Json;
using System.Text.Json.Nodes;

namespace Apical.Runs;

/// <summary>Reads JSON of which every text can be read, and no member is there twice: what is found out later would be found out anywhere.</summary>
public static class JsonText
{
    private static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false };

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="InvalidDataException">It is no text.</exception>
    public static JsonNode? Read(string path) => Parse(Utf8Text.Read(path));

    /// <summary>Reads a text of which no list holds null, as an object.</summary>
    /// <param name="text">JSON.</param>
    /// <param name="options">How.</param>
    /// <exception cref="JsonException">It is something else.</exception>
    public static T Deserialize<T>(string text, JsonSerializerOptions options)
    {
        JsonNode? json = Parse(text);
        RequireItems(json);
        return json.Deserialize<T>(options) ?? throw new JsonException("it is null.");
    }

    /// <summary>Reads a text.</summary>
    /// <param name="text">JSON.</param>
    /// <exception cref="JsonException">It is something else.</exception>
    public static JsonNode? Parse(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new JsonException(RegularFile.Empty + ".");
        }

        try
        {
            JsonNode? json = JsonNode.Parse(text, documentOptions: s_strict);
            Check(json);
            return json;
        }
        catch (JsonException error) when (error.LineNumber is { } line)
        {
            // .NET counts from 0.
            string what = error.Message.Split(" LineNumber:")[0].Split(" Path:")[0].TrimEnd('.');
            throw new JsonException($"{what} (line {line + 1}, byte {error.BytePositionInLine + 1}).", error);
        }
        catch (InvalidOperationException error)         // a name of which a letter is half a surrogate pair
        {
            throw new JsonException(error.Message, error);
        }
    }

    private static void RequireItems(JsonNode? json)
    {
        if (json is JsonObject members)
        {
            foreach ((string _, JsonNode? value) in members)
            {
                RequireItems(value);
            }
        }
        else if (json is JsonArray items)
        {
            foreach (JsonNode? item in items)
            {
                RequireItems(item ?? throw new JsonException($"{json.GetPath()} has null in a list."));
            }
        }
    }

    private static void Check(JsonNode? json)
    {
        if (json is JsonObject members)
        {
            foreach ((string _, JsonNode? value) in members)
            {
                Check(value);
            }
        }
        else if (json is JsonArray items)
        {
            foreach (JsonNode? item in items)
            {
                Check(item);
            }
        }
        else if (json?.GetValueKind() == JsonValueKind.String)
        {
            try
            {
                _ = json.GetValue<string>();
            }
            catch (InvalidOperationException error)     // half a surrogate pair
            {
                throw new JsonException($"{json.GetPath()} is no text: {error.Message}", error);
            }
        }
    }
}
