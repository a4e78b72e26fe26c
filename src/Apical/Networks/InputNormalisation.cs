using Apical.Parameters;

namespace Apical.Networks;

/// <summary>How one layer normalises what it takes in, and what it keeps for that.</summary>
/// <remarks>
/// <code>
///   x̃ = (h − μ) / √(v + 1e-5)        μ, v: mean and variance of each feature
///   x̂ = γ x̃ + β                      where scale and shift are learned; else x̂ = x̃
///   mean ← 0.9 mean + 0.1 μ,  variance ← 0.9 variance + 0.1 v n / (n − 1)        after a training step over n numbers of a feature
/// </code>
/// A feature is a map, where its units share weights, or a unit. In a training step μ and v are those of the batch, over samples and positions; in use mean and
/// variance take their place, unless the statistics are always those of the batch. Floor, momentum and the unbiased variance are PyTorch's defaults.
/// </remarks>
public sealed class InputNormalisation
{
    /// <summary>Added to the variance, so that a silent unit stays silent.</summary>
    public const double Floor = 1e-5;

    private const double Momentum = 0.1;

    /// <summary>Mean 0, variance 1, scale 1 and shift 0 of each feature.</summary>
    /// <param name="form">How; not <see cref="BatchNorm.None"/>.</param>
    /// <param name="layer">Prefix of the parameters' names, e.g. <c>layer2</c>.</param>
    /// <param name="features">Maps, or units.</param>
    /// <param name="positions">Units of a map that are normalised together; 1 where each unit is by itself.</param>
    /// <param name="scales">Whether there is a scale and a shift, with <see cref="BatchNorm.Learned"/>.</param>
    /// <param name="precision">Of the layer.</param>
    public InputNormalisation(BatchNorm form, string layer, int features, int positions, bool scales = true, Precision precision = Precision.Single)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(positions, 1);
        (Form, Features, Positions) = (form, features, positions);
        if (form == BatchNorm.Learned && scales)
        {
            (Scale, Shift) = (Column("scale", 1), Column("shift", 0));
        }

        if (form.KeepsStatistics)
        {
            (Mean, Variance) = (Column("mean", 0), Column("variance", 1));
        }

        Parameter Column(string name, double value)
        {
            var column = new Matrix(features, 1, precision);
            column.Fill(value);
            return new Parameter($"{layer}/{name}", column, decays: false);
        }
    }

    private InputNormalisation(InputNormalisation other) =>
        (Form, Features, Positions, Scale, Shift, Mean, Variance) =
            (other.Form, other.Features, other.Positions, Copy(other.Scale), Copy(other.Shift), Copy(other.Mean), Copy(other.Variance));

    /// <summary>In which form.</summary>
    public BatchNorm Form { get; }

    /// <summary>Maps, or units.</summary>
    public int Features { get; }

    /// <summary>Units of a feature.</summary>
    public int Positions { get; }

    /// <summary>γ, <c>[features, 1]</c>, or null.</summary>
    public Parameter? Scale { get; }

    /// <summary>β, <c>[features, 1]</c>, or null.</summary>
    public Parameter? Shift { get; }

    /// <summary>The running mean, <c>[features, 1]</c>, or null. No optimizer moves it.</summary>
    public Parameter? Mean { get; }

    /// <summary>The running variance, <c>[features, 1]</c>, or null. No optimizer moves it.</summary>
    public Parameter? Variance { get; }

    /// <summary>All that a model file must hold of it.</summary>
    public IReadOnlyList<Parameter> Parameters => [.. new[] { Scale, Shift, Mean, Variance }.OfType<Parameter>()];

    /// <summary>The fewest samples that statistics can be taken of: two where a feature is one unit.</summary>
    public int SmallestBatch => Positions == 1 ? 2 : 1;

    /// <summary>The same with parameters of its own that have the same values.</summary>
    public InputNormalisation Clone() => new(this);

    /// <summary>Units of the same feature side by side: the same memory.</summary>
    /// <param name="x"><c>[units, batch]</c></param>
    /// <returns><c>[features, positions · batch]</c></returns>
    internal Matrix ByFeature(Matrix x) => Positions == 1 ? x : x.As(Features, Positions * x.Columns);

    /// <summary>Undoes <see cref="ByFeature"/>.</summary>
    /// <param name="x"><c>[features, positions · batch]</c></param>
    /// <returns><c>[units, batch]</c></returns>
    internal Matrix ByUnit(Matrix x) => Positions == 1 ? x : x.As(Features * Positions, x.Columns / Positions);

    /// <summary>Moves the running statistics, where there are any.</summary>
    /// <param name="mean">μ <c>[features, 1]</c></param>
    /// <param name="variance">v <c>[features, 1]</c>, of the sample: divided by n.</param>
    /// <param name="n">Numbers of a feature, at least 2.</param>
    internal void Follow(Matrix mean, Matrix variance, int n)
    {
        Mean?.Value.Blend(1 - Momentum, Momentum, mean);
        Variance?.Value.Blend(1 - Momentum, Momentum * n / (n - 1), variance);
    }

    private static Parameter? Copy(Parameter? parameter) => parameter is null ? null : new(parameter.Name, parameter.Value.Clone(), parameter.Decays);
}
