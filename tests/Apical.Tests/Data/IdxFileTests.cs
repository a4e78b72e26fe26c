using System.Text;

namespace Apical.Tests.Data;

public sealed class IdxFileTests
{
    private static readonly byte[] s_images = Idx.File([2, 2, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255]);

    /// <summary>The name says the opposite of what the content is.</summary>
    [Theory]
    [InlineData("images", true)]
    [InlineData("images.gz", false)]
    public void Decides_by_the_content_whether_a_file_is_gzipped(string name, bool zipped)
    {
        using var folder = new TempFolder();
        string path = folder.Write(name, zipped ? Idx.Zip(s_images) : s_images);

        IdxArray images = IdxFile.ReadImages(path);

        Assert.Equal([2, 2, 3], images.Shape);
        Assert.Equal(2, images.Count);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255], images.Values);
    }

    /// <summary>A file of gzip ends with a checksum and a length, four bytes each (RFC 1952).</summary>
    [Fact]
    public void A_compressed_file_that_breaks_off_is_told_wherever_it_does()
    {
        using var folder = new TempFolder();
        byte[] whole = Idx.Zip(Idx.File([100], [.. Enumerable.Range(0, 100).Select(i => (byte)(i * i))]));
        Assert.Equal(100, IdxFile.ReadLabels(folder.Write("whole.gz", whole)).Count);
        for (int length = 4; length < whole.Length; length++)
        {
            string path = folder.Write("cut.gz", whole[..length]);
            Assert.Contains(path, Assert.Throws<DatasetException>(() => IdxFile.ReadLabels(path)).Message, StringComparison.Ordinal);
        }

        // parts may follow each other
        byte[] parts = [.. Idx.Zip(Idx.File([3], [])), .. Idx.Zip([1, 2, 3])];
        Assert.Equal([1, 2, 3], IdxFile.ReadLabels(folder.Write("parts.gz", parts)).Values);
    }

    [Fact]
    public void Reads_an_empty_array() => Assert.Empty(Read(Idx.File([0], []), path => IdxFile.ReadLabels(path)).Values);

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(15)]
    public void A_truncated_header_is_reported_with_its_length(int length)
    {
        string message = Failure(s_images[..length], IdxFile.ReadImages);
        Assert.Contains(length < 4 ? "expected an IDX file that begins with the bytes 00000803" : $"truncated. Expected a header of 16 bytes, got {length}",
            message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_truncated_file_is_reported_with_both_lengths()
    {
        string expected = "truncated. The header promises 2 × 2 × 3 = 12 bytes, the file holds 9. Delete the file and fetch it again.";
        Assert.EndsWith(expected, Failure(s_images[..^3], IdxFile.ReadImages), StringComparison.Ordinal);
        Assert.EndsWith(expected, Failure(Idx.Zip(s_images[..^3]), IdxFile.ReadImages), StringComparison.Ordinal);
    }

    /// <summary>Noise does not compress, so cutting the zipped file takes away content.</summary>
    [Fact]
    public void A_truncated_gzip_file_is_reported()
    {
        byte[] noise = new byte[10_000];
        uint state = 1;
        for (int i = 0; i < noise.Length; i++)
        {
            state = state * 1664525 + 1013904223;
            noise[i] = (byte)(state >> 24);
        }

        byte[] zipped = Idx.Zip(Idx.File([10_000], noise));
        Assert.Contains("fetch it again", Failure(zipped[..5_000], IdxFile.ReadLabels), StringComparison.Ordinal);

        zipped[5_000] ^= 0x55;
        Assert.Contains("fetch it again", Failure(zipped, IdxFile.ReadLabels), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_with_something_after_its_end_is_refused() =>
        Assert.Contains("longer than its header says (2 × 2 × 3 = 12 bytes)", Failure([.. s_images, 0], IdxFile.ReadImages), StringComparison.Ordinal);

    [Fact]
    public void A_header_that_promises_more_than_any_set_has_is_refused_without_allocating_it()
    {
        Assert.Contains("which no data set of this kind has", Failure(Idx.File([int.MaxValue, 28, 28], []), IdxFile.ReadImages), StringComparison.Ordinal);
        Assert.Contains("asks for 4294967295 bytes, which no data set of this kind has", Failure(Idx.File([-1], []), IdxFile.ReadLabels),
            StringComparison.Ordinal);
        Assert.Contains("images have no pixels, the header says 40 × 0 × 4", Failure(Idx.File([40, 0, 4], []), IdxFile.ReadImages), StringComparison.Ordinal);
        Assert.Contains("has no samples: its header says 0 × 4 × 4", Failure(Idx.File([0, 4, 4], []), IdxFile.ReadImages), StringComparison.Ordinal);
        Assert.Contains("the file holds 0", Failure(Idx.File([1_900_000_000], []), IdxFile.ReadLabels), StringComparison.Ordinal);
    }

    [Fact]
    public void Swapped_files_are_recognised()
    {
        Assert.EndsWith("got 00000803. This is a file of images: were the two files swapped?", Failure(s_images, IdxFile.ReadLabels), StringComparison.Ordinal);
        Assert.EndsWith("got 00000801. This is a file of labels: were the two files swapped?", Failure(Idx.File([16], new byte[16]), IdxFile.ReadImages),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "The file is empty")]
    [InlineData("<!DOCTYPE html><html>Not found</html>", "This looks like a web page")]
    [InlineData("PK\u0003\u0004 some archive of another kind", "This is not an IDX file.")]
    [InlineData("\0\0\r\u0003 floats", "not of unsigned bytes")]
    public void A_foreign_file_is_recognised(string content, string expected) =>
        Assert.Contains(expected, Failure(Encoding.Latin1.GetBytes(content), IdxFile.ReadImages), StringComparison.Ordinal);

    [Fact]
    public void A_missing_file_is_reported_with_its_path()
    {
        using var folder = new TempFolder();
        DatasetException error = Assert.Throws<DatasetException>(() => IdxFile.ReadLabels(folder["none"]));
        Assert.StartsWith($"{folder["none"]}: cannot be read.", error.Message, StringComparison.Ordinal);
    }

    private static IdxArray Read(byte[] content, Func<string, IdxArray> read)
    {
        using var folder = new TempFolder();
        return read(folder.Write("file", content));
    }

    private static string Failure(byte[] content, Func<string, IdxArray> read) =>
        Assert.Throws<DatasetException>(() => Read(content, read)).Message;
}
