namespace Apical.Rules;

/// <summary>When something is learned: what noise is forked from, and what schedules go by.</summary>
/// <param name="Step">Number of the training step, from 0.</param>
/// <param name="Epoch">Epochs done before this step, fractions included.</param>
/// <param name="FeedbackStep">Feedback steps already taken in this training step, for rules whose feedback takes several.</param>
public readonly record struct Moment(long Step, double Epoch = 0, int FeedbackStep = 0)
{
    /// <summary>A number for each feedback step, from which feedback that learns forks its noise; the training step's own for the first.</summary>
    public long FeedbackDraw => Step + ((long)FeedbackStep << 40);
}
