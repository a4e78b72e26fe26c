namespace Apical.Learning;

/// <summary>What one training step found, before it changed anything.</summary>
/// <param name="Loss">Averaged over the batch.</param>
/// <param name="Correct">Samples of the batch classified rightly; −1 when there are no labels.</param>
public readonly record struct StepResult(double Loss, int Correct);
