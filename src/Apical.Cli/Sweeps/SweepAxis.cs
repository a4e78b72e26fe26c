using Apical.Specs;

namespace Apical.Cli.Sweeps;

/// <summary>
/// A setting and the values it takes in a sweep, as a person writes them: <c>lr=0.01,0.1</c>, <c>lr=1e-4..1:log:9</c>, <c>targets=0,1/-0.9,0.9</c>.
/// </summary>
/// <param name="Setting">Name of the setting: that of its option without the dashes.</param>
/// <param name="Values">At least one, in the order given; where they are drawn at random, it may be a range without a number: <c>1e-4..1:log</c>.</param>
internal sealed record SweepAxis(string Setting, IReadOnlyList<string> Values)
{
    /// <summary>The range that values are drawn from; null where there is a list.</summary>
    public NumberRange? Range => Values is [var only] ? NumberRange.Parse(only) : null;

    private const string Forms = "write values joined by commas (lr=0.01,0.1), by / where they have commas themselves (targets=0,1/-0.9,0.9), in quotes "
        + "where they have either, "
        + "or as a range (lr=1e-4..1:log:9, dropout=0..0.5:lin:6)";

    /// <summary>Reads <c>setting=values</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="known">Names of settings.</param>
    /// <param name="drawn">Whether values are drawn at random, so that a range needs no number.</param>
    /// <exception cref="UsageException">Anything else.</exception>
    public static SweepAxis Parse(string text, IReadOnlyList<string> known, bool drawn = false)
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
            values = drawn && NumberRange.Parse(rest) is not null ? [rest] : ValueText.List(rest);
        }
        catch (ArgumentException error)
        {
            string open = !drawn && error.Message.Contains("is no range") ? " With --random N, which draws from it, without how many." : "";
            throw new UsageException($"--over {text}: {error.Message}{open}");
        }

        return values.Contains("") ? throw new UsageException($"--over {text}: there is an empty value; {Forms}.")
            : values.GroupBy(value => value).FirstOrDefault(group => group.Count() > 1) is { } twice
                ? throw new UsageException($"--over {text}: the value {twice.Key} is there {twice.Count()} times; give each once.")
            : new(setting, values);
    }

    /// <summary>The axis with more values; those that it has stay as they are.</summary>
    public SweepAxis With(IEnumerable<string> more) => this with { Values = [.. Values.Union(more)] };
}
