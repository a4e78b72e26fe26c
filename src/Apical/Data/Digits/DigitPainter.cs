using Apical.Numerics.Random;

namespace Apical.Data;

/// <summary>Draws one digit at a time. Holds the buffers, so that many images cost no more memory than one.</summary>
/// <remarks>Only + − × ÷ √ in double precision: the same images on every platform.</remarks>
internal sealed class DigitPainter(DigitOptions options)
{
    /// <summary>Height and width of an image.</summary>
    public const int Side = 28;

    private const int Pixels = Side * Side;
    private const int StepsPerSpan = 6;

    private readonly Warp _warp = new();
    private readonly double[] _field = new double[Pixels];
    private readonly double[] _ink = new double[Pixels];
    private readonly double[] _noise = new double[Pixels];
    private double[] _x = new double[32];
    private double[] _y = new double[32];

    /// <summary>Paints <paramref name="digit"/> in a way chosen by <paramref name="rng"/> into 28 × 28 grey values, 0 the background.</summary>
    public void Paint(int digit, Rng rng, Span<byte> image)
    {
        Glyph[] ways = Glyphs.ByDigit[digit];
        Glyph glyph = ways[rng.NextInt(ways.Length)];
        _warp.Draw(options, rng);

        // for each pixel the least distance to the edge of a stroke, negative inside
        Array.Fill(_field, Side);
        double pen = rng.Uniform(options.ThinnestPen, options.BroadestPen) / 2;
        foreach (Stroke stroke in glyph.Strokes)
        {
            Trace(stroke, pen, rng);
        }

        Develop(rng, image);
    }

    private void Trace(Stroke stroke, double pen, Rng rng)
    {
        int n = stroke.X.Length;
        if (_x.Length < n)
        {
            _x = new double[n];
            _y = new double[n];
        }

        for (int i = 0; i < n; i++)
        {
            _x[i] = stroke.X[i] + options.Unsteadiness * rng.Normal();
            _y[i] = stroke.Y[i] + options.Unsteadiness * rng.Normal();
        }

        // the pressure of the pen changes along the stroke
        double first = pen * rng.Uniform(0.8, 1.2), last = pen * rng.Uniform(0.8, 1.2);
        int spans = stroke.Kind == StrokeKind.Loop ? n : n - 1;
        (double fromX, double fromY) = _warp.Place(_x[0], _y[0]);
        for (int span = 0; span < spans; span++)
        {
            for (int step = 1; step <= StepsPerSpan; step++)
            {
                double t = (double)step / StepsPerSpan;
                (double toX, double toY) = _warp.Place(On(_x, n, stroke.Kind, span, t), On(_y, n, stroke.Kind, span, t));
                double width = first + (last - first) * (span + t) / spans;
                Segment(fromX, fromY, toX, toY, width);
                (fromX, fromY) = (toX, toY);
            }
        }
    }

    /// <summary>The coordinate at <paramref name="t"/> in [0, 1] between two neighbouring points: a line, or a Catmull–Rom curve.</summary>
    private static double On(double[] p, int n, StrokeKind kind, int span, double t)
    {
        bool loop = kind == StrokeKind.Loop;
        double p1 = p[span], p2 = p[(span + 1) % n];
        if (kind == StrokeKind.Lines)
        {
            return p1 + (p2 - p1) * t;
        }

        double p0 = span > 0 || loop ? p[(span + n - 1) % n] : p1;
        double p3 = span + 2 < n || loop ? p[(span + 2) % n] : p2;
        return p1 + 0.5 * t * (p2 - p0 + t * (2 * p0 - 5 * p1 + 4 * p2 - p3 + t * (3 * (p1 - p2) + p3 - p0)));
    }

    private void Segment(double ax, double ay, double bx, double by, double width)
    {
        double reach = width + 1.5;
        int left = Math.Max(0, (int)(Math.Min(ax, bx) - reach)), right = Math.Min(Side - 1, (int)(Math.Max(ax, bx) + reach));
        int top = Math.Max(0, (int)(Math.Min(ay, by) - reach)), bottom = Math.Min(Side - 1, (int)(Math.Max(ay, by) + reach));
        double dx = bx - ax, dy = by - ay;
        double perLength = dx * dx + dy * dy > 0 ? 1 / (dx * dx + dy * dy) : 0;
        for (int row = top; row <= bottom; row++)
        {
            for (int column = left; column <= right; column++)
            {
                double px = column + 0.5 - ax, py = row + 0.5 - ay;
                double along = Math.Clamp((px * dx + py * dy) * perLength, 0, 1);
                px -= along * dx;
                py -= along * dy;
                double distance = Math.Sqrt(px * px + py * py) - width;
                ref double field = ref _field[row * Side + column];
                field = Math.Min(field, distance);
            }
        }
    }

    private void Develop(Rng rng, Span<byte> image)
    {
        double ink = rng.Uniform(options.PalestInk, 1);
        double softness = rng.Uniform(0, 0.7);
        double noise = rng.Uniform(0, options.Noise);
        for (int i = 0; i < Pixels; i++)
        {
            _ink[i] = ink * Math.Clamp(0.5 - _field[i], 0, 1);
        }

        Blur(_ink, _field, softness);
        rng.FillNormal(_noise, 0, noise);
        for (int i = 0; i < Pixels; i++)
        {
            image[i] = (byte)(Math.Clamp(_ink[i] + _noise[i], 0, 1) * 255 + 0.5);
        }
    }

    /// <summary>Mixes each pixel with its neighbours, weights ¼ ½ ¼ in each direction, to the share <paramref name="softness"/>.</summary>
    private static void Blur(double[] image, double[] scratch, double softness)
    {
        for (int pass = 0; pass < 2; pass++)
        {
            int step = pass == 0 ? 1 : Side;
            image.CopyTo(scratch, 0);
            for (int i = 0; i < Pixels; i++)
            {
                int place = pass == 0 ? i % Side : i / Side;
                double before = place > 0 ? scratch[i - step] : 0, after = place < Side - 1 ? scratch[i + step] : 0;
                image[i] = scratch[i] + softness * (0.25 * before - 0.5 * scratch[i] + 0.25 * after);
            }
        }
    }
}
