namespace Apical.Papers.Beyond;

/// <summary>How long the parts of a training step take, in seconds, on stages that have the same number of layers of one width.</summary>
/// <param name="Forward">A layer, a piece of the batch on its way up.</param>
/// <param name="Back">A layer, a piece of the batch on its way down.</param>
/// <param name="Signal">A layer's straight signal, the whole batch.</param>
/// <param name="Update">A layer's update, the whole batch.</param>
/// <param name="Message">A piece of the batch from one stage to the next.</param>
/// <param name="Small">The error of the output, of the whole batch, to one stage.</param>
internal sealed record StageTimes(double Forward, double Back, double Signal, double Update, double Message, double Small)
{
    /// <summary>All of them, in milliseconds.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"forward (a piece) {1000 * Forward:0.###}, back (a piece) {1000 * Back:0.###}, straight signal {1000 * Signal:0.###}, update {1000 * Update:0.###}, ")
        + FormattableString.Invariant($"message (a piece) {1000 * Message:0.###}, error of the output {1000 * Small:0.###}");
}
