namespace Apical.Report;

/// <summary>A point, bar or arrow as a chart draws it; NaN where it has no such number.</summary>
/// <param name="Series">Place of its series in the chart.</param>
/// <param name="Index">Its place in the series.</param>
/// <param name="At">Where it stands, as the experiment says.</param>
/// <param name="X">Where it is drawn; the left edge of a bar.</param>
/// <param name="Y">Its height.</param>
/// <param name="Low">Lower end of band or error bar.</param>
/// <param name="High">Upper end of band or error bar.</param>
/// <param name="X2">Right edge of a bar; horizontal end of an arrow.</param>
/// <param name="Y2">Vertical end of an arrow.</param>
internal readonly record struct ChartPoint(int Series, int Index, double At, double X, double Y, double Low, double High, double X2, double Y2);
