using System.IO.Compression;

namespace Apical.Tests.Fuzzing;

/// <summary>Damages what is packed in an archive, and packs it again: so what is read is not stopped by checksums of the packing.</summary>
internal static class Archives
{
    public static byte[] Zipped(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zip.Write(content);
        }

        return packed.ToArray();
    }

    public static byte[] WithinGzip(byte[] file, Random random)
    {
        using var zip = new GZipStream(new MemoryStream(file), CompressionMode.Decompress);
        using var content = new MemoryStream();
        zip.CopyTo(content);
        return Zipped(Damage.Of(content.ToArray(), [content.ToArray()], random));
    }

    public static byte[] WithinZip(byte[] file, Random random)
    {
        using var from = new ZipArchive(new MemoryStream(file));
        using var packed = new MemoryStream();
        using (var to = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            int damaged = random.Next(from.Entries.Count);
            foreach (var (i, entry) in from.Entries.Index())
            {
                using Stream stream = entry.Open();
                using var content = new MemoryStream();
                stream.CopyTo(content);
                byte[] bytes = content.ToArray();
                string name = i == damaged && random.Next(10) == 0 ? Damage.Word(random) + ".npy" : entry.FullName;
                using Stream written = to.CreateEntry(name, CompressionLevel.Fastest).Open();
                written.Write(i == damaged ? Damage.Of(bytes, [bytes], random) : bytes);
            }
        }

        return packed.ToArray();
    }
}
