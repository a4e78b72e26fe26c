using System.Collections;
using System.Globalization;

namespace Apical.Papers;

/// <summary>How values of parameters are written.</summary>
internal static class SettingText
{
    /// <summary>Numbers as everywhere, whatever the language; lists with commas; no number, where there may be one, sets no limit: <c>all</c>.</summary>
    public static string Of(object? value) => value switch
    {
        null => "all",
        string text => text,
        IEnumerable list => string.Join(", ", list.Cast<object?>().Select(Of)),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => $"{value}",
    };
}
