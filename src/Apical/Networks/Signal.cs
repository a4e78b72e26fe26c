namespace Apical.Networks;

/// <summary>
/// A signal on its way down: a matrix, or a product with weights that is taken only where it arrives, in one pass over memory with what is to be multiplied
/// there.
/// </summary>
public readonly struct Signal
{
    private readonly Matrix _value;
    private readonly Operand _weights;
    private readonly bool _isProduct;

    /// <summary>The product of weights and a signal.</summary>
    /// <param name="weights"><c>[units, units of delta]</c></param>
    /// <param name="delta"><c>[its units, batch]</c></param>
    public Signal(Operand weights, Matrix delta) => (_weights, _value, _isProduct) = (weights, delta, true);

    private Signal(Matrix value) => (_value, _weights) = (value, value);

    /// <summary>A matrix <c>[units, batch]</c> is a signal as it stands.</summary>
    public static implicit operator Signal(Matrix value) => new(value);

    /// <summary>The signal itself.</summary>
    /// <returns><c>[units, batch]</c></returns>
    public Matrix ToMatrix() => _isProduct ? _weights.Dot(_value) : _value;

    /// <summary>signal ⊙ f(y)</summary>
    internal Matrix TimesMap(ScalarFunction f, Matrix y, double parameter) =>
        _isProduct ? _weights.DotTimesMap(_value, f, y, parameter) : _value.TimesMap(f, y, parameter);
}
