using System.IO.Compression;

namespace Apical.Exchange.Images;

/// <summary>The image files in a .zip. Nothing is unpacked to the disk, so a path in it is a name and no more.</summary>
internal sealed class ZipFiles : IImageFiles
{
    private const int MostPacked = 1100;                // DEFLATE packs no more than 1032 bytes into one

    private readonly Lock _lock = new();
    private readonly ZipArchiveEntry[] _entries;

    /// <summary>Opens it; it stays open as long as somebody reads from it.</summary>
    /// <exception cref="InvalidDataException">It is no such archive.</exception>
    public ZipFiles(string path)
    {
        FileStream file = File.OpenRead(path);
        try
        {
            // the names that entries have in common are left to the first of them
            var images = new ZipArchive(file, ZipArchiveMode.Read).Entries
                .Select(entry => (Path: Plain(entry.FullName), Entry: entry)).Where(one => IImageFiles.IsImage(one.Path))
                .ToLookup(one => LeadsOut(one.Entry.FullName));
            var found = images[false].DistinctBy(one => one.Path).OrderBy(one => one.Path, StringComparer.Ordinal).ToArray();
            Paths = [.. found.Select(one => one.Path)];
            Outside = [.. images[true].Select(one => one.Entry.FullName).Distinct().Order(StringComparer.Ordinal)];
            _entries = [.. found.Select(one => one.Entry)];
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public IReadOnlyList<string> Paths { get; }

    public IReadOnlyList<string> Outside { get; }

    public byte[] Read(int number)
    {
        lock (_lock)
        {
            ZipArchiveEntry entry = _entries[number];
            using Stream content = entry.Open();
            if (entry.Length / MostPacked > entry.CompressedLength)
            {
                throw new InvalidDataException($"the archive promises {entry.Length} bytes of it, and has not as many");
            }

            byte[] bytes = new byte[Math.Min(entry.Length, IImageFiles.MostBytes)];
            int got = content.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return entry.Length > IImageFiles.MostBytes ? throw new InvalidDataException($"it has more than {bytes.Length} bytes, and no more are read")
                : content.ReadByte() >= 0 ? throw new InvalidDataException($"it is longer than the {bytes.Length} bytes that the archive promises")
                : got == bytes.Length ? bytes : throw new InvalidDataException("it ends too early");
        }
    }

    // Other systems join folders by another sign.
    private static string Plain(string path) => string.Join('/', Parts(path).Where(part => part is not ("" or ".." or ".")))
        + (path.EndsWith('/') || path.EndsWith('\\') ? "/" : "");

    private static bool LeadsOut(string path) => Parts(path) is var parts
        && (parts[0].Length == 0 || parts.Contains("..") || (parts[0].Length == 2 && parts[0][1] == ':'));

    private static string[] Parts(string path) => path.Replace('\\', '/').Split('/');
}
