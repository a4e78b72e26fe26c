using System.Globalization;

namespace Apical.Optimizers;

/// <summary>Settings of an optimizer as a person writes them, all numbers: <c>rmsprop:rho=0.9:inside-root=1</c>.</summary>
public sealed class OptimizerSettings
{
    private readonly Dictionary<string, double> _values = [];
    private readonly HashSet<string> _used = [];

    private OptimizerSettings(string name) => Name = name;

    /// <summary>The optimizer's name.</summary>
    public string Name { get; }

    /// <summary>Reads <c>name[:key=number…]</c>.</summary>
    /// <exception cref="ArgumentException">A setting that is not written so, or given twice.</exception>
    public static OptimizerSettings Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] pieces = text.Split(':');
        var settings = new OptimizerSettings(pieces[0]);
        foreach (string piece in pieces.Skip(1))
        {
            string[] pair = piece.Split('=', 2);
            if (pair.Length != 2 || !double.TryParse(pair[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || !settings._values.TryAdd(pair[0], value))
            {
                throw new ArgumentException($"'{piece}' in '{text}': write settings once each as key=number, such as rmsprop:rho=0.9.");
            }
        }

        return settings;
    }

    /// <summary>A setting, or its default.</summary>
    public double Number(string key, double orElse)
    {
        _used.Add(key);
        return _values.GetValueOrDefault(key, orElse);
    }

    /// <summary>A setting that is 0 or 1; default 0.</summary>
    /// <exception cref="ArgumentException">Another number.</exception>
    public bool Flag(string key) => Number(key, 0) switch
    {
        0 => false,
        1 => true,
        var other => throw new ArgumentException($"{Name}:{key}={other.ToString(CultureInfo.InvariantCulture)}: write 0 or 1."),
    };

    /// <summary>Complains about settings that nobody asked for.</summary>
    /// <exception cref="ArgumentException">A setting that the optimizer does not have; the message lists those it has.</exception>
    public void RejectUnused()
    {
        if (_values.Keys.FirstOrDefault(key => !_used.Contains(key)) is { } unknown)
        {
            throw new ArgumentException(_used.Count == 0 ? $"{Name} has no settings, so not '{unknown}' either." : $"{Name} has no setting '{unknown}'. It has: {string.Join(", ", _used.Order(StringComparer.Ordinal))}.");
        }
    }
}
