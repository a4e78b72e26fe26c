using System.Globalization;
using Apical.Specs;

namespace Apical.Exchange.Tables;

/// <summary>The different values of a column, as they come.</summary>
/// <param name="format">How numbers are written.</param>
internal sealed class Categories(NumberFormatInfo format)
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    /// <summary>How many there are.</summary>
    public int Count => _numbers.Count;

    /// <summary>Whether all of them are numbers.</summary>
    public bool AreNumbers => _numbers.Keys.All(text => NumberIn(text) is not null);

    /// <summary>Notes a value.</summary>
    /// <returns>Its number, in the order in which they came.</returns>
    public int Note(ReadOnlySpan<char> text)
    {
        var lookup = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!lookup.TryGetValue(text, out int number))
        {
            lookup[text] = number = _numbers.Count;
        }

        return number;
    }

    /// <summary>The values as they came, by their numbers.</summary>
    public IReadOnlyCollection<string> Values => _numbers.Keys;

    /// <summary>The values in their order: numbers by size, where all are numbers, those that are equal, 1 and 1.0, as one; else texts sign by sign.</summary>
    /// <returns>Their names; and the place there of each value, by its number.</returns>
    public (string[] Names, int[] Places) Sorted()
    {
        IEnumerable<IGrouping<object, KeyValuePair<string, int>>> groups = AreNumbers
            ? _numbers.GroupBy(one => (object)NumberIn(one.Key)!.Value).OrderBy(group => (ExactNumber)group.Key)
            : _numbers.GroupBy(one => (object)one.Key).OrderBy(group => (string)group.Key, StringComparer.Ordinal);
        var (names, places) = (new List<string>(), new int[Count]);
        foreach (var group in groups)
        {
            foreach (var (_, number) in group)
            {
                places[number] = names.Count;
            }

            names.Add(group.Count() == 1 ? group.First().Key : $"{group.Key}");
        }

        return ([.. names], places);
    }

    private ExactNumber? NumberIn(string text) => ExactNumber.Read(text, format);
}
