namespace Apical.Models;

/// <summary>How strong a spike is where it arrives.</summary>
public enum SegregatedKernel
{
    /// <summary>As the equation has it: its sum over time is 0.997.</summary>
    Paper,

    /// <summary>0.51 of that: the released code forgets spikes after 10 ms.</summary>
    Code,
}
