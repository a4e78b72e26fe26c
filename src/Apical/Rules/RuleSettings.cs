using System.Globalization;

namespace Apical.Rules;

/// <summary>Settings of a rule as a person writes them: <c>fa:sparsity=0.5:scale=2</c>.</summary>
public sealed class RuleSettings
{
    private readonly Dictionary<string, string> _values;
    private readonly HashSet<string> _used = [];

    private RuleSettings(string rule, Dictionary<string, string> values) => (Rule, _values) = (rule, values);

    /// <summary>The rule's name.</summary>
    public string Rule { get; }

    /// <summary>Reads <c>name[:key=value…]</c>.</summary>
    /// <exception cref="ArgumentException">A setting without '=', or given twice.</exception>
    public static RuleSettings Parse(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);

        // A value may itself hold ':' (init=normal:0,0.1): a piece without '=' belongs to the one before it.
        var pieces = new List<string>();
        foreach (string piece in text.Split(':'))
        {
            if (pieces.Count > 1 && !piece.Contains('='))
            {
                pieces[^1] += ":" + piece;
            }
            else
            {
                pieces.Add(piece);
            }
        }

        var values = new Dictionary<string, string>();
        foreach (string piece in pieces.Skip(1))
        {
            string[] pair = piece.Split('=', 2);
            if (pair.Length != 2 || !values.TryAdd(pair[0], pair[1]))
            {
                throw new ArgumentException($"'{piece}' in '{text}': write settings once each as key=value, such as fa:sparsity=0.5:scale=2.");
            }
        }

        return new RuleSettings(pieces[0], values);
    }

    /// <summary>A setting, or its default.</summary>
    public string Text(string key, string orElse)
    {
        _used.Add(key);
        return _values.GetValueOrDefault(key, orElse);
    }

    /// <summary>A setting that is a number, or its default.</summary>
    /// <exception cref="ArgumentException">Not a number.</exception>
    public double Number(string key, double orElse)
    {
        _used.Add(key);
        return !_values.TryGetValue(key, out string? text) ? orElse
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value
            : throw new ArgumentException($"{Rule}:{key}={text}: '{text}' is not a number.");
    }

    /// <summary>A setting that is a whole number, or its default.</summary>
    /// <exception cref="ArgumentException">Not a whole number.</exception>
    public int Whole(string key, int orElse)
    {
        double value = Number(key, orElse);
        return value == Math.Floor(value) && Math.Abs(value) < int.MaxValue ? (int)value : throw new ArgumentException($"{Rule}:{key}={value}: a whole number is needed.");
    }

    /// <summary>Complains about settings that nobody asked for.</summary>
    /// <exception cref="ArgumentException">A setting that the rule does not have; the message lists those it has.</exception>
    public void RejectUnused()
    {
        if (_values.Keys.FirstOrDefault(key => !_used.Contains(key)) is { } unknown)
        {
            throw new ArgumentException(_used.Count == 0
                ? $"{Rule} has no settings, so not '{unknown}' either."
                : $"{Rule} has no setting '{unknown}'. It has: {string.Join(", ", _used.Order())}.");
        }
    }
}
