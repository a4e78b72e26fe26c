namespace Apical.Training;

/// <summary>What training has done of an epoch that it is in the middle of.</summary>
/// <param name="Steps">Steps of it.</param>
/// <param name="Loss">The loss summed over their samples, each taken before its step.</param>
/// <param name="Samples">Their samples.</param>
/// <param name="Correct">How many of these were classified rightly; below 0 when that is not known.</param>
public readonly record struct PartialEpoch(int Steps, double Loss, long Samples, long Correct);
