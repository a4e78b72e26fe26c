using System.Globalization;
using System.Text;
using Apical.Specs;

namespace Apical.Papers;

/// <summary>What a parameter is called on the command line: the words of its name up to a bracket or semicolon, joined by hyphens.</summary>
public static class SettingKey
{
    private static readonly Dictionary<char, string> s_greek = new()
    {
        ['α'] = "alpha",
        ['β'] = "beta",
        ['γ'] = "gamma",
        ['δ'] = "delta",
        ['ε'] = "epsilon",
        ['η'] = "eta",
        ['θ'] = "theta",
        ['κ'] = "kappa",
        ['λ'] = "lambda",
        ['μ'] = "mu",
        ['ν'] = "nu",
        ['ξ'] = "xi",
        ['π'] = "pi",
        ['ρ'] = "rho",
        ['σ'] = "sigma",
        ['τ'] = "tau",
        ['φ'] = "phi",
        ['ψ'] = "psi",
        ['ω'] = "omega",
    };

    /// <summary>The parameters of an experiment that can be set.</summary>
    public static IReadOnlyList<ISettable> Settable(Experiment experiment)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        return [.. experiment.Settings.OfType<ISettable>().DistinctBy(setting => setting.Name)];
    }

    /// <summary>The key of a parameter: <c>step-size-eta-relu</c> for <c>step size η, relu</c>.</summary>
    public static string Of(ISettable setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        string name = setting.Name;
        int bracket = name.IndexOf(" (", StringComparison.Ordinal), end = bracket > 0 ? bracket : name.IndexOf(';', StringComparison.Ordinal);
        return Words(end > 0 ? name[..end] : name);
    }

    /// <summary>
    /// Parameters by a key, or by a part of it that no other has. What is said of each row of a table (<c>BP: rate</c>) is found together by what comes behind
    /// the colon, and what is split by a comma (<c>widths p, linear</c>) by what comes before it.
    /// </summary>
    /// <exception cref="ArgumentException">There is none, or there are several; the message lists what there is, with the values.</exception>
    public static IReadOnlyList<ISettable> Find(Experiment experiment, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        IReadOnlyList<ISettable> all = Settable(experiment);
        string key = Words(text);
        ISettable[] fit = [];
        foreach (Func<ISettable, bool> fits in new Func<ISettable, bool>[]
        {
            setting => setting.Name == text || Of(setting) == key,
            setting => OfEachRow(setting) == key,
            setting => $"{BeforeComma(setting)}-".StartsWith($"{key}-", StringComparison.Ordinal),
            setting => Of(setting).Contains(key, StringComparison.Ordinal),
        })
        {
            fit = key.Length == 0 || fit.Length > 0 ? fit : [.. all.Where(fits)];
        }

        bool together = fit.All(setting => OfEachRow(setting) == key) || fit.Select(BeforeComma).Distinct().Count() == 1;
        IEnumerable<string> words = all.Select(Of).Concat(all.SelectMany(setting => Of(setting).Split('-')));
        string known = string.Join("; ", (fit.Length > 1 ? fit : all).Select(Shown));
        return fit.Length == 0 ? throw new ArgumentException($"{experiment.Id} has no setting '{text}'{Unknown.Closest(text, words)} Its settings: {known}.")
            : together ? fit : throw new ArgumentException($"'{text}' could be {known}. Give more of the name.");
    }

    /// <summary>Reads values for the parameters of an experiment.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="given">Each as <c>NAME=VALUE</c>: the key of a parameter, or a part of it that no other has.</param>
    /// <exception cref="ArgumentException">An unknown name, or a value that will not do; the message says what there is, or what was expected.</exception>
    public static SettingValues Read(Experiment experiment, params IReadOnlyList<string> given)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentNullException.ThrowIfNull(given);
        Dictionary<string, object?> values = [];
        List<string> texts = [];
        foreach (string one in given)
        {
            int cut = one.IndexOf('=', StringComparison.Ordinal);
            if (cut < 1)
            {
                throw new ArgumentException($"'{one}' will not do; give NAME=VALUE, such as {Example(experiment)}.");
            }

            foreach (ISettable setting in Find(experiment, one[..cut].Trim()))
            {
                object? value = Read(setting, one[(cut + 1)..]);
                if (!values.TryAdd(setting.Name, value))
                {
                    throw new ArgumentException($"{Of(setting)} is set twice; set it once.");
                }

                texts.Add($"{setting.Name.TrimEnd('=', ' ')} = {SettingText.Of(value)}");
            }
        }

        return new(values, texts);
    }

    private static object? Read(ISettable setting, string text)
    {
        try
        {
            return setting.Read(text);
        }
        catch (ArgumentException error)
        {
            throw new ArgumentException($"{Of(setting)}: {error.Message}", error);
        }
    }

    private static string? OfEachRow(ISettable setting) =>
        setting.Name.LastIndexOf(": ", StringComparison.Ordinal) is var colon and > 0 ? Words(setting.Name[(colon + 2)..]) : null;

    private static string BeforeComma(ISettable setting) => Words(setting.Name.Split(',', ';', '(', ':')[0]);

    private static string Words(string name)
    {
        var key = new StringBuilder();
        foreach (char c in name.ToLowerInvariant().Normalize(NormalizationForm.FormKD))
        {
            string? text = char.IsAsciiLetterOrDigit(c) || c == '.' ? $"{c}" : s_greek.GetValueOrDefault(c)
                ?? (CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark ? "" : "-");
            key.Append(text);
        }

        return string.Join('-', key.ToString().Split('-', StringSplitOptions.RemoveEmptyEntries)).Trim('.');
    }

    /// <summary>A setting as it may be given.</summary>
    private static string Example(Experiment experiment) =>
        Settable(experiment) is [var first, ..] ? $"{Of(first)}={first.Default(Scale.Quick).Replace(", ", ",")}" : "runs=3";

    private static string Shown(ISettable setting) => $"{Of(setting)}={setting.Default(Scale.Quick).Replace(", ", ",")}";
}
