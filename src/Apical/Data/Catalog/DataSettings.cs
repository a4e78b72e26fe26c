using System.Globalization;

namespace Apical.Data;

/// <summary>The name of a set with settings as a person writes them: <c>parity:k=3:from=mnist</c>.</summary>
public sealed class DataSettings
{
    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _used = [];

    /// <summary>Reads <c>name[:key=value…]</c>.</summary>
    /// <exception cref="DatasetException">A setting without '=', or given twice.</exception>
    public DataSettings(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Trim().Split(':');
        Name = parts[0];
        foreach (string part in parts.Skip(1))
        {
            string[] pair = part.Split('=', 2);
            if (pair.Length != 2 || !_values.TryAdd(pair[0], pair[1]))
            {
                throw new DatasetException($"'{part}' in '{text}': write settings once each as key=value, such as parity:k=3:from=mnist.");
            }
        }
    }

    /// <summary>The name of the set.</summary>
    public string Name { get; }

    /// <summary>Whether any setting was given.</summary>
    public bool Any => _values.Count > 0;

    /// <summary>A setting that is a whole number, or its default.</summary>
    /// <exception cref="DatasetException">Not a number in the range.</exception>
    public int Whole(string key, int orElse, int least, int most)
    {
        string text = Text(key, orElse.ToString(CultureInfo.InvariantCulture));
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most ? value
            : throw new DatasetException($"{Name}:{key}={text}: give a whole number from {least} to {most}.");
    }

    /// <summary>A setting that is one of a few words, the first of which is the default.</summary>
    /// <exception cref="DatasetException">Another word.</exception>
    public string Word(string key, params IReadOnlyList<string> known)
    {
        string text = Text(key, known[0]);
        return known.Contains(text) ? text : throw new DatasetException($"{Name}:{key}={text}: give one of {string.Join(", ", known)}.");
    }

    /// <summary>Complains about settings that nobody asked for.</summary>
    /// <exception cref="DatasetException">A setting that the set does not have; the message lists those it has.</exception>
    public void RejectUnused()
    {
        if (_values.Keys.FirstOrDefault(key => !_used.Contains(key)) is { } unknown)
        {
            throw new DatasetException(_used.Count == 0
                ? $"{Name} has no settings, so not '{unknown}' either."
                : $"{Name} has no setting '{unknown}'. It has: {string.Join(", ", _used.Order(StringComparer.Ordinal))}.");
        }
    }

    private string Text(string key, string orElse)
    {
        _used.Add(key);
        return _values.GetValueOrDefault(key, orElse);
    }
}
