using System.Text.RegularExpressions;
using Apical.Data;
using Apical.Rules;

namespace Apical.Cli;

/// <summary>Errors as people read them.</summary>
internal static partial class Problem
{
    /// <summary>Whether the library means this as "these settings are wrong".</summary>
    public static bool IsWrongSetting(Exception error) => error is ArgumentException or FormatException;

    /// <summary>Whether the message is made for people and needs no trace: files, folders, data.</summary>
    public static bool IsExpected(Exception error) => error is DatasetException or IOException or UnauthorizedAccessException or InvalidDataException
        or RunawayException or PlatformNotSupportedException;

    /// <summary>The message without what .NET appends for programmers.</summary>
    public static string Text(Exception error) => Text(error.Message);

    /// <summary>As <see cref="Text(Exception)"/>, in one line.</summary>
    public static string Line(Exception error) => Line(error.Message);

    /// <summary>As <see cref="Line(Exception)"/>, of a message.</summary>
    public static string Line(string message) => LineBreaks().Replace(Text(message), " ");

    private static string Text(string message) => Parameter().Replace(message, "").Trim();

    [GeneratedRegex(@" \(Parameter '[^']*'\)|\s*Actual value was .*\.")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"\s*\n\s*")]
    private static partial Regex LineBreaks();
}
