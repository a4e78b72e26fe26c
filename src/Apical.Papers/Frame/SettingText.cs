using System.Collections;
using System.Globalization;

namespace Apical.Papers;

/// <summary>How values of parameters are written.</summary>
internal static class SettingText
{
    /// <summary>Numbers as everywhere, whatever the language; lists with commas.</summary>
    public static string Of(object? value) => value switch
    {
        string text => text,
        IEnumerable list => string.Join(", ", list.Cast<object?>().Select(Of)),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => $"{value}",
    };
}
