using System.Globalization;

namespace Apical.Cli.Trained;

/// <summary>Answers as lines of values between commas, as RFC 4180 has it; numbers with enough digits to give back the same bits.</summary>
internal sealed class CsvAnswers(TextWriter to) : IAnswerWriter
{
    public void Begin(IReadOnlyList<string> columns) => Add(columns);

    public void Add(IReadOnlyList<object?> values)
    {
        to.Write(string.Join(',', values.Select(value => Quoted(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""))));
        to.Write('\n');
    }

    public void Dispose() => to.Flush();

    private static string Quoted(string text) => text.AsSpan().IndexOfAny(",\"\n\r") < 0 ? text : $"\"{text.Replace("\"", "\"\"")}\"";
}
