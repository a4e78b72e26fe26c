namespace Apical.Analysis;

/// <summary>The right-hand side of dy/dt = f(t, y), for a y of several matrices.</summary>
/// <param name="t">Time.</param>
/// <param name="y">Where the system is; not to be changed.</param>
/// <param name="derivative">Written: dy/dt, matrix by matrix with the shapes of y. Undefined before.</param>
public delegate void VectorField(double t, IReadOnlyList<Matrix> y, IReadOnlyList<Matrix> derivative);
