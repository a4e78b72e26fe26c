using Apical.Specs;

namespace Apical.Cli.Sweeps;

/// <summary>
/// A setting and the values it takes in a sweep, as a person writes them: <c>lr=0.01,0.1</c>, <c>lr=1e-4..1:log:9</c>, <c>targets=0,1/-0.9,0.9</c>.
/// </summary>
/// <param name="Setting">Name of the setting: that of its option without the dashes.</param>
/// <param name="Values">At least one, in the order given.</param>
internal sealed record SweepAxis(string Setting, IReadOnlyList<string> Values)
{
    private const string Forms = "write values joined by commas (lr=0.01,0.1), by / where they have commas themselves (targets=0,1/-0.9,0.9), in quotes "
        + "where they have either, "
        + "or as a range (lr=1e-4..1:log:9, dropout=0..0.5:lin:6)";

    /// <summary>Reads <c>setting=values</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="known">Names of settings.</param>
    /// <exception cref="UsageException">Anything else.</exception>
    public static SweepAxis Parse(string text, IReadOnlyList<string> known)
    {
        int cut = text.IndexOf('=');
        if (cut < 1 || cut == text.Length - 1)
        {
            throw new UsageException($"--over {text}: expected a setting and its values; {Forms}.");
        }

        string setting = text[..cut].TrimStart('-'), rest = text[(cut + 1)..];
        if (!known.Contains(setting))
        {
            throw new UsageException($"--over {text}: {Unknown.Message("setting", setting, known)}");
        }

        IReadOnlyList<string> values;
        try
        {
            values = ValueText.List(rest);
        }
        catch (ArgumentException error)
        {
            throw new UsageException($"--over {text}: {error.Message}");
        }

        return values.Contains("") ? throw new UsageException($"--over {text}: there is an empty value; {Forms}.")
            : values.GroupBy(value => value).FirstOrDefault(group => group.Count() > 1) is { } twice
                ? throw new UsageException($"--over {text}: the value {twice.Key} is there {twice.Count()} times; give each once.")
            : new(setting, values);
    }
}
