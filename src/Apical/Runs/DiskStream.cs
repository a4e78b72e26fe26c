namespace Apical.Runs;

/// <summary>Passes on what is written; where the system refuses it, the error names the file that people know.</summary>
/// <param name="inner">Takes the bytes; disposed of with this.</param>
/// <param name="path">What the file is, or is to become.</param>
internal sealed class DiskStream(FileStream inner, string path) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => inner.CanSeek;

    public override bool CanWrite => true;

    public override long Length => inner.Length;

    public override long Position
    {
        get => inner.Position;
        set => inner.Position = value;
    }

    public override void Flush() => FlushTo(disk: false);

    /// <summary>Has the bytes survive a power cut, where <paramref name="disk"/> says so.</summary>
    public void FlushTo(bool disk)
    {
        try
        {
            inner.Flush(disk);
        }
        catch (Exception error) when (DiskException.IsOne(error))
        {
            throw new DiskException(path, error);
        }
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            inner.Write(buffer);
        }
        catch (Exception error) when (DiskException.IsOne(error))
        {
            throw new DiskException(path, error);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void SetLength(long value)
    {
        try
        {
            inner.SetLength(value);
        }
        catch (Exception error) when (DiskException.IsOne(error))
        {
            throw new DiskException(path, error);
        }
    }

    public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("This file is only written.");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
