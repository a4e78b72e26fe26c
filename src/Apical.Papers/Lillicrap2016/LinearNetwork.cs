using Apical.Analysis;

namespace Apical.Papers.Lillicrap2016;

/// <summary>A linear network y = W A x with its random target and feedback, ready to be followed through time (notes 11 to 13).</summary>
internal static class LinearNetwork
{
    /// <summary>Draws target, feedback and initial weights, all uniform around 0.</summary>
    /// <param name="widths">Inputs, hidden units, outputs.</param>
    /// <param name="target">T is uniform in ± this.</param>
    /// <param name="feedback">B is uniform in ± this.</param>
    /// <param name="initial">A and W are uniform in ± this: ω.</param>
    /// <param name="rng">Its forks <c>T</c>, <c>B</c>, <c>A</c> and <c>W</c> draw them: another ω scales the same weights.</param>
    /// <returns>The flow, and the state [A, W].</returns>
    public static (LinearNetworkFlow Flow, Matrix[] State) Draw(int[] widths, double target, double feedback, double initial, Rng rng)
    {
        Matrix Uniform(string name, int rows, int columns, double limit)
        {
            var matrix = new Matrix(rows, columns, Precision.Double);
            matrix.FillUniform(rng.Fork(name), -1, 1);
            matrix.Scale(limit);
            return matrix;
        }

        int inputs = widths[0], hidden = widths[1], outputs = widths[2];
        var flow = new LinearNetworkFlow(Uniform("T", outputs, inputs, target), Uniform("B", hidden, outputs, feedback));
        return (flow, [Uniform("A", hidden, inputs, initial), Uniform("W", outputs, hidden, initial)]);
    }
}
