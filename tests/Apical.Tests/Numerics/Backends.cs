using Apical.Numerics.Backends;
using Apical.Numerics.Kernels;

namespace Apical.Tests.Numerics;

/// <summary>Every vector width this CPU can run, in both precisions: a user may have any of them.</summary>
internal static class Backends
{
    public static readonly Dictionary<string, Backend> All = new()
    {
        ["single-512"] = new CpuBackend<Simd512<float>, float>(Precision.Single),
        ["single-256"] = new CpuBackend<Simd256<float>, float>(Precision.Single),
        ["single-128"] = new CpuBackend<Simd128<float>, float>(Precision.Single),
        ["double-512"] = new CpuBackend<Simd512<double>, double>(Precision.Double),
        ["double-256"] = new CpuBackend<Simd256<double>, double>(Precision.Double),
        ["double-128"] = new CpuBackend<Simd128<double>, double>(Precision.Double),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    /// <summary>A matrix of reproducible numbers in [−1, 1] that need no random generator: they are fractions of a multiplicative sequence.</summary>
    public static Matrix Fill(this Backend backend, int rows, int columns, int seed)
    {
        var x = new Matrix(rows, columns, backend, zeroed: true);
        uint state = (uint)(seed * 2654435761) | 1;
        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c < columns; c++)
            {
                state = (state * 1664525) + 1013904223;
                x[r, c] = ((state >> 8) / 8388608.0) - 1;
            }
        }

        return x;
    }
}
