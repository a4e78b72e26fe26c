namespace Apical.Analysis;

/// <summary>An explicit Runge–Kutta method: k_i = f(t + c_i h, y + h Σ_j a_ij k_j), y(t + h) = y + h Σ_i b_i k_i.</summary>
public sealed class OdeMethod
{
    private OdeMethod(string name, int order, double[][] a, double[] b, double[]? error)
    {
        (Name, Order, A, B, Error) = (name, order, a, b, error);
        C = [.. a.Select(row => row.Sum())];
    }

    /// <summary>The classical method of order 4, four evaluations a step. Its step is chosen by the caller.</summary>
    public static OdeMethod RungeKutta4 { get; } = new(
        "classical Runge–Kutta",
        4,
        [[], [1.0 / 2], [0, 1.0 / 2], [0, 0, 1]],
        [1.0 / 6, 1.0 / 3, 1.0 / 3, 1.0 / 6],
        null);

    /// <summary>
    /// Order 5 with an estimate of its error by an embedded method of order 4, seven evaluations a step: J. R. Dormand and P. J. Prince, A family of embedded
    /// Runge–Kutta formulae, Journal of Computational and Applied Mathematics 6 (1980) 19–26, table 2.
    /// </summary>
    public static OdeMethod DormandPrince { get; } = new(
        "Dormand–Prince 5(4)",
        5,
        [
            [],
            [1.0 / 5],
            [3.0 / 40, 9.0 / 40],
            [44.0 / 45, -56.0 / 15, 32.0 / 9],
            [19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729],
            [9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656],
            [35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84],
        ],
        [35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84, 0],
        [
            (35.0 / 384) - (5179.0 / 57600), 0, (500.0 / 1113) - (7571.0 / 16695), (125.0 / 192) - (393.0 / 640),
            (-2187.0 / 6784) + (92097.0 / 339200), (11.0 / 84) - (187.0 / 2100), -1.0 / 40,
        ]);

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>The error at a fixed time shrinks with this power of the step.</summary>
    public int Order { get; }

    internal double[][] A { get; }

    internal double[] B { get; }

    internal double[] C { get; }

    /// <summary>b minus the b of the embedded method, if there is one.</summary>
    internal double[]? Error { get; }
}
