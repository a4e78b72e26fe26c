namespace Apical.Tests.Networks;

/// <summary>Pooling for tests: the mean of each 2×2 field, h = P s.</summary>
internal sealed class MeanOfFour : Pooling
{
    private readonly Matrix _P;

    public MeanOfFour(Shape input)
        : base(input, new Shape(input.Channels, input.Height / 2, input.Width / 2))
    {
        _P = new Matrix(Output.Units, Input.Units, Precision.Double);
        for (int unit = 0; unit < Input.Units; unit++)
        {
            int channel = unit / (input.Height * input.Width), y = unit / input.Width % input.Height, x = unit % input.Width;
            _P[(((channel * Output.Height) + (y / 2)) * Output.Width) + (x / 2), unit] = 0.25;
        }
    }

    public override Matrix Of(Matrix s) => _P.Dot(s);

    public override Matrix Back(Matrix signal, Matrix s, Matrix h) => _P.T.Dot(signal);
}
