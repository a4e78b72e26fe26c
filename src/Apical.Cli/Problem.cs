using System.Text.Json;
using System.Text.RegularExpressions;
using Apical.Data;
using Apical.Rules;

namespace Apical.Cli;

/// <summary>Errors as people read them.</summary>
internal static partial class Problem
{
    private const int Longest = 4000;

    /// <summary>Whether the library means this as "these settings are wrong".</summary>
    public static bool IsWrongSetting(Exception error) => error is ArgumentException or FormatException;

    /// <summary>Whether the message is made for people and needs no trace: files, folders, data.</summary>
    public static bool IsExpected(Exception error) => error is DatasetException or IOException or UnauthorizedAccessException or InvalidDataException
        or RunawayException or PlatformNotSupportedException or OutOfMemoryException;

    /// <summary>Whether that may come of reading settings from JSON that holds something else.</summary>
    public static bool IsOfOtherJson(Exception error) => error is JsonException or InvalidOperationException or FormatException or NullReferenceException
        or ArgumentException or KeyNotFoundException or InvalidCastException or OverflowException;

    /// <summary>What went wrong first, where several threads did something together.</summary>
    public static Exception Cause(Exception error) => error is AggregateException { InnerExceptions: [var first, ..] } ? Cause(first) : error;

    /// <summary>The message in one line, without what .NET appends for programmers.</summary>
    public static string Line(Exception error) => Line(Cause(error) is OutOfMemoryException { InnerException: null }
        ? "there is not enough memory for this. Use a smaller network, smaller batches, fewer samples or fewer threads, or a machine with more memory."
        : Cause(error).Message);

    /// <summary>As <see cref="Line(Exception)"/>, of a message. What it quotes of a file may hold anything: a terminal would obey it.</summary>
    public static string Line(string message)
    {
        string line = LineBreaks().Replace(Parameter().Replace(message, "").Trim(), " ");
        return line.Length > Longest ? Safe(line[..Longest]) + "…" : Safe(line);
    }

    /// <summary>A text of a file, such as the name of a class, in one line and without what a terminal would obey.</summary>
    public static string Safe(string text) => string.Concat(text.Select(sign => char.IsControl(sign) || sign is '\u2028' or '\u2029' ? '·' : sign));

    [GeneratedRegex(@" \(Parameter '[^']*'\)|\s*Actual value was .*\.")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"\s*\n\s*")]
    private static partial Regex LineBreaks();
}
