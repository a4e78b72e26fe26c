using System.Globalization;
using Apical.Runs;

namespace Apical.Report;

/// <summary>How numbers of a unit are written.</summary>
internal static class Units
{
    private const double FarOut = 1e6;                  // where no decimals matter, and digits would fill the page

    /// <summary>What stands after a number, with a space where one belongs.</summary>
    public static string Symbol(this Unit unit) => unit switch { Unit.Share => " %", Unit.Degrees => "°", Unit.Seconds => " s", _ => "" };

    /// <summary>A heading with the unit.</summary>
    public static string Heading(this Metric metric) => metric.Heading + metric.Unit switch
    {
        Unit.Share => " (%)",
        Unit.Degrees => " (degrees)",
        Unit.Seconds => " (seconds)",
        _ => "",
    };

    /// <summary>Format of the numbers on an axis in Vega's terms; null for its own.</summary>
    public static string? TickFormat(this Unit unit) => unit switch { Unit.Share => "~%", Unit.Degrees => "d", Unit.Count => "~s", _ => null };

    /// <summary>Mean ± sd, without unit; a dash where there is no finite value.</summary>
    public static string Text(this Unit unit, Spread spread)
    {
        if (spread.N == 0)
        {
            return "–";
        }

        double scale = unit == Unit.Share ? 100 : 1;
        string format = Format(Math.Abs(spread.Mean) < FarOut ? unit : Unit.Plain, scale * spread.Mean);
        string mean = Number(scale * spread.Mean, format);
        return double.IsNaN(spread.Sd) ? mean : $"{mean} ± {Number(scale * spread.Sd, format)}"; // as many decimals as the mean has
    }

    private static string Format(Unit unit, double value) => unit switch
    {
        Unit.Share => "0.00",
        Unit.Degrees => "0.0",
        Unit.Cosine => "0.000",
        Unit.Seconds => Math.Abs(value) < 100 ? "0.00" : "0.0",
        _ => Math.Abs(value) switch // four significant digits
        {
            0 => "0",
            < 1e-3 or >= 1e6 => "0.00e+0",
            < 1 => "0.0000",
            < 10 => "0.000",
            < 100 => "0.00",
            < 1000 => "0.0",
            _ => "0",
        },
    };

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture).Replace('-', '−');
}
