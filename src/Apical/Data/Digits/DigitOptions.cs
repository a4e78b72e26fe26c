namespace Apical.Data;

/// <summary>
/// How much the images of <see cref="DigitImages"/> differ from each other. All defaults are ours, see docs/data.md for how they were chosen.
/// </summary>
public sealed record DigitOptions
{
    /// <summary>Largest rotation, as the tangent of half the angle.</summary>
    /// <value>Default 0.12, which is 14°.</value>
    public double HalfTurn { get; init; } = 0.12;

    /// <summary>Largest slant: horizontal shift over height.</summary>
    /// <value>Default 0.28.</value>
    public double Shear { get; init; } = 0.28;

    /// <summary>Smallest height of a digit in pixels; the width varies by itself in the same way.</summary>
    /// <value>Default 15.5.</value>
    public double SmallestSize { get; init; } = 15.5;

    /// <summary>Largest height of a digit in pixels.</summary>
    /// <value>Default 21.</value>
    public double LargestSize { get; init; } = 21;

    /// <summary>Largest displacement from the middle, in pixels, in each direction.</summary>
    /// <value>Default 1.7.</value>
    public double Shift { get; init; } = 1.7;

    /// <summary>Standard deviation of the control points of the elastic distortion, in pixels.</summary>
    /// <value>Default 1.9.</value>
    public double Elastic { get; init; } = 1.9;

    /// <summary>Standard deviation by which each point of a glyph is misplaced, in hundredths of the glyph's box.</summary>
    /// <value>Default 2.2.</value>
    public double Unsteadiness { get; init; } = 2.2;

    /// <summary>Width of the thinnest pen in pixels.</summary>
    /// <value>Default 1.8.</value>
    public double ThinnestPen { get; init; } = 1.8;

    /// <summary>Width of the broadest pen in pixels.</summary>
    /// <value>Default 4.</value>
    public double BroadestPen { get; init; } = 4;

    /// <summary>Intensity of the palest ink; the darkest is 1.</summary>
    /// <value>Default 0.55.</value>
    public double PalestInk { get; init; } = 0.55;

    /// <summary>Largest standard deviation of the noise of the pixels.</summary>
    /// <value>Default 0.1.</value>
    public double Noise { get; init; } = 0.1;

    /// <summary>Throws when a setting makes no sense.</summary>
    internal void Check()
    {
        Require(HalfTurn >= 0 && HalfTurn <= 1, nameof(HalfTurn), HalfTurn, "a value in [0, 1]");
        Require(Shear >= 0 && double.IsFinite(Shear), nameof(Shear), Shear, "a finite value of at least 0");
        Require(SmallestSize > 0 && SmallestSize <= LargestSize, nameof(SmallestSize), SmallestSize,
            $"a positive value not above {nameof(LargestSize)} ({LargestSize})");
        Require(LargestSize <= 2 * DigitImages.Side, nameof(LargestSize), LargestSize, $"at most {2 * DigitImages.Side}, twice the image");
        Require(Shift >= 0 && Shift <= DigitImages.Side, nameof(Shift), Shift, $"a value in [0, {DigitImages.Side}]");
        Require(Elastic >= 0 && Elastic <= DigitImages.Side, nameof(Elastic), Elastic, $"a value in [0, {DigitImages.Side}]");
        Require(Unsteadiness >= 0 && Unsteadiness <= 100, nameof(Unsteadiness), Unsteadiness, "a value in [0, 100]");
        Require(ThinnestPen > 0 && ThinnestPen <= BroadestPen, nameof(ThinnestPen), ThinnestPen,
            $"a positive value not above {nameof(BroadestPen)} ({BroadestPen})");
        Require(BroadestPen <= DigitImages.Side, nameof(BroadestPen), BroadestPen, $"at most {DigitImages.Side}");
        Require(PalestInk is >= 0 and <= 1, nameof(PalestInk), PalestInk, "a value in [0, 1]");
        Require(Noise >= 0 && double.IsFinite(Noise), nameof(Noise), Noise, "a finite value of at least 0");
    }

    private static void Require(bool holds, string name, double value, string expected)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(name, value, $"Expected {expected}.");
        }
    }
}
