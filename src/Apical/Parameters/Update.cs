namespace Apical.Parameters;

/// <summary>The proposed gradient of one parameter: two factors, or formed already.</summary>
/// <param name="Parameter">What it is for.</param>
/// <param name="Delta">δ <c>[fan-out, batch]</c> when <paramref name="Presynaptic"/> is given, else the gradient itself.</param>
/// <param name="Presynaptic">h <c>[fan-in, batch]</c>, or null.</param>
/// <param name="Penalty">λ of an L2 penalty λ/2 ‖w‖² on the parameter in this step, which optimizers add to their own weight decay; mostly 0.</param>
public readonly record struct Update(Parameter Parameter, Matrix Delta, Matrix? Presynaptic, double Penalty = 0)
{
    /// <summary>The gradient as one matrix, penalty included, from the current workspace.</summary>
    public Matrix Gradient()
    {
        Matrix gradient = Presynaptic is null ? Delta : Delta.Dot(Presynaptic.T);
        return Penalty == 0 ? gradient : gradient.Plus(Parameter.Value.Scaled(Penalty));
    }
}
