using Apical.Data;
using Apical.Networks;

namespace Apical.Papers.Demirbilek2021;

/// <summary>What a network for k digits side by side makes of one of them (appendix B): its pixels times the weights that see them.</summary>
internal static class DigitRepresentation
{
    /// <summary>The weights <c>[units, pixels of a digit]</c> that see the digit at a place.</summary>
    /// <param name="first">The first layer, <c>[units, k · pixels]</c>.</param>
    /// <param name="digit">Height and width of a digit.</param>
    /// <param name="k">Digits side by side.</param>
    /// <param name="place">From 0, at the left.</param>
    public static Matrix Weights(Layer first, ImageShape digit, int k, int place)
    {
        Matrix byPixel = first.W.Value.T.ToMatrix();
        int[] pixels =
            [.. from row in Enumerable.Range(0, digit.Height)
                from column in Enumerable.Range(0, digit.Width)
                select (((row * k) + place) * digit.Width) + column];
        var seen = new Matrix(pixels.Length, byPixel.Columns, byPixel.Precision);
        byPixel.GatherRows(pixels, seen);
        return seen.T.ToMatrix();
    }

    /// <summary>The hidden layer's input from single digits, <c>[units, digits]</c>.</summary>
    public static Matrix Of(Matrix weights, Dataset digits) => weights.Dot(digits.Inputs.T);
}
