namespace Apical.Numerics.Matrices;

/// <summary>Functions of one number that a backend applies entry by entry. Those named …Slope give s′(a) from h = s(a), which saves keeping a.</summary>
public enum ScalarFunction
{
    /// <summary>x</summary>
    Identity,

    /// <summary>−x</summary>
    Negate,

    /// <summary>|x|</summary>
    Abs,

    /// <summary>−1, 0 or 1</summary>
    Sign,

    /// <summary>x²</summary>
    Square,

    /// <summary>√x</summary>
    Sqrt,

    /// <summary>1/x</summary>
    Reciprocal,

    /// <summary>eˣ</summary>
    Exp,

    /// <summary>ln x</summary>
    Log,

    /// <summary>x p</summary>
    Scale,

    /// <summary>x + p</summary>
    Shift,

    /// <summary>max(x, p)</summary>
    AtLeast,

    /// <summary>min(x, p)</summary>
    AtMost,

    /// <summary>1 where x &gt; p, else 0</summary>
    GreaterThan,

    /// <summary>max(0, x)</summary>
    Relu,

    /// <summary>1 where h &gt; 0, else 0</summary>
    ReluSlope,

    /// <summary>x where x &gt; 0, else p x</summary>
    LeakyRelu,

    /// <summary>1 where h &gt; 0, else p</summary>
    LeakyReluSlope,

    /// <summary>tanh x</summary>
    Tanh,

    /// <summary>1 − h²</summary>
    TanhSlope,

    /// <summary>x clipped to [−1, 1]</summary>
    HardTanh,

    /// <summary>1 where −1 &lt; h &lt; 1, else 0</summary>
    HardTanhSlope,

    /// <summary>1 / (1 + e⁻ˣ)</summary>
    Sigmoid,

    /// <summary>h (1 − h)</summary>
    SigmoidSlope,

    /// <summary>ln(1 + eˣ)</summary>
    Softplus,

    /// <summary>1 − e⁻ʰ</summary>
    SoftplusSlope,

    /// <summary>x where x &gt; 0, else p (eˣ − 1)</summary>
    Elu,

    /// <summary>1 where h &gt; 0, else h + p</summary>
    EluSlope,

    /// <summary>artanh x</summary>
    Atanh,

    /// <summary>ln(x / (1 − x))</summary>
    Logit,

    /// <summary>ln(eˣ − 1)</summary>
    SoftplusInverse,

    /// <summary>x where x &gt; 0, else ln(1 + x/p)</summary>
    EluInverse,
}
