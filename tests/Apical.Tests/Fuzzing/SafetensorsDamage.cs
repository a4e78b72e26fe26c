using System.Buffers.Binary;
using System.Text.Json.Nodes;
using Apical.Runs;

namespace Apical.Tests.Fuzzing;

/// <summary>Safetensors files whose form is whole and whose checksum is right, with other texts, tensors or numbers in them.</summary>
internal static class SafetensorsDamage
{
    private static readonly double[] s_numbers = [double.NaN, double.PositiveInfinity, -1e300, 1e-320, double.MaxValue, 0];

    /// <summary>Damages a header and gives its length rightly, or what it holds.</summary>
    public static byte[] Of(byte[] file, Random random) => random.Next(3) == 0 ? Header(file, random) : Content(file, random);

    private static byte[] Header(byte[] file, Random random)
    {
        int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
        byte[] old = file[8..(8 + length)];
        byte[] header = random.Next(2) == 0 ? Damage.Of(old, [old], random) : JsonDamage.Of(old, random);
        return [.. BitConverter.GetBytes((ulong)header.Length), .. header, .. file.AsSpan(8 + length)];
    }

    private static byte[] Content(byte[] file, Random random)
    {
        SafetensorsFile whole = Safetensors.Read(new MemoryStream(file), "sample");
        var tensors = whole.Tensors.ToDictionary();
        var texts = whole.Metadata.ToDictionary();
        (string name, StoredTensor tensor) = tensors.ElementAt(random.Next(tensors.Count));
        string[] known = [.. texts.Keys.Where(key => key != "crc32c")];
        string key = known.Length > 0 ? known[random.Next(known.Length)] : "epoch";
        switch (random.Next(8))
        {
            case 0: texts.Remove(key); break;
            case 1: texts[key] = Damage.Word(random); break;
            case 2: texts[key] = texts.GetValueOrDefault(key, "") + Damage.Word(random); break;
            case 3: tensors.Remove(name); break;
            case 4: tensors[Damage.Word(random) is { Length: > 0 } other ? other : "x"] = tensor; break;
            case 5: tensors[name] = Otherwise(tensor, random); break;
            case 6 when texts.TryGetValue("model", out string? card):
                texts["model"] = JsonDamage.Of(JsonNode.Parse(card)!, random).ToJsonString();
                break;
            default: tensors[name] = Numbers(tensor, s_numbers[random.Next(s_numbers.Length)]); break;
        }

        string path = Path.GetTempFileName();
        try
        {
            texts.Remove("crc32c");
            Safetensors.Write(path, tensors, texts);
            return File.ReadAllBytes(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static StoredTensor Otherwise(StoredTensor tensor, Random random)
    {
        int[] shape = [.. tensor.Shape];
        int count = tensor.Count;
        int[] other = random.Next(7) switch
        {
            0 => [.. shape.Reverse()],
            1 => [1, .. shape],
            2 => [.. shape, 1],
            3 => [count],
            4 => [0, int.MaxValue],
            5 => [],
            _ => [2, 3],
        };
        count = other.Aggregate(1, (product, side) => product * side);
        return random.Next(3) switch
        {
            0 => StoredTensor.Of(new float[count], other),
            1 => StoredTensor.Of(new long[count], other),
            _ => StoredTensor.Of(new double[count], other),
        };
    }

    private static StoredTensor Numbers(StoredTensor tensor, double number)
    {
        int[] shape = [.. tensor.Shape];
        return tensor.Type switch
        {
            StoredType.F32 => StoredTensor.Of([.. Enumerable.Repeat((float)number, tensor.Count)], shape),
            StoredType.F64 => StoredTensor.Of([.. Enumerable.Repeat(number, tensor.Count)], shape),
            _ => StoredTensor.Of([.. Enumerable.Repeat(double.IsFinite(number) ? (long)number : -1, tensor.Count)], shape),
        };
    }
}
