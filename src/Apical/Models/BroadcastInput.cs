namespace Apical.Models;

/// <summary>How inputs reach the first layer.</summary>
public enum BroadcastInput
{
    /// <summary>As a constant current: the input itself in every step.</summary>
    Current,

    /// <summary>As Bernoulli spikes, the input being the probability in a step.</summary>
    Spikes,
}
