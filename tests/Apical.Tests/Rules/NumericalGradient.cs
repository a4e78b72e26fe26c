namespace Apical.Tests.Rules;

/// <summary>∂Loss/∂w by moving w: central differences with steps h and h/2, combined so that the error falls as h⁴ (Richardson).</summary>
internal static class NumericalGradient
{
    private const double H = 1e-3;

    /// <summary>The derivative of the mean loss by every entry of a parameter, with the dropout masks of one step.</summary>
    public static Matrix Of(Network network, Batch batch, Parameter parameter, long? trainingStep = null)
    {
        Matrix w = parameter.Value;
        var pass = new Pass(network);
        var result = new Matrix(w.Rows, w.Columns, w.Precision);
        for (int r = 0; r < w.Rows; r++)
        {
            for (int c = 0; c < w.Columns; c++)
            {
                double at = w[r, c];
                double LossAt(double value)
                {
                    w[r, c] = value;
                    network.Forward(batch.X, pass, trainingStep);
                    return network.Loss.Mean(pass, batch.T);
                }

                double coarse = (LossAt(at + H) - LossAt(at - H)) / (2 * H);
                double fine = (LossAt(at + (H / 2)) - LossAt(at - (H / 2))) / H;
                w[r, c] = at;
                result[r, c] = ((4 * fine) - coarse) / 3;
            }
        }

        return result;
    }

    /// <summary>Whether every a_i keeps clear of where the activation (or its slope) has a kink, so that moving one weight by H does not cross it.</summary>
    public static bool IsClearOfKinks(Pass pass)
    {
        for (int i = 1; i <= pass.L; i++)
        {
            double[] kinks = pass.Network[i].Activation.Name.Split(':')[0] switch
            {
                "relu" or "leaky-relu" or "elu" => [0],
                "hard-tanh" => [-1, 1],
                _ => [],
            };
            if (pass.A[i].ToArray().Any(a => kinks.Any(kink => Math.Abs(a - kink) < 15 * H)))
            {
                return false;
            }
        }

        return true;
    }
}
