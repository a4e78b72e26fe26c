using System.Text.Json;

namespace Apical.Specs;

/// <summary>
/// What may be set behind a name (<c>fa:sparsity=0.5:scale=2</c>), each setting declared once: its key, where its value and default are found, how another is
/// put there, and what it means. Reading, help and documentation come from the declaration; ranges are those that <typeparamref name="T"/> itself keeps.
/// Immutable.
/// </summary>
/// <example><code>
/// new Settings&lt;RidgeOptions&gt;(() => new())
///     .Number("lambda", o => o.Lambda, (o, x) => o with { Lambda = x }, "λ at the start; at least 0")
/// </code></example>
/// <typeparam name="T">What is set: an options record, or anything that can be changed.</typeparam>
public sealed class Settings<T>
{
    private readonly Func<T> _fresh;
    private readonly IReadOnlyList<Setting<T>> _all;

    /// <summary>No settings yet.</summary>
    /// <param name="fresh">Makes one with its defaults.</param>
    public Settings(Func<T> fresh)
        : this(fresh, [])
    {
    }

    private Settings(Func<T> fresh, IReadOnlyList<Setting<T>> all) => (_fresh, _all) = (fresh, all);

    /// <summary>What holds when nothing is given.</summary>
    public T Defaults => _fresh();

    /// <summary>All settings, in the order declared.</summary>
    public IReadOnlyList<SettingInfo> All => [.. _all.Select(setting => new SettingInfo(setting.Key, setting.Show(Defaults), setting.Meaning))];

    /// <summary>A number.</summary>
    public Settings<T> Number(string key, Func<T, double> get, Func<T, double, T> set, string meaning) =>
        Add(key, meaning, o => ValueText.Show(get(o)), (o, text) => set(o, NumberIn(text)));

    /// <summary>A number that is changed in place.</summary>
    public Settings<T> Number(string key, Func<T, double> get, Action<T, double> set, string meaning) => Number(key, get, InPlace(set), meaning);

    /// <summary>Numbers, joined by '/' or as a range: <c>scale=2/5/5</c>, <c>scale=1..100:log:3</c>.</summary>
    public Settings<T> Numbers(string key, Func<T, IReadOnlyList<double>> get, Func<T, IReadOnlyList<double>, T> set, string meaning) =>
        Add(key, meaning, o => string.Join('/', get(o).Select(ValueText.Show)), (o, text) =>
            set(o, [.. (Pieces.IndexOf(text, ',') < 0 ? ValueText.List(text) : [text]).Select(NumberIn)]));

    /// <summary>A whole number.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="get">Its value.</param>
    /// <param name="set">The same thing with another value.</param>
    /// <param name="meaning">What it does.</param>
    /// <param name="least">The least allowed, where the thing does not say so itself.</param>
    /// <param name="most">The most allowed, where the thing does not say so itself.</param>
    public Settings<T> Whole(string key, Func<T, int> get, Func<T, int, T> set, string meaning, int least = int.MinValue, int most = int.MaxValue)
    {
        string range = least == int.MinValue ? "" : most == int.MaxValue ? $"; at least {ValueText.Show(least)}"
            : $"; from {ValueText.Show(least)} to {ValueText.Show(most)}";
        return Add(key, meaning + range, o => ValueText.Show(get(o)), (o, text) => NumberIn(text) is var x && x == Math.Floor(x) && x >= least && x <= most
            ? set(o, (int)x) : throw new ArgumentException($"a whole number is needed{range.Replace(';', ',')}."));
    }

    /// <summary>Whether something is so: yes or no, or 1 or 0.</summary>
    public Settings<T> Flag(string key, Func<T, bool> get, Func<T, bool, T> set, string meaning) =>
        Add(key, meaning, o => get(o) ? "yes" : "no", (o, text) => set(o, WordIn(text, ["no", "yes", "0", "1"]) is "yes" or "1"));

    /// <summary>Whether something is so, changed in place.</summary>
    public Settings<T> Flag(string key, Func<T, bool> get, Action<T, bool> set, string meaning) => Flag(key, get, InPlace(set), meaning);

    /// <summary>One of the values of an enumeration: <c>inverse-square</c> for <c>InverseSquare</c>.</summary>
    public Settings<T> Choice<TEnum>(string key, Func<T, TEnum> get, Func<T, TEnum, T> set, string meaning)
        where TEnum : struct, Enum
    {
        TEnum[] values = Enum.GetValues<TEnum>();
        return Word(key, [.. values.Select(WordOf)], o => WordOf(get(o)), (o, word) => set(o, values.First(value => WordOf(value) == word)), meaning);
    }

    /// <summary>One of a few words.</summary>
    public Settings<T> Word(string key, IReadOnlyList<string> words, Func<T, string> get, Func<T, string, T> set, string meaning) =>
        Add(key, words.All(meaning.Contains) ? meaning : $"{meaning}: {Either(words)}", get, (o, text) => set(o, WordIn(text, words)));

    /// <summary>Text: with signs of its own (: , / =) it stands in quotes.</summary>
    public Settings<T> Text(string key, Func<T, string> get, Func<T, string, T> set, string meaning) =>
        Add(key, meaning, o => Pieces.Quote(get(o)), (o, text) => Pieces.IndexOf(text, ':') < 0 ? set(o, Pieces.Plain(text))
            : throw new ArgumentException($"what belongs to it can be read in two ways; if all does, write {key}={Pieces.Quote(text)}."));

    /// <summary>Text that stands behind the name without its key, or with it: <c>csv:'my file':label=class</c>.</summary>
    public Settings<T> Argument(string key, Func<T, string> get, Func<T, string, T> set, string meaning) =>
        new(_fresh, [.. _all, new Settings<T>(_fresh).Text(key, get, set, meaning)._all[0] with { IsArgument = true }]);

