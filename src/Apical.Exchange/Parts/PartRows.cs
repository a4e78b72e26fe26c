using Apical.Numerics.Matrices;

namespace Apical.Exchange.Parts;

/// <summary>Inputs that come one sample after another, and go to their place in the part to train or to test with: there once, never copied.</summary>
internal sealed class PartRows
{
    private const int Room = 1024;                          // what a matrix needs beside its numbers

    private readonly int[] _places;                         // row in the part to train with, or −1 − row in the other, or the least number

    /// <summary>Room for both parts.</summary>
    /// <param name="where">What is read, for messages.</param>
    /// <param name="count">Samples in all.</param>
    /// <param name="features">Inputs of each.</param>
    /// <param name="train">Numbers of those to train with, in their order.</param>
    /// <param name="test">Numbers of those to test with, in their order.</param>
    /// <param name="precision">Of the inputs.</param>
    /// <exception cref="DatasetException">More than a matrix holds.</exception>
    public PartRows(string where, int count, int features, int[] train, int[] test, Precision precision)
    {
        Matrix Make(int samples) => (long)samples * features * (precision == Precision.Single ? sizeof(float) : sizeof(double)) < Array.MaxLength - Room
            ? new(samples, features, precision)
            : throw new DatasetException($"{where}: {samples} samples of {features} inputs are more than a matrix holds, 2 GiB. Leave out inputs or samples.");
        _places = new int[count];
        Array.Fill(_places, int.MinValue);
        for (int row = 0; row < train.Length; row++)
        {
            _places[train[row]] = row;
        }

        for (int row = 0; row < test.Length; row++)
        {
            _places[test[row]] = -1 - row;
        }

        (Train, Test) = (Make(train.Length), Make(test.Length));
    }

    /// <summary>Inputs to train with, <c>[samples, features]</c>.</summary>
    public Matrix Train { get; }

    /// <summary>Inputs to test with, <c>[samples, features]</c>.</summary>
    public Matrix Test { get; }

    /// <summary>Puts a sample to its place, if it has one.</summary>
    /// <param name="sample">Its number.</param>
    /// <param name="values">Its inputs.</param>
    public void Put(int sample, ReadOnlySpan<double> values)
    {
        int place = _places[sample];
        if (place == int.MinValue)
        {
            return;
        }

        Matrix to = place >= 0 ? Train : Test;
        int start = (place >= 0 ? place : -1 - place) * values.Length;
        if (to.Precision == Precision.Double)
        {
            values.CopyTo(to.AsSpan<double>()[start..]);
            return;
        }

        Span<float> row = to.AsSpan<float>().Slice(start, values.Length);
        for (int i = 0; i < row.Length; i++)
        {
            row[i] = (float)values[i];
        }
    }
}
