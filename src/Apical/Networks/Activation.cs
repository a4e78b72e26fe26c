using System.Globalization;
using Apical.Specs;

namespace Apical.Networks;

/// <summary>
/// The nonlinearity s of a layer, h = s(a), with what rules need to know of it: its slope, whether it is monotone, and its inverse.
/// </summary>
/// <remarks>
/// Slopes are computed from h, not a; every function here allows that. At a kink at 0 the slope of the left branch is taken (relu: 0 at 0, as in
/// PyTorch); hard-tanh has slope 0 at both of its kinks, because h no longer tells them from the flat parts.
/// </remarks>
public sealed class Activation : IReadable<Activation>
{
    private readonly ScalarFunction _function;
    private readonly ScalarFunction? _slope;
    private readonly ScalarFunction? _inverse;

    private Activation(
        string name, ScalarFunction function, ScalarFunction? slope, ScalarFunction? inverse,
        double parameter = 0, double low = double.NegativeInfinity, double high = double.PositiveInfinity)
    {
        Name = name;
        (_function, _slope, _inverse, Parameter) = (function, slope, inverse, parameter);
        InverseDomain = (low, high);
    }

    /// <summary>h = a.</summary>
    public static Activation Identity { get; } = new("identity", ScalarFunction.Identity, null, ScalarFunction.Identity);

    /// <summary>h = max(0, a). Not invertible.</summary>
    public static Activation Relu { get; } = new("relu", ScalarFunction.Relu, ScalarFunction.ReluSlope, null);

    /// <summary>h = tanh a.</summary>
    public static Activation Tanh { get; } = new("tanh", ScalarFunction.Tanh, ScalarFunction.TanhSlope, ScalarFunction.Atanh, low: -1, high: 1);

    /// <summary>h = a clipped to [−1, 1]. Not invertible.</summary>
    public static Activation HardTanh { get; } = new("hard-tanh", ScalarFunction.HardTanh, ScalarFunction.HardTanhSlope, null);

    /// <summary>h = 1 / (1 + e⁻ᵃ).</summary>
    public static Activation Sigmoid { get; } = new("sigmoid", ScalarFunction.Sigmoid, ScalarFunction.SigmoidSlope, ScalarFunction.Logit, low: 0, high: 1);

    /// <summary>h = ln(1 + eᵃ).</summary>
    public static Activation Softplus { get; } = new("softplus", ScalarFunction.Softplus, ScalarFunction.SoftplusSlope, ScalarFunction.SoftplusInverse, low: 0);

    /// <summary>h = eᵃ / Σ eᵃ over the layer's units; for the output, with the cross-entropy.</summary>
    public static Activation Softmax { get; } = new("softmax", ScalarFunction.Identity, null, null);

    private static Forms<Activation> Forms { get; } = new Forms<Activation>("activation")
        .Add("identity", Identity, "linear")
        .Add("relu", Relu)
        .Add("leaky-relu[:slope]", a => a switch { [] => LeakyRelu(), [[var slope]] => LeakyRelu(slope), _ => null })
        .Add("tanh", Tanh)
        .Add("hard-tanh", HardTanh)
        .Add("sigmoid", Sigmoid)
        .Add("softplus", Softplus)
        .Add("elu[:alpha]", a => a switch { [] => Elu(), [[var alpha]] => Elu(alpha), _ => null })
        .Add("softmax", Softmax);

    /// <summary>The names that <see cref="Parse"/> knows.</summary>
    public static IReadOnlyList<string> Names => Forms.Usages;

    /// <summary>The name, as <see cref="Parse"/> reads it.</summary>
    public string Name { get; }

    /// <summary>The slope of leaky-relu, the alpha of elu; otherwise unused.</summary>
    public double Parameter { get; }

    /// <summary>Whether h_k depends on a_k alone. False for softmax only.</summary>
    public bool IsElementwise => this != Softmax;

    /// <summary>Whether s never falls. Monotone networks need it.</summary>
    public bool IsMonotone => IsElementwise;

    /// <summary>Whether each h comes from one a.</summary>
    public bool IsInvertible => _inverse is not null;

    /// <summary>The open interval of h in which the inverse is defined; of no meaning where there is none.</summary>
    public (double Low, double High) InverseDomain { get; }

    /// <summary>Whether every number is some s(a), so that the inverse takes any h.</summary>
    public bool IsOnto => IsInvertible && double.IsInfinity(InverseDomain.Low) && double.IsInfinity(InverseDomain.High);

    /// <summary>The function, for kernels that compute whole layers.</summary>
    internal ScalarFunction Function => _function;

    /// <summary>Its inverse, likewise.</summary>
    /// <exception cref="NotSupportedException">A function without inverse.</exception>
    internal ScalarFunction InverseFunction => _inverse ?? throw NoInverse();

    /// <summary>The parameter of the inverse.</summary>
    internal double InverseParameter => _inverse == ScalarFunction.LeakyRelu ? 1 / Parameter : Parameter;

