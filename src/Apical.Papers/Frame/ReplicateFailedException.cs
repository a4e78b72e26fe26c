namespace Apical.Papers;

/// <summary>A replicate diverged or could not be computed. It is counted and shown, and not drawn again.</summary>
/// <param name="reason">Why, in a few words, the same for all replicates that fail alike.</param>
public sealed class ReplicateFailedException(string reason) : Exception(reason);
