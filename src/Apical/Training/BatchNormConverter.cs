using System.Text.Json;
using System.Text.Json.Serialization;
using Apical.Networks;
using Apical.Specs;

namespace Apical.Training;

/// <summary>
/// Keeps a form of batch normalisation in JSON: its name, or false for none and true for batch, which is what these were before there were forms.
/// </summary>
internal sealed class BatchNormConverter : JsonConverter<Written<BatchNorm>>
{
    private static readonly WrittenConverter<BatchNorm> s_words = new();

    public override bool HandleNull => true;

    public override Written<BatchNorm>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.True => new(BatchNorm.Batch.Name, BatchNorm.Batch),
        JsonTokenType.False => new(BatchNorm.None.Name, BatchNorm.None),
        _ => s_words.Read(ref reader, typeToConvert, options),
    };

    public override void Write(Utf8JsonWriter writer, Written<BatchNorm>? value, JsonSerializerOptions options)
    {
        if (value?.Value == BatchNorm.None || value?.Value == BatchNorm.Batch)
        {
            writer.WriteBooleanValue(value.Value == BatchNorm.Batch);
        }
        else
        {
            s_words.Write(writer, value, options);
        }
    }
}