    /// <summary>h = a where a &gt; 0, else slope · a.</summary>
    /// <param name="slope">Default 0.01, as in PyTorch. From 0 up to, not including, 1; 0 is relu and has no inverse.</param>
    /// <exception cref="ArgumentOutOfRangeException">A slope outside [0, 1).</exception>
    public static Activation LeakyRelu(double slope = 0.01) => slope is >= 0 and < 1
        ? new(Named("leaky-relu", slope), ScalarFunction.LeakyRelu, ScalarFunction.LeakyReluSlope, slope > 0 ? ScalarFunction.LeakyRelu : null, slope)
        : throw new ArgumentOutOfRangeException(nameof(slope), slope, "Leaky relu needs a slope from 0 up to 1 (excluded).");

    /// <summary>h = a where a &gt; 0, else alpha (eᵃ − 1).</summary>
    /// <param name="alpha">Default 1. Must be positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">An alpha that is not positive and finite.</exception>
    public static Activation Elu(double alpha = 1) => alpha > 0 && double.IsFinite(alpha)
        ? new(Named("elu", alpha), ScalarFunction.Elu, ScalarFunction.EluSlope, ScalarFunction.EluInverse, alpha, low: -alpha)
        : throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "Elu needs a positive, finite alpha.");

    /// <summary>Reads a name such as <c>tanh</c> or <c>leaky-relu:0.35</c>.</summary>
    /// <exception cref="ArgumentException">An unknown name; the message lists the known ones.</exception>
    public static Activation Parse(string text) => Forms.Parse(text);

    /// <summary>s(a)</summary>
    /// <param name="a"><c>[units, batch]</c></param>
    public Matrix Of(Matrix a) => this == Softmax ? a.Softmax() : a.Map(_function, Parameter);

    /// <summary>s′(a), computed from h = s(a).</summary>
    /// <param name="h"><c>[units, batch]</c></param>
    /// <exception cref="NotSupportedException">Softmax, whose derivative is not entry by entry.</exception>
    public Matrix Slope(Matrix h)
    {
        if (_slope is { } slope)
        {
            return h.Map(slope, Parameter);
        }

        if (this == Softmax)
        {
            throw NoSlope();
        }

        Matrix ones = h.Map(ScalarFunction.Identity);
        ones.Fill(1);
        return ones;
    }

    /// <summary>signal ⊙ s′(a), computed from h = s(a), in one pass over memory; the signal itself where the slope is 1.</summary>
    /// <param name="signal"><c>[units, batch]</c></param>
    /// <param name="h"><c>[units, batch]</c></param>
    /// <returns><c>[units, batch]</c></returns>
    /// <exception cref="NotSupportedException">Softmax, whose derivative is not entry by entry.</exception>
    public Matrix TimesSlope(Signal signal, Matrix h) =>
        _slope is { } slope ? signal.TimesMap(slope, h, Parameter) : this == Softmax ? throw NoSlope() : signal.ToMatrix();

    /// <summary>s⁻¹(h)</summary>
    /// <param name="h"><c>[units, batch]</c>, inside <see cref="InverseDomain"/>.</param>
    /// <exception cref="NotSupportedException">A function without inverse.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An entry outside the domain.</exception>
    public Matrix Inverse(Matrix h)
    {
        ScalarFunction inverse = InverseFunction;

        if (!IsOnto && h.Count > 0)
        {
            double low = h.Min(), high = h.Max();
            if (low <= InverseDomain.Low || high >= InverseDomain.High)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(h), $"The inverse of {Name} needs entries between {InverseDomain.Low} and {InverseDomain.High}, excluded; got {low} to {high}.");
            }
        }

        return inverse == ScalarFunction.Identity ? h : h.Map(inverse, InverseParameter);
    }

    /// <summary>s⁻¹(h), entries outside the domain moved to <paramref name="margin"/> inside it first.</summary>
    /// <param name="h"><c>[units, batch]</c></param>
    /// <param name="margin">How far inside; positive, less than half the width of the domain.</param>
    /// <exception cref="NotSupportedException">A function without inverse.</exception>
    public Matrix Inverse(Matrix h, double margin)
    {
        Matrix inside = double.IsInfinity(InverseDomain.Low) ? h : h.Map(ScalarFunction.AtLeast, InverseDomain.Low + margin);
        if (!double.IsInfinity(InverseDomain.High))
        {
            inside = inside.Map(ScalarFunction.AtMost, InverseDomain.High - margin);
        }

        return Inverse(inside);
    }

    /// <summary>Sees to it that a margin leaves something of the domain.</summary>
    /// <param name="margin">How far inside the domain what lies outside is moved.</param>
    /// <exception cref="ArgumentException">It leaves nothing.</exception>
    internal void RequireMargin(double margin)
    {
        double width = InverseDomain.High - InverseDomain.Low;
        if (2 * margin >= width)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"margin={margin}: {Name} goes from {InverseDomain.Low} to {InverseDomain.High}, and nothing of that is left. Give less than {width / 2}."));
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private NotSupportedException NoInverse() =>
        new($"{Name} has no inverse; invertible are identity, leaky-relu (slope > 0), tanh, sigmoid, softplus and elu.");

    private static NotSupportedException NoSlope() =>
        new("Softmax has no slope of its own: use it on the output layer, with the cross-entropy, whose output error accounts for it.");

    private static string Named(string name, double parameter) => string.Create(CultureInfo.InvariantCulture, $"{name}:{parameter}");
}
