using System.Globalization;
using Apical.Specs;

namespace Apical.Data;

/// <summary>Reads samples written as text, one per line: the features, then the label, between commas, semicolons, blanks or tabs.</summary>
internal static class NumberTable
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="features">Numbers before the label.</param>
    /// <param name="classes">Labels are 0 … classes − 1.</param>
    /// <param name="precision">Of the inputs.</param>
    /// <param name="most">Samples to read at most.</param>
    /// <exception cref="DatasetException">A line that is not so; the message says which.</exception>
    public static (Matrix Inputs, int[] Labels) Read(string path, int features, int classes, Precision precision, int most = int.MaxValue)
    {
        int count = File.ReadLines(path).Where(line => !string.IsNullOrWhiteSpace(line)).Take(most).Count();
        if (count == 0)
        {
            throw new DatasetException($"{Path.GetFullPath(path)} holds no samples.");
        }

        var inputs = new Matrix(count, features, precision);
        var labels = new int[count];
        var numbers = new double[features + 1];
        int sample = 0, number = 0;
        foreach (string line in File.ReadLines(path))
        {
            number++;
            if (sample == count || string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            if (!TryRead(line, numbers) || numbers[features] != Math.Floor(numbers[features]) || numbers[features] < 0 || numbers[features] >= classes)
            {
                throw new DatasetException(
                    $"{Path.GetFullPath(path)}, line {number}: expected {Counted.Of(features, "number")} and a label "
                        + $"from 0 to {classes - 1}, between commas or blanks.");
            }

            for (int i = 0; i < features; i++)
            {
                inputs[sample, i] = numbers[i];
            }

            labels[sample++] = (int)numbers[features];
        }

        return (inputs, labels);
    }

    private static bool TryRead(ReadOnlySpan<char> line, double[] numbers)
    {
        int found = 0;
        foreach (Range range in line.SplitAny(',', ';', ' ', '\t'))
        {
            ReadOnlySpan<char> word = line[range].Trim();
            if (word.Length == 0)
            {
                continue;
            }

            if (found == numbers.Length
                || !double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[found]) || !double.IsFinite(numbers[found++]))
            {
                return false;
            }
        }

        return found == numbers.Length;
    }
}
