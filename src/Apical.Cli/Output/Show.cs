using System.Globalization;
using Apical.Runs;
using Apical.Specs;

namespace Apical.Cli.Output;

/// <summary>Numbers as people read them.</summary>
internal static class Show
{
    /// <summary>What stands where there is no number.</summary>
    public const string Nothing = "–";

    /// <summary>A fraction in percent, without the sign: <c>95.12</c>.</summary>
    public static string Percent(double fraction) => Number(100 * fraction, "0.00");

    /// <summary>A loss: <c>0.123</c>, <c>12.3</c>, <c>1.2e-5</c>.</summary>
    public static string Loss(double loss) => Number(
        loss, Math.Abs(loss) switch { >= 1e6 => "0.0e0", >= 100 => "0", >= 10 => "0.0", >= 1 => "0.00", >= 0.001 or 0 => "0.000", _ => "0.0e0" });

    /// <summary>An angle in degrees: <c>45.1</c>.</summary>
    public static string Degrees(double degrees) => Number(degrees, "0.0");

    /// <summary>Mean ± standard deviation, as far as they are known.</summary>
    /// <param name="of">The numbers.</param>
    /// <param name="text">Writes one of them.</param>
    public static string Spread(Spread of, Func<double, string> text) => double.IsNaN(of.Sd) ? text(of.Mean) : $"{text(of.Mean)} ± {text(of.Sd)}";

    /// <summary>A time on the clock: <c>0:07</c>, <c>1:02:03</c>.</summary>
    public static string Clock(TimeSpan time) => time.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}")
        : string.Create(CultureInfo.InvariantCulture, $"{time.Minutes}:{time.Seconds:00}");

    /// <summary>Bytes in a unit that leaves a handy number: <c>9.5 MB</c>.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        >= 1_000_000 => Number(bytes / 1e6, "0.0") + " MB",
        >= 1_000 => Number(bytes / 1e3, "0.0") + " kB",
        _ => Number(bytes, "0") + " bytes",
    };

    /// <summary>A whole number with its noun: <c>1 run</c>, <c>5 runs</c>.</summary>
    public static string Count(int count, string noun) => Counted.Of(count, noun);

    /// <summary>A number in a format; a dash for NaN.</summary>
    public static string Number(double number, string format) => double.IsNaN(number) ? Nothing : number.ToString(format, CultureInfo.InvariantCulture);
}
