namespace Apical.Specs;

/// <summary>The forms that something may be written in: names, some with numbers (<c>normal:0,0.1</c>) or settings (<c>elastic:alpha=34</c>).</summary>
/// <typeparam name="T">What they stand for.</typeparam>
public sealed class Forms<T>
    where T : class
{
    private readonly string _kind;
    private readonly List<string> _usages = [];
    private readonly Dictionary<string, Func<Spec, T?>> _forms = [];

    /// <summary>None yet.</summary>
    /// <param name="kind">What it is, for messages.</param>
    public Forms(string kind) => _kind = kind;

    /// <summary>The forms, as a person would write them.</summary>
    public IReadOnlyList<string> Usages => _usages;

    /// <summary>A name that stands for one value.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">What it stands for.</param>
    /// <param name="aliases">Other names for the same.</param>
    public Forms<T> Add(string name, T value, params string[] aliases)
    {
        Entry(aliases.Length == 0 ? name : $"{name} ({string.Join(", ", aliases)})", spec => spec is { Arguments: [], Settings: [] } ? value : null);
        foreach (string alias in aliases)
        {
            _forms.Add(alias, _forms[name]);
        }

        return this;
    }

    /// <summary>A name with numbers behind it.</summary>
    /// <param name="usage">How it is written: <c>normal:MEAN,SD</c>, <c>elu[:alpha]</c>.</param>
    /// <param name="make">Makes it from the numbers of each argument; null where they are too many or too few.</param>
    public Forms<T> Add(string usage, Func<double[][], T?> make) => Entry(usage, spec => spec.Settings.Count == 0 ? make(spec.Numbers()) : null);

    /// <summary>A name with settings behind it.</summary>
    /// <param name="name">The name.</param>
    /// <param name="settings">What may be set.</param>
    public Forms<T> Add(string name, Settings<T> settings) => Entry($"{name}[{settings.Show(settings.Defaults)}]", settings.Read);

    /// <summary>Reads one of the forms.</summary>
    /// <exception cref="ArgumentException">None of them; the message names those there are, and the closest.</exception>
    public T Parse(string text)
    {
        var spec = Spec.Parse(text);
        if (!_forms.TryGetValue(spec.Name, out Func<Spec, T?>? form))
        {
            throw new ArgumentException(Unknown.Message(_kind, text, _usages));
        }

        try
        {
            return form(spec) ?? throw new ArgumentException($"'{text}' is not written so: {_usages.First(usage => _forms[NameOf(usage)] == form)}.");
        }
        catch (ArgumentException error) when (!error.Message.Contains($"'{text}'", StringComparison.Ordinal)
            && !error.Message.StartsWith(spec.Name + ":", StringComparison.Ordinal))
        {
            throw new ArgumentException($"'{text}': {Reason.Of(error)}", error);
        }
    }

    private static string NameOf(string usage) => usage.Split(':', '[', ' ')[0];

    private Forms<T> Entry(string usage, Func<Spec, T?> make)
    {
        _usages.Add(usage);
        _forms.Add(NameOf(usage), make);
        return this;
    }
}
