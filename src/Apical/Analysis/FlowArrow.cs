namespace Apical.Analysis;

/// <summary>The flow at one point of the plane.</summary>
/// <param name="X">First coordinate.</param>
/// <param name="Y">Second coordinate.</param>
/// <param name="Dx">dx/dt</param>
/// <param name="Dy">dy/dt</param>
public readonly record struct FlowArrow(double X, double Y, double Dx, double Dy);
