namespace Apical.Rules;

/// <summary>Activities of a network with dynamics leave for infinity instead of settling. For a run that is what an infinite loss is: it diverged.</summary>
/// <param name="message">What ran away, and what to do.</param>
public sealed class RunawayException(string message) : Exception(message);
