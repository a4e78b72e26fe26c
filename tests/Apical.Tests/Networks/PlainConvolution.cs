namespace Apical.Tests.Networks;

/// <summary>Shared weights in plain loops: a kind of connections that the library does not have, to show what one needs to fit in.</summary>
internal sealed class PlainConvolution(Shape input, int maps, int patch)
    : Connections(input, new Shape(maps, input.Height - patch + 1, input.Width - patch + 1), maps, input.Channels * patch * patch, maps * patch * patch)
{
    public override bool IsFull => false;

    public override void Compute(Matrix W, Matrix h, Matrix? bias, Activation activation, Matrix a, Matrix output)
    {
        a.CopyFrom(Forward(W, h));
        for (int unit = 0; unit < Outputs; unit++)
        {
            for (int sample = 0; sample < h.Columns; sample++)
            {
                a[unit, sample] += bias?[Map(unit), 0] ?? 0;
            }
        }

        output.CopyFrom(activation.Of(a));
    }

    public override Matrix Forward(Matrix W, Matrix h)
    {
        var a = new Matrix(Outputs, h.Columns, h.Precision);
        Each((unit, tap, pixel) => Add(a, unit, h.Columns, sample => W[Map(unit), tap] * h[pixel, sample]));
        return a;
    }

    public override Signal Back(Operand weights, Matrix delta)
    {
        Matrix B = weights.ToMatrix(), signal = new(Inputs, delta.Columns, delta.Precision);
        Each((unit, tap, pixel) => Add(signal, pixel, delta.Columns, sample => B[tap, Map(unit)] * delta[unit, sample]));
        return signal;
    }

    public override void Correlate(Operand x, double factor, Matrix h, Matrix delta, double keep = 1)
    {
        if (keep == 0)
        {
            x.Matrix.Fill(0);                           // what was there need not be a number
        }
        else
        {
            x.Matrix.Scale(keep);
        }

        Each((unit, tap, pixel) =>
        {
            (int row, int column) = x.IsTransposed ? (Map(unit), tap) : (tap, Map(unit));
            for (int sample = 0; sample < h.Columns; sample++)
            {
                x.Matrix[row, column] += factor * h[pixel, sample] * delta[unit, sample];
            }
        });
    }

    public override Matrix BiasGradient(Matrix delta)
    {
        Matrix gradient = new(Rows, 1, delta.Precision), perUnit = delta.RowSums();
        for (int unit = 0; unit < Outputs; unit++)
        {
            gradient[Map(unit), 0] += perUnit[unit, 0];
        }

        return gradient;
    }

    private static void Add(Matrix to, int row, int samples, Func<int, double> value)
    {
        for (int sample = 0; sample < samples; sample++)
        {
            to[row, sample] += value(sample);
        }
    }

    private int Map(int unit) => unit / (Output.Height * Output.Width);

    private void Each(Action<int, int, int> visit)
    {
        for (int unit = 0; unit < Outputs; unit++)
        {
            int y = unit / Output.Width % Output.Height, x = unit % Output.Width;
            for (int tap = 0; tap < Taps; tap++)
            {
                int channel = tap / (patch * patch), dy = tap / patch % patch, dx = tap % patch;
                visit(unit, tap, (((channel * Input.Height) + y + dy) * Input.Width) + x + dx);
            }
        }
    }
}
