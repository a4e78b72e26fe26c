using System.IO.Compression;

namespace Apical.Data;

/// <summary>What a file holds, unpacked where it is compressed by gzip: its first bytes say it, not its name.</summary>
/// <remarks>
/// .NET takes a compressed file that breaks off for one that ends. So the unpacking gets a further part behind the file, as gzip allows: only behind a whole
/// file, whose checksum is right, its content comes out.
/// </remarks>
internal sealed class GzipFile : Stream
{
    private static readonly byte[] s_end = "the end of the file"u8.ToArray(), s_packedEnd = Pack(s_end);

    private readonly FileStream _file;
    private readonly GZipStream _unpacked;
    private readonly byte[] _ahead = new byte[1 << 16];
    private int _from, _to;                             // what was unpacked and not handed out; the last bytes may be the end
    private bool _done;

    private GzipFile(FileStream file)
    {
        _file = file;
        _unpacked = new GZipStream(new Followed(file), CompressionMode.Decompress);
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The content of a file, from its beginning.</summary>
    /// <param name="file">The file. It is closed with the content.</param>
    /// <returns>Reading throws <see cref="InvalidDataException"/> where a compressed file is damaged or breaks off.</returns>
    public static Stream Content(FileStream file)
    {
        bool zipped = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        return zipped ? new GzipFile(file) : file;
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        while (!_done && _to - _from <= s_end.Length)
        {
            Fill();
        }

        int count = Math.Min(buffer.Length, _to - _from - (_done ? 0 : s_end.Length));
        _ahead.AsSpan(_from, count).CopyTo(buffer);
        _from += count;
        return count;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _unpacked.Dispose();
            _file.Dispose();
        }

        base.Dispose(disposing);
    }

    private static byte[] Pack(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            zip.Write(content);
        }

        return packed.ToArray();
    }

    private void Fill()
    {
        _ahead.AsSpan(_from, _to - _from).CopyTo(_ahead);
        (_from, _to) = (0, _to - _from);
        int count;
        try
        {
            count = _unpacked.Read(_ahead.AsSpan(_to));
        }
        catch (InvalidDataException error)              // whose message is about other things
        {
            throw new InvalidDataException("its gzip compression is damaged or breaks off", error);
        }

        _to += count;
        if (count == 0)
        {
            _done = _ahead.AsSpan(0, _to).SequenceEqual(s_end) ? true
                : throw new InvalidDataException("its gzip compression breaks off, or something else follows it");
            _to = 0;
        }
    }

    /// <summary>A file, and behind it the packed end.</summary>
    private sealed class Followed(FileStream file) : Stream
    {
        private int _at;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            int count = file.Read(buffer);
            if (count > 0 || buffer.Length == 0)
            {
                return count;
            }

            count = Math.Min(buffer.Length, s_packedEnd.Length - _at);
            s_packedEnd.AsSpan(_at, count).CopyTo(buffer);
            _at += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
