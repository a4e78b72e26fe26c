using System.Globalization;
using Apical.Cli.Help;
using Apical.Cli.Settings;

namespace Apical.Cli.Sweeps;

/// <summary>A setting and the values it takes in a sweep, as a person writes them: <c>lr=0.01,0.1</c>, <c>lr=1e-4..1:log:9</c>, <c>targets=0,1/-0.9,0.9</c>.</summary>
/// <param name="Setting">Name of the setting: that of its option without the dashes.</param>
/// <param name="Values">At least one, in the order given.</param>
internal sealed record SweepAxis(string Setting, IReadOnlyList<string> Values)
{
    private const string Forms = "write values joined by commas (lr=0.01,0.1), by / where they have commas themselves (targets=0,1/-0.9,0.9), or as a range (lr=1e-4..1:log:9, dropout=0..0.5:lin:6)";
    private const int MostValues = 1000;

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
            throw new UsageException($"--over {text}: unknown setting '{setting}'{WrongUsage.Closest(setting, known)} Known: {string.Join(", ", known)}.");
        }

        string[] values =
        [
            .. (rest.Contains('/') ? rest.Split('/') : setting == SweepSettings.Rule ? RuleList.Split(rest) : rest.Split(','))
                .SelectMany(piece => piece.Contains("..") ? Range(piece, text) : [piece.Trim()]),
        ];
        return values.Contains("") ? throw new UsageException($"--over {text}: there is an empty value; {Forms}.")
            : values.GroupBy(value => value).FirstOrDefault(group => group.Count() > 1) is { } twice ? throw new UsageException($"--over {text}: the value {twice.Key} is there {twice.Count()} times; give each once.")
            : new(setting, values);
    }

    /// <summary><c>low..high:log:n</c> and <c>low..high:lin:n</c>: the ends as they are written, and between them numbers rounded to four digits.</summary>
    private static IEnumerable<string> Range(string range, string text)
    {
        string[] parts = range.Split(':');
        string[] ends = parts[0].Split("..");
        if (parts is not [_, "log" or "lin", _] || ends.Length != 2
            || Settings.Values.Number(ends[0]) is not { } low || Settings.Values.Number(ends[1]) is not { } high || low >= high
            || !int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out int count) || count is < 2 or > MostValues)
        {
            throw new UsageException($"--over {text}: '{range}' is no range. Write two rising numbers, log or lin, and how many: 1e-4..1:log:9 or 0..0.5:lin:6.");
        }

        bool log = parts[1] == "log";
        if (log && low <= 0)
        {
            throw new UsageException($"--over {text}: a logarithmic range begins above 0, not at {ends[0]}.");
        }

        return Enumerable.Range(0, count).Select(i => i == 0 ? ends[0] : i == count - 1 ? ends[1] : Rounded(At((double)i / (count - 1))));

        double At(double share) => log ? low * Math.Pow(high / low, share) : low + (share * (high - low));
    }

    // Never in the form 1.234E+05: whole numbers have no such form.
    private static string Rounded(double number) =>
        ((decimal)double.Parse(number.ToString("E3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)).ToString("0.############################", CultureInfo.InvariantCulture);
}
