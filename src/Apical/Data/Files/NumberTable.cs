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

            string? wrong = Read(line, numbers) ?? (numbers[features] == Math.Floor(numbers[features]) && numbers[features] >= 0 && numbers[features] < classes
                ? null : $"the label is {numbers[features].ToString(CultureInfo.InvariantCulture)}");
            if (wrong is not null)
            {
                throw new DatasetException(
                    $"{Path.GetFullPath(path)}, line {number}: expected {Counted.Of(features, "number")} and a label "
                        + $"from 0 to {classes - 1}, between commas, semicolons or blanks; {wrong}.");
            }

            for (int i = 0; i < features; i++)
            {
                inputs[sample, i] = numbers[i];
            }

            labels[sample++] = (int)numbers[features];
        }

        return (inputs, labels);
    }

    // What is wrong with a line, or null. A comma or semicolon ends a value, which must be there; blanks around it, or any number of them alone, part values.
    private static string? Read(ReadOnlySpan<char> line, double[] numbers)
    {
        int found = 0;
        bool commas = line.ContainsAny(',', ';');
        foreach (Range part in line.SplitAny(',', ';'))
        {
            ReadOnlySpan<char> value = line[part].Trim();
            if (value.IsEmpty && commas)
            {
                return $"value {found + 1} is missing";
            }

            foreach (Range range in value.SplitAny(' ', '\t'))
            {
                ReadOnlySpan<char> word = value[range].Trim();
                if (word.IsEmpty)
                {
                    continue;
                }

                if (found == numbers.Length)
                {
                    return $"there are more than {numbers.Length}{(line.ContainsAny(';', '\t') && line.Contains(',') ? ". Write decimals with a point" : "")}";
                }

                if (!double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[found]) || !double.IsFinite(numbers[found]))
                {
                    return $"value {found + 1} is no finite number";
                }

                found++;
            }
        }

        return found == numbers.Length ? null : $"there are {found}";
    }
}
