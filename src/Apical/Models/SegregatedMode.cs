namespace Apical.Models;

/// <summary>How units of segregated dendrites talk to each other.</summary>
public enum SegregatedMode
{
    /// <summary>By Poisson spikes, millisecond by millisecond.</summary>
    Spiking,

    /// <summary>By their rates, in two steps a phase.</summary>
    Rate,
}
