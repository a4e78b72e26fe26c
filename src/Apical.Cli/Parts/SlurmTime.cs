using System.Globalization;
using System.Text.RegularExpressions;

namespace Apical.Cli.Parts;

/// <summary>Time limits as Slurm writes them.</summary>
internal static partial class SlurmTime
{
    /// <summary>Reads <c>90</c> (minutes), <c>90:00</c>, <c>1:30:00</c>, <c>2-12</c> (days and hours), <c>2-12:30</c> or <c>2-12:30:00</c>.</summary>
    /// <exception cref="ArgumentException">Anything else, or no time at all.</exception>
    public static TimeSpan Parse(string text)
    {
        Match match = Form().Match(text);
        int Whole(string name) => match.Groups[name].Success ? int.Parse(match.Groups[name].Value, CultureInfo.InvariantCulture) : 0;
        TimeSpan time = match.Success ? new TimeSpan(Whole("days"), Whole("hours"), Whole("minutes"), Whole("seconds")) : TimeSpan.Zero;
        return time > TimeSpan.Zero ? time
            : throw new ArgumentException($"'{text}' will not do; give minutes, such as 90, or hours:minutes:seconds, or days-hours, such as 2-12.");
    }

    /// <summary>Writes <c>01:30:00</c>, or <c>2-12:30:00</c> from a day on.</summary>
    public static string Text(TimeSpan time) =>
        time.ToString(time.Days > 0 ? @"d\-hh\:mm\:ss" : @"hh\:mm\:ss", CultureInfo.InvariantCulture);

    // The signs between tell what the numbers are: after days come hours, two numbers are minutes and seconds.
    [GeneratedRegex(@"^((?<days>\d{1,4})-(?<hours>\d{1,4})(:(?<minutes>\d{1,4})(:(?<seconds>\d{1,4}))?)?"
        + @"|(?<hours>\d{1,4}):(?<minutes>\d{1,4}):(?<seconds>\d{1,4})|(?<minutes>\d{1,6})(:(?<seconds>\d{1,4}))?)\z")]
    private static partial Regex Form();
}
