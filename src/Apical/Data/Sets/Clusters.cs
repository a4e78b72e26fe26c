namespace Apical.Data;

/// <summary>
/// The synthetic problem of demirbilek2021, section 2.2 (after Chizat and Bach 2020): c² discs on a grid in the first two dimensions, each of one of two
/// classes, and dimensions that tell nothing. Training and test samples come from one object, so that they share the classes of the discs.
/// </summary>
/// <remarks>
/// The grid has the step 3/(3c − 1), discs the radius 1/(3c − 1), so that they fill [−½, ½]²; other features are uniform in [−½, ½). Classes are drawn so
/// that ⌊c²/2⌋ discs are of class 0, as in the released code, which has 4 of 9 (always the same ones).
/// </remarks>
public sealed class Clusters
{
    private readonly int[] _classes;
    private readonly bool _constant, _even;

    /// <summary>Draws the classes of the discs.</summary>
    /// <param name="side">c, discs on a side of the grid; at least 2.</param>
    /// <param name="dimensions">d, features that are drawn; at least 2.</param>
    /// <param name="rng">Draws the classes.</param>
    /// <param name="constant">Whether a first feature that is always 1 comes before the d others, as in the released code, whose networks lack biases.</param>
    /// <param name="even">
    /// Whether samples are spread evenly over a disc. By default the angle and the distance from the middle are uniform, as in section 2.2 and the
    /// released code, so that they are denser in the middle; Chizat and Bach have even discs.
    /// </param>
    public Clusters(int side, int dimensions, Rng rng, bool constant = false, bool even = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(side, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 2);
        ArgumentNullException.ThrowIfNull(rng);
        (Side, Dimensions, _constant, _even) = (side, dimensions, constant, even);
        _classes = new int[side * side];
        int[] order = rng.Fork("classes").Permutation(side * side);
        for (int i = side * side / 2; i < order.Length; i++)
        {
            _classes[order[i]] = 1;
        }
    }

    /// <summary>c, discs on a side of the grid.</summary>
    public int Side { get; }

    /// <summary>d, features that are drawn.</summary>
    public int Dimensions { get; }

    /// <summary>Radius of a disc.</summary>
    public double Radius => 1.0 / ((3 * Side) - 1);

    /// <summary>Class of each disc, row by row.</summary>
    public IReadOnlyList<int> Classes => _classes;

    /// <summary>The middle of a disc.</summary>
    /// <param name="disc">From 0 to c² − 1, row by row.</param>
    public (double X, double Y) Centre(int disc) => (Coordinate(disc % Side), Coordinate(disc / Side));

    /// <summary>Draws samples: each from a disc chosen at random.</summary>
    /// <param name="count">At least 1. The first ones are the same in a longer series.</param>
    /// <param name="rng">Draws them.</param>
    /// <param name="precision">Of the set.</param>
    /// <returns>A set with d features, or d + 1, and one output, 0 or 1.</returns>
    public Dataset Create(int count, Rng rng, Precision precision = Precision.Single)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentNullException.ThrowIfNull(rng);
        int first = _constant ? 1 : 0;
        var inputs = new Matrix(count, Dimensions + first, precision);
        var labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            int disc = rng.NextInt(_classes.Length);
            (double x, double y) = Centre(disc);

            // the direction of a normal vector is uniform on the circle, and needs no sine
            double a = rng.Normal(), b = rng.Normal(), length = Math.Sqrt((a * a) + (b * b));
            double part = rng.NextDouble(), r = Radius * (_even ? Math.Sqrt(part) : part);
            labels[i] = _classes[disc];
            inputs[i, first] = x + (r * a / length);
            inputs[i, first + 1] = y + (r * b / length);
            for (int j = 2; j < Dimensions; j++)
            {
                inputs[i, first + j] = rng.NextDouble() - 0.5;
            }

            if (_constant)
            {
                inputs[i, 0] = 1;
            }
        }

        string name = $"clusters of {Side}×{Side} discs in {Dimensions} dimensions";
        return new Dataset(name, inputs, OneHot.EncodeBinary(labels, precision: precision), labels, classes: 2);
    }

    private double Coordinate(int i) => -0.5 + Radius + (3 * Radius * i);
}
