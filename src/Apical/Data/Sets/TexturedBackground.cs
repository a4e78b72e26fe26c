namespace Apical.Data;

/// <summary>
/// Puts images on textured backgrounds: a stand-in for mnist-back-image, whose backgrounds are patches of photographs. Its results are not those of
/// the real set.
/// </summary>
/// <remarks>
/// A background is a sum of random fields of periods 28, 14, 7, 3.5 and 1.75 pixels, each smooth between its random values, with amplitudes in proportion
/// to the period: like in photographs, amplitude falls as 1/frequency. Its least value becomes 0, its greatest 1, then it is dimmed and lifted at
/// random within [0, 1]. A pixel is ink + (1 − ink) · background.
/// </remarks>
internal static class TexturedBackground
{
    private const int Octaves = 5;

    /// <summary>The same images on backgrounds.</summary>
    /// <param name="images">Ink in [0, 1]: 0 is no ink.</param>
    /// <param name="rng">Image n takes its background from the fork <c>background</c>, number n.</param>
    public static Dataset Under(Dataset images, Rng rng)
    {
        ImageShape shape = images.Shape ?? throw new ArgumentException($"{images.Name} holds no images to put on backgrounds.", nameof(images));
        Matrix inputs = images.Inputs.Clone();
        var own = new Rng(0);
        var background = new double[shape.Height * shape.Width];
        for (int n = 0; n < images.Count; n++)
        {
            rng.ForkInto(own, "background", n);
            Draw(own, shape.Height, shape.Width, background);
            for (int i = 0; i < shape.Features; i++)
            {
                double ink = inputs[n, i];
                inputs[n, i] = ink + ((1 - ink) * background[i % background.Length]);
            }
        }

        return new Dataset($"{images.Name} on made-up backgrounds", inputs, images.Targets, images.Labels, images.Classes, shape);
    }

    /// <summary>Draws a background in [0, 1].</summary>
    internal static void Draw(Rng rng, int height, int width, double[] result)
    {
        Array.Clear(result);
        double period = 28;
        for (int octave = 0; octave < Octaves; octave++, period /= 2)
        {
            // a lattice that reaches one point beyond the image, moved by a random part of a period
            int across = (int)(width / period) + 3;
            double offsetX = rng.NextDouble(), offsetY = rng.NextDouble();
            var lattice = new double[across * ((int)(height / period) + 3)];
            rng.FillUniform(lattice, -1, 1);
            for (int y = 0; y < height; y++)
            {
                double v = (y / period) + offsetY;
                for (int x = 0; x < width; x++)
                {
                    double u = (x / period) + offsetX;
                    int at = ((int)v * across) + (int)u;
                    double p = Smooth(u - (int)u), q = Smooth(v - (int)v);
                    double upper = lattice[at] + (p * (lattice[at + 1] - lattice[at]));
                    double lower = lattice[at + across] + (p * (lattice[at + across + 1] - lattice[at + across]));
                    result[(y * width) + x] += period * (upper + (q * (lower - upper)));
                }
            }
        }

        double low = result.Min(), high = result.Max(), contrast = rng.Uniform(0.3, 1), lift = rng.Uniform(0, 1 - contrast);
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = lift + (contrast * (result[i] - low) / (high - low));
        }
    }

    private static double Smooth(double t) => t * t * (3 - (2 * t));
}