    /// <summary>Something with forms of its own, such as an initialiser: <c>init=normal:0,0.1</c>.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="parse">Reads it.</param>
    /// <param name="get">Its value; shown by its <see cref="object.ToString"/>.</param>
    /// <param name="set">The same thing with another value.</param>
    /// <param name="meaning">What it does.</param>
    public Settings<T> Form<TValue>(string key, Func<string, TValue> parse, Func<T, TValue> get, Func<T, TValue, T> set, string meaning) =>
        Add(key, meaning, o => $"{get(o)}", (o, text) => set(o, parse(Pieces.Plain(text))));

    /// <summary>The settings of a part.</summary>
    /// <param name="part">Its settings; defaults are those that the part has in the whole.</param>
    /// <param name="get">The part.</param>
    /// <param name="set">The same thing with another part.</param>
    public Settings<T> With<TPart>(Settings<TPart> part, Func<T, TPart> get, Func<T, TPart, T> set) => new(_fresh,
        [.. _all, .. part._all.Select(setting => new Setting<T>(setting.Key, setting.Meaning, o => setting.Show(get(o)), (o, text) =>
            set(o, setting.Apply(get(o), text))))]);

    /// <summary>The same settings with other defaults.</summary>
    public Settings<T> From(T defaults) => new(() => defaults, _all);

    /// <summary>The same settings, one of them with another meaning.</summary>
    public Settings<T> Meaning(string key, string meaning) =>
        new(_fresh, [.. _all.Select(setting => setting.Key == key ? setting with { Meaning = meaning } : setting)]);

    /// <summary>Settings as they stand behind the name: <c>:alpha=34:sigma=4</c>.</summary>
    public string Show(T value) => string.Concat(_all.Select(setting => $":{setting.Key}={setting.Show(value)}"));

    /// <summary>
    /// As <see cref="Show"/>, but for what is as it is when nothing is given; what may stand without its key does: <c>:'my folder':size=64</c>.
    /// </summary>
    public string ShowChanged(T value) => string.Concat(_all.Where(setting => setting.Show(value) != setting.Show(Defaults))
        .Select(setting => $":{(setting.IsArgument ? "" : setting.Key + "=")}{setting.Show(value)}"));

    /// <summary>Reads what a person wrote; what is left out has its default.</summary>
    /// <exception cref="ArgumentException">A setting that there is not, or a value that will not do; the message quotes it.</exception>
    public T Read(Spec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        Setting<T>[] places = [.. _all.Where(setting => setting.IsArgument)];
        var given = new List<(Setting<T> Setting, string Piece, string Text)>();
        foreach (string argument in spec.Arguments)
        {
            given.Add((given.Count < places.Length ? places[given.Count] : throw new ArgumentException(argument.Length == 0
                ? $"nothing stands behind a ':' in '{spec.Text}'; leave it out, or {Expected(spec)}" : $"'{argument}' in '{spec.Text}': {Expected(spec)}"),
                argument, argument));
        }

        foreach ((string key, string text) in spec.Settings)
        {
            Setting<T>? setting = _all.FirstOrDefault(setting => setting.Key == key);
            given.Add((setting ?? throw new ArgumentException(Expected(spec, key, text)), $"{key}={text}", text));
        }

        return given.Aggregate(_fresh(), (value, one) => Applied(spec, one.Setting, one.Piece, one.Text, value));
    }

    private static T Applied(Spec spec, Setting<T> setting, string piece, string text, T value)
    {
        try
        {
            return setting.Apply(value, text);
        }
        catch (ArgumentException error)
        {
            throw new ArgumentException($"{spec.Name}:{piece}: {Reason.Of(error)}", error);
        }
    }

    private static Func<T, TValue, T> InPlace<TValue>(Action<T, TValue> set) => (o, value) =>
    {
        set(o, value);
        return o;
    };

    private static double NumberIn(string text) => ValueText.Number(Pieces.Plain(text)) ?? throw new ArgumentException($"'{text}' is not a number.");

    private static string WordIn(string text, IReadOnlyList<string> words) =>
        words.FirstOrDefault(word => word.Equals(Pieces.Plain(text), StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"use {Either(words)}.");

    private static string Either(IReadOnlyList<string> words) => $"{string.Join(", ", words.SkipLast(1))} or {words[^1]}";

    private static string WordOf<TEnum>(TEnum value)
        where TEnum : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    private Settings<T> Add(string key, string meaning, Func<T, string> show, Func<T, string, T> apply) =>
        new(_fresh, [.. _all, new(key, meaning, show, apply)]);

    private string Expected(Spec spec) =>
        (_all.FirstOrDefault(setting => !setting.IsArgument) ?? _all.FirstOrDefault()) is { } one
            ? $"write settings as key=value, such as {spec.Name}:{one.Key}={one.Show(Defaults)}." : $"{spec.Name} has no settings.";

    private string Expected(Spec spec, string key, string text)
    {
        string[] keys = [.. _all.Select(setting => setting.Key)];
        int place = spec.Settings.ToList().FindIndex(setting => setting.Key == key);
        return keys.Length == 0 ? $"{spec.Name} has no settings, so not '{key}' either."
            : $"{spec.Name} has no setting '{key}'{Unknown.Closest(key, keys)} It has: {string.Join(", ", keys)}."
                + (place == 0 ? "" : $" What belongs to {spec.Settings[place - 1].Key} as a whole stands in quotes: "
                    + $"{spec.Settings[place - 1].Key}='…:{key}={text}'.");
    }
}
