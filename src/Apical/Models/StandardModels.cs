namespace Apical.Models;

/// <summary>The models with dynamics of their own.</summary>
internal static class StandardModels
{
    /// <summary>All, in the order in which they are listed.</summary>
    internal static IReadOnlyList<ModelInfo> All =>
    [
        BroadcastFeedbackAlignment.Info,
    ];
}
