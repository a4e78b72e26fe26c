using System.Runtime.InteropServices;

namespace Apical.Pipelines;

/// <summary>What the last stage tells the others of a step.</summary>
/// <param name="Loss">Averaged over the batch.</param>
/// <param name="Correct">Samples classified rightly; −1 without labels.</param>
/// <param name="Stop">Not 0 when a stage was asked to stop.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct StepReport(double Loss, double Correct, double Stop)
{
    /// <summary>Sends it.</summary>
    public void Send(ILinks links, int to)
    {
        ReadOnlySpan<StepReport> one = [this];
        links.Send(to, MemoryMarshal.AsBytes(one));
    }

    /// <summary>Waits for it.</summary>
    public static StepReport Receive(ILinks links, int from)
    {
        Span<StepReport> report = stackalloc StepReport[1];
        links.Receive(from, MemoryMarshal.AsBytes(report));
        return report[0];
    }
}
