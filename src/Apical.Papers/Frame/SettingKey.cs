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
        var key = new StringBuilder();
        foreach (char c in (end > 0 ? name[..end] : name).ToLowerInvariant().Normalize(NormalizationForm.FormKD))
        {
            string? text = char.IsAsciiLetterOrDigit(c) || c == '.' ? $"{c}" : s_greek.GetValueOrDefault(c)
                ?? (CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark ? "" : "-");
            key.Append(text);
        }

        return string.Join('-', key.ToString().Split('-', StringSplitOptions.RemoveEmptyEntries)).Trim('.');
    }

    /// <summary>A parameter by its key, or by a part of it that no other has; also by its name.</summary>
    /// <exception cref="ArgumentException">There is none, or there are several; the message lists what there is, with the values.</exception>
    public static ISettable Find(Experiment experiment, string text)
    {
        IReadOnlyList<ISettable> all = Settable(experiment);
        ISettable[] fit = [.. all.Where(setting => setting.Name == text || Of(setting).Equals(text, StringComparison.OrdinalIgnoreCase))];
        fit = fit.Length > 0 ? fit : [.. all.Where(setting => Of(setting).Contains(text, StringComparison.OrdinalIgnoreCase))];
        IEnumerable<string> words = all.Select(Of).Concat(all.SelectMany(setting => Of(setting).Split('-')));
        string known = string.Join("; ", (fit.Length > 1 ? fit : all).Select(Shown));
        return fit.Length == 1 ? fit[0]
            : fit.Length > 1 ? throw new ArgumentException($"'{text}' could be {known}. Give more of the name.")
            : throw new ArgumentException($"{experiment.Id} has no setting '{text}'{Unknown.Closest(text, words)} Its settings: {known}.");
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

            ISettable setting = Find(experiment, one[..cut].Trim());
            object? value;
            try
            {
                value = setting.Read(one[(cut + 1)..]);
            }
            catch (ArgumentException error)
            {
                throw new ArgumentException($"{Of(setting)}: {error.Message}", error);
            }

            if (!values.TryAdd(setting.Name, value))
            {
                throw new ArgumentException($"{Of(setting)} is set twice; set it once.");
            }

            texts.Add($"{setting.Name.TrimEnd('=', ' ')} = {SettingText.Of(value)}");
        }

        return new(values, texts);
    }

    /// <summary>A setting as it may be given.</summary>
    private static string Example(Experiment experiment) =>
        Settable(experiment) is [var first, ..] ? $"{Of(first)}={first.Default(Scale.Quick).Replace(", ", ",")}" : "runs=3";

    private static string Shown(ISettable setting) => $"{Of(setting)}={setting.Default(Scale.Quick).Replace(", ", ",")}";
}
