using System.Text.Json;
using System.Text.Json.Nodes;
using Apical.Cli.Output;

namespace Apical.Cli.Trained;

/// <summary>Answers as a JSON array of an object for each sample, a line each. What is not a finite number is null.</summary>
internal sealed class JsonAnswers(TextWriter to) : IAnswerWriter
{
    private static readonly JsonSerializerOptions s_oneLine = new(JsonOutput.Readable) { WriteIndented = false };

    private IReadOnlyList<string> _columns = [];
    private bool _some;

    public void Begin(IReadOnlyList<string> columns)
    {
        _columns = columns;
        to.Write('[');
    }

    public void Add(IReadOnlyList<object?> values)
    {
        var sample = new JsonObject(_columns.Zip(values, (name, value) => KeyValuePair.Create(name, value switch
        {
            string text => JsonValue.Create(text),
            int number => JsonValue.Create(number),
            float number when float.IsFinite(number) => JsonValue.Create(number),
            double number when double.IsFinite(number) => JsonValue.Create(number),
            _ => (JsonNode?)null,
        })));
        to.Write(_some ? ",\n" : "\n");
        to.Write(sample.ToJsonString(s_oneLine));
        _some = true;
    }

    public void Dispose()
    {
        to.Write("\n]\n");
        to.Flush();
    }
}
