namespace Apical.Papers.Demirbilek2021;

/// <summary>
/// Learning rates: the released ones, which the thesis tuned (section 2.1), and those that <c>apical sweep</c> found for the smaller batches of the quick
/// scale.
/// </summary>
internal static class Rates
{
    public const string Released = "released code, tuned there as section 2.1 says";

    public static readonly Fixed<double> BpSgd = new("learning rate, BP with SGD", 0.12, Released);
    public static readonly Fixed<double> DfaSgd = new("learning rate, DFA with SGD", 0.018, Released);
    public static readonly Fixed<double> DfaSgdLong = new("learning rate, DFA with SGD, long training", 0.016, Released);
    public static readonly Fixed<double> BpRmsProp = new("learning rate, BP with RMSProp", 0.0004, Released);
    public static readonly Fixed<double> DfaRmsProp = new("learning rate, DFA with RMSProp", 0.00022, Released);
    public static readonly Fixed<double> BpAdadelta = new("learning rate, BP with Adadelta", 1, Released);
    public static readonly Fixed<double> DfaAdadelta = new("learning rate, DFA with Adadelta", 0.95, Released);
    public static readonly Fixed<double> BpAdagrad = new("learning rate, BP with Adagrad", 0.019, Released);
    public static readonly Fixed<double> DfaAdagrad = new("learning rate, DFA with Adagrad", 0.018, Released);
    public static readonly Fixed<double> BpAdam = new("learning rate, BP with Adam", 0.0004, Released);
    public static readonly Fixed<double> DfaAdam = new("learning rate, DFA with Adam", 0.0006, Released);

    private const string Tenth = "our choice: a tenth of SGD's, because the velocity sums up ten gradients; not released";
    public static readonly Fixed<double> BpMomentum = new("learning rate, BP with momentum and NAG", 0.012, Tenth);
    public static readonly Fixed<double> DfaMomentum = new("learning rate, DFA with momentum and NAG", 0.0018, Tenth);

    /// <summary>The forms of the released code, ε under the root.</summary>
    public const string RmsProp = "rmsprop:rho=0.9:epsilon=1e-8:inside-root=1", Adagrad = "adagrad:epsilon=1e-8:inside-root=1",
        Adam = "adam:epsilon=1e-8:inside-root=1", Adadelta = "adadelta:epsilon=1e-8:scaled=1";

    /// <summary>Whether an optimizer is one of those forms, which decay no weights.</summary>
    public static bool IsAdaptive(string optimizer) => optimizer is RmsProp or Adagrad or Adadelta or Adam;

    public static readonly Told Forms = new("RMSProp, Adagrad, Adadelta, Adam", $"{RmsProp}, {Adagrad}, {Adadelta}, {Adam}",
        "released code: γ = 0.9, ε = 1e-8 inside the root, Adadelta remembers scaled moves");
}
