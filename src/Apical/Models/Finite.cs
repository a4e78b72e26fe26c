using System.Numerics.Tensors;
using Apical.Runs;

namespace Apical.Models;

/// <summary>Looks for numbers in model files that are none.</summary>
internal static class Finite
{
    /// <summary>Complains about a file with numbers that are not finite.</summary>
    /// <param name="path">For the message.</param>
    /// <param name="file">Its content.</param>
    /// <exception cref="InvalidDataException">NaN or infinity is in it; the message says where.</exception>
    public static void Require(string path, SafetensorsFile file)
    {
        foreach ((string name, StoredTensor tensor) in file.Tensors)
        {
            bool finite = tensor.Type switch
            {
                StoredType.F32 => TensorPrimitives.IsFiniteAll(tensor.AsSpan<float>()),
                StoredType.F64 => TensorPrimitives.IsFiniteAll(tensor.AsSpan<double>()),
                _ => true,
            };
            if (!finite && tensor.Count > 0)
            {
                throw new InvalidDataException($"'{path}' is of no use: its weights are not finite, {name} holds NaN or infinity. The training that wrote it "
                    + "diverged: train again with a smaller learning rate, or keep the best epoch with --keep best.");
            }
        }
    }
}
