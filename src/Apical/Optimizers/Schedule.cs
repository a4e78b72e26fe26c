using System.Globalization;
using Apical.Specs;

namespace Apical.Optimizers;

/// <summary>What the learning rate is multiplied by as the epochs go by. Immutable; many optimizers may share one.</summary>
public abstract class Schedule : IReadable<Schedule>
{
    /// <summary>The learning rate stays.</summary>
    public static Schedule Constant { get; } = new ConstantSchedule();

    /// <summary>The forms that <see cref="Parse"/> knows.</summary>
    public static IReadOnlyList<string> Names => Forms.Usages;

    private static Forms<Schedule> Forms { get; } = new Forms<Schedule>("schedule")
        .Add("constant", Constant)
        .Add("step:EPOCHS[:FACTOR]", a => a switch
        {
            [var epochs] => new StepSchedule(epochs),
            [var epochs, [var factor]] => new StepSchedule(epochs, factor),
            _ => null,
        })
        .Add("linear:EPOCHS", a => a is [[var epochs]] ? new LinearSchedule(epochs) : null)
        .Add("cosine:EPOCHS", a => a is [[var epochs]] ? new CosineSchedule(epochs) : null);

    /// <summary>
    /// Reads <c>constant</c>, <c>step:30,60</c> (÷10 at these epochs), <c>step:30,60:0.5</c> (by another factor), <c>linear:60</c> (down to 1/5 over
    /// 60 epochs) or <c>cosine:100</c> (down to 0 over 100 epochs).
    /// </summary>
    /// <exception cref="ArgumentException">Anything else; the message names the allowed forms.</exception>
    public static Schedule Parse(string text) => Forms.Parse(text);

    /// <summary>The factor at an epoch.</summary>
    /// <param name="epoch">Epochs done, fractions included; at least 0.</param>
    public abstract double FactorAt(double epoch);

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public abstract override string ToString();

    private protected static double Duration(double epochs) => epochs > 0 && double.IsFinite(epochs) ? epochs
        : throw new ArgumentOutOfRangeException(nameof(epochs), $"The number of epochs must be finite and above 0, not {Show(epochs)}.");

    private protected static string Show(double number) => number.ToString(CultureInfo.InvariantCulture);
}
