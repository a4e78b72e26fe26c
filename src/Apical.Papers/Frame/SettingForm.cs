using System.Globalization;
using Apical.Specs;

namespace Apical.Papers;

/// <summary>How values of a type are written by a person: in words, and read.</summary>
/// <param name="Words">What is expected: <c>a whole number from 1 up</c>.</param>
/// <param name="Read">Reads one, or throws.</param>
/// <typeparam name="T">A number, a text, or a list of numbers.</typeparam>
internal sealed record SettingForm<T>(string Words, Func<string, object?> Read)
{
    private static readonly Type[] s_lists = [typeof(int[]), typeof(double[]), typeof(IReadOnlyList<int>), typeof(IReadOnlyList<double>)];

    /// <summary>The form of a parameter: its values are counts, where those that it has are.</summary>
    public static SettingForm<T> Of(T paper, T quick)
    {
        string[] own = [.. new[] { paper, quick }.SelectMany(value => SettingText.Of(value).Split(", "))];
        bool list = s_lists.Contains(typeof(T));
        if (list ? typeof(T) == typeof(int[]) || typeof(T) == typeof(IReadOnlyList<int>) : typeof(T) == typeof(int) || typeof(T) == typeof(int?))
        {
            bool open = typeof(T) == typeof(int?);
            int least = own.Contains("0") ? 0 : 1;
            string words = list ? $"whole numbers from {least} up, joined by commas" : $"a whole number from {least} up{(open ? ", or all" : "")}";
            object Whole(string text) =>
                int.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= least ? number
                    : throw Wrong(text, words);
            return new(words, text => open && text == "all" ? null : list ? text.Split(',').Select(Whole).Cast<int>().ToArray() : Whole(text));
        }

        if (list || typeof(T) == typeof(double))
        {
            string words = list ? "numbers, joined by commas" : "a number";
            object Real(string text) => ValueText.Number(text.Trim()) is { } number && double.IsFinite(number) ? number : throw Wrong(text, words);
            return new(words, text => list ? text.Split(',').Select(Real).Cast<double>().ToArray() : Real(text));
        }

        return typeof(T) != typeof(string) ? throw new NotSupportedException($"Parameters of the type {typeof(T)} cannot be set: use numbers, texts or lists.")
            : new($"a text such as {own[0]}", text => text.Trim() is { Length: > 0 } given ? given : throw Wrong(text, "a text"));
    }

    private static ArgumentException Wrong(string text, string words) => new($"'{text}' will not do; give {words}.");
}
