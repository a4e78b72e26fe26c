namespace Apical.Papers.Song2021;

/// <summary>Lengths of a step of full-batch feedback alignment.</summary>
/// <param name="Eta">η</param>
/// <param name="Scale">
/// What multiplies the error f − y to give the gradient of the loss: 1 for the paper's ½ Σ (f − y)² (2.2), 2/n for the mean squared error of the released code.
/// </param>
internal readonly record struct Step(double Eta, double Scale)
{
    /// <summary>The gradient of (2.2), a sum over samples.</summary>
    public static Step OfSum(double eta) => new(eta, 1);

    /// <summary>The gradient of the mean over n samples of (f − y)².</summary>
    public static Step OfMean(double eta, int n) => new(eta, 2.0 / n);
}
