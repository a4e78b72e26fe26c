using System.Numerics;
using System.Numerics.Tensors;

namespace Apical.Data;

/// <summary>Draws displacements and distorts images by them, in memory that is used again.</summary>
internal sealed class ElasticField
{
    private readonly int _height, _width, _radius;
    private readonly float[] _kernel;
    private readonly float[] _noise, _rows, _smooth;    // with margins of the Gaussian's reach; smoothed down the columns; along the rows, too
    private readonly float[] _dx, _dy;

    /// <summary>For images of one size.</summary>
    public ElasticField(Elastic settings, int height, int width)
    {
        (_height, _width, _radius) = (height, width, (int)Math.Ceiling(3 * settings.Sigma));
        var weights = new double[(2 * _radius) + 1];
        for (int i = 0; i < weights.Length; i++)
        {
            double z = (i - _radius) / settings.Sigma;
            weights[i] = Math.Exp(-z * z / 2);
        }

        // α goes into the first of the two smoothings; both together are the Gaussian in the plane
        double sum = weights.Sum();
        _kernel = [.. weights.Select(w => (float)(w / sum))];
        Alpha = (float)settings.Alpha;
        int padded = width + (2 * _radius);
        _noise = new float[(height + (2 * _radius)) * padded];
        _rows = new float[height * padded];
        _smooth = new float[_rows.Length - (2 * _radius)];
        (_dx, _dy) = (new float[height * width], new float[height * width]);
    }

    /// <summary>The displacements drawn last, to the right.</summary>
    public ReadOnlySpan<float> Dx => _dx;

    /// <summary>The displacements drawn last, downwards.</summary>
    public ReadOnlySpan<float> Dy => _dy;

    private float Alpha { get; }

    /// <summary>Draws new displacements.</summary>
    public void Draw(Rng rng)
    {
        Draw(rng, _dx);
        Draw(rng, _dy);
    }

    /// <summary>Distorts an image of one channel.</summary>
    public void Distort<T>(ReadOnlySpan<T> image, Span<T> result)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int y = 0, i = 0; y < _height; y++)
        {
            for (int x = 0; x < _width; x++, i++)
            {
                float u = Math.Clamp(x + _dx[i], 0, _width - 1), v = Math.Clamp(y + _dy[i], 0, _height - 1);
                int left = (int)u, top = (int)v, at = (top * _width) + left;
                int right = left + 1 < _width ? 1 : 0, below = top + 1 < _height ? _width : 0;
                T p = T.CreateTruncating(u - left), q = T.CreateTruncating(v - top);
                T upper = image[at] + (p * (image[at + right] - image[at])), lower = image[at + below] + (p * (image[at + below + right] - image[at + below]));
                result[i] = upper + (q * (lower - upper));
            }
        }
    }

    private void Draw(Rng rng, float[] field)
    {
        int padded = _width + (2 * _radius);
        rng.FillUniform(_noise, -1, 1);
        Array.Clear(_rows);
        for (int t = 0; t < _kernel.Length; t++)
        {
            TensorPrimitives.MultiplyAdd(_noise.AsSpan(t * padded, _rows.Length), Alpha * _kernel[t], _rows, _rows);
        }

        // all rows at once: sums that run over the end of a row fall into the margin
        Array.Clear(_smooth);
        for (int t = 0; t < _kernel.Length; t++)
        {
            TensorPrimitives.MultiplyAdd(_rows.AsSpan(t, _smooth.Length), _kernel[t], _smooth, _smooth);
        }

        for (int y = 0; y < _height; y++)
        {
            _smooth.AsSpan(y * padded, _width).CopyTo(field.AsSpan(y * _width));
        }
    }
}
