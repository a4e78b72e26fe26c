using System.Globalization;

namespace Apical.Optimizers;

/// <summary>What the learning rate is multiplied by as the epochs go by. Immutable; many optimizers may share one.</summary>
public abstract class Schedule
{
    private const string Forms =
        "Use constant, step:30,60 (÷10 at these epochs), step:30,60:0.5 (by another factor), "
            + "linear:60 (down to 1/5 over 60 epochs) or cosine:100 (down to 0 over 100 epochs).";

    /// <summary>The learning rate stays.</summary>
    public static Schedule Constant { get; } = new ConstantSchedule();

    /// <summary>Reads <c>constant</c>, <c>step:30,60</c>, <c>step:30,60:0.1</c>, <c>linear:60</c> or <c>cosine:100</c>.</summary>
    /// <exception cref="FormatException">Anything else; the message names the allowed forms.</exception>
    public static Schedule Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Trim().Split(':');
        try
        {
            return (parts[0].ToLowerInvariant(), parts.Length) switch
            {
                ("constant", 1) => Constant,
                ("step", 2) => new StepSchedule(Numbers(parts[1])),
                ("step", 3) => new StepSchedule(Numbers(parts[1]), Number(parts[2])),
                ("linear", 2) => new LinearSchedule(Number(parts[1])),
                ("cosine", 2) => new CosineSchedule(Number(parts[1])),
                _ => throw new FormatException($"'{text}' is not a schedule. {Forms}"),
            };
        }
        catch (ArgumentException e)
        {
            throw new FormatException($"'{text}' is not a schedule: {e.Message.Split(" (Parameter")[0]} {Forms}", e);
        }
    }

    /// <summary>The factor at an epoch.</summary>
    /// <param name="epoch">Epochs done, fractions included; at least 0.</param>
    public abstract double FactorAt(double epoch);

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public abstract override string ToString();

    private protected static double Duration(double epochs) => epochs > 0 && double.IsFinite(epochs) ? epochs
        : throw new ArgumentOutOfRangeException(nameof(epochs), $"The number of epochs must be finite and above 0, not {Show(epochs)}.");

    private protected static string Show(double number) => number.ToString(CultureInfo.InvariantCulture);

    private static double[] Numbers(string text) => [.. text.Split(',').Select(Number)];

    private static double Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number
        : throw new ArgumentException($"'{text}' is not a number.");
}
