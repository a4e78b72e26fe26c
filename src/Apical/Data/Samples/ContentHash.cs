using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Apical.Data;

/// <summary>A checksum of what a set holds, by which it is seen that a file was changed.</summary>
internal static class ContentHash
{
    private const int Digits = 32, Looked = 64;

    /// <summary>
    /// SHA-256, cut to 128 bits, of the sizes and labels of all parts, and of their inputs: all of them where they are in memory as numbers, as those of tables
    /// are; else, as images are kept, of 64 in each part at equal distances. In single precision, so that the precision of a run does not matter.
    /// </summary>
    public static string Of(DataSplits data)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (ISamples part in new[] { data.Train, data.Validation, data.Test }.OfType<ISamples>())
        {
            string sizes = string.Create(CultureInfo.InvariantCulture, $"{part.Count},{part.Features},{part.Outputs},{part.Classes};");
            hash.AppendData(Encoding.UTF8.GetBytes(sizes + string.Join('\n', part.ClassNames)));
            AddAnswers(hash, part);
            AddInputs(hash, part);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..Digits];
    }

    private static void AddAnswers(IncrementalHash hash, ISamples part)
    {
        if (part.Classes == 0)
        {
            Rows.EachTarget(part, target => Add(hash, target));
            return;
        }

        int[] numbers = [.. Enumerable.Range(0, part.Count)], labels = new int[part.Count];
        part.Gather(numbers, null, null, labels);
        hash.AppendData(MemoryMarshal.AsBytes<int>(labels));
    }

    private static void AddInputs(IncrementalHash hash, ISamples part)
    {
        if (part is Dataset { Precision: Precision.Single } whole)
        {
            hash.AppendData(MemoryMarshal.AsBytes<float>(whole.Inputs.AsSpan<float>()));
            return;
        }

        int stride = part is Dataset ? 1 : Math.Max(1, part.Count / Looked);
        Rows.EachInput(stride == 1 ? part : part.Select([.. Enumerable.Range(0, part.Count / stride).Select(i => i * stride)]), input => Add(hash, input));
    }

    private static void Add(IncrementalHash hash, double[] numbers) =>
        hash.AppendData(MemoryMarshal.AsBytes<float>(Array.ConvertAll(numbers, number => (float)number)));
}
