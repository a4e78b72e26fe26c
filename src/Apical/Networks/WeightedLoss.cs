namespace Apical.Networks;

/// <summary>
/// A loss in which samples of some classes count more: the loss and the error of a sample are those of the plain loss times a weight w that is read off its
/// target, w = Σ v_k t_k + c. So every rule that speaks of the loss or its error follows, and no batch carries weights.
/// </summary>
internal sealed class WeightedLoss : Loss
{
    private readonly Loss _plain;
    private readonly Matrix _v, _c;

    /// <summary>Weighs a loss.</summary>
    /// <param name="plain">The loss of a sample that counts once.</param>
    /// <param name="v">v, <c>[outputs, 1]</c></param>
    /// <param name="c">c.</param>
    public WeightedLoss(Loss plain, Matrix v, double c) => (_plain, _v, _c) = (plain, v, Matrix.Of(1, 1, [c], v.Precision));

    public override string Name => _plain.Name;

    public override Activation? Output => _plain.Output;

    protected override Matrix Each(Pass pass, Matrix targets) => Weighed(_plain.PerSample(pass, targets), targets);

    // The weights, [1, batch], times every row.
    private protected override Matrix Weigh(Matrix rows, Matrix targets) => rows.TimesRow(_v.T.Dot(targets).PlusColumn(_c));
}
