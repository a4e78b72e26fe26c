using System.Text.Json;
using System.Text.Json.Serialization;

namespace Apical.Training;

/// <summary>Keeps a learning rate in JSON: a number, or the word auto for one that is yet to be found.</summary>
internal sealed class AutoRateConverter : JsonConverter<double?>
{
    public override double? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.String when reader.GetString() == Recipe.Auto => Recipe.RateToFind,
        JsonTokenType.String => throw new JsonException($"'{reader.GetString()}' is no learning rate; expected a number or '{Recipe.Auto}'."),
        _ => reader.GetDouble(),
    };

    public override void Write(Utf8JsonWriter writer, double? value, JsonSerializerOptions options)
    {
        if (double.IsNaN(value!.Value))
        {
            writer.WriteStringValue(Recipe.Auto);
        }
        else
        {
            writer.WriteNumberValue(value.Value);
        }
    }
}
