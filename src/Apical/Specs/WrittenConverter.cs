using System.Text.Json;
using System.Text.Json.Serialization;

namespace Apical.Specs;

/// <summary>Keeps the words in JSON.</summary>
/// <typeparam name="T">What is written.</typeparam>
/// <param name="open">The word for a value that is left open (null), where it may be; null for null.</param>
public sealed class WrittenConverter<T>(string? open = null) : JsonConverter<Written<T>>
    where T : class, IReadable<T>
{
    /// <inheritdoc/>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override Written<T>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Null && open is null)
        {
            return null;                                // left open, where the setting may be
        }

        string text = (reader.TokenType == JsonTokenType.String ? reader.GetString() : null)
            ?? throw new JsonException($"Expected text, got {reader.TokenType}.");
        try
        {
            return text == open ? null : new(text);
        }
        catch (ArgumentException error)
        {
            throw new JsonException(error.Message, error);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Written<T>? value, JsonSerializerOptions options) => writer.WriteStringValue(value?.Text ?? open);
}
