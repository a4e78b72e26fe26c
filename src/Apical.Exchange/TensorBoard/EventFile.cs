using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using Apical.Runs;
using Google.Protobuf;

namespace Apical.Exchange.TensorBoard;

/// <summary>Writes a file that TensorBoard follows while it grows.</summary>
/// <remarks>
/// Records one after the other: the length of an event (8 bytes), a checksum of these, the event, a checksum of it (4 bytes each, low byte first). The
/// checksum is CRC-32C, turned by 15 bits and moved by a constant, so that a record within a record has another.
/// </remarks>
internal sealed class EventFile : IDisposable
{
    private const uint MaskDelta = 0xa282ead8;
    private const int MaskTurn = 15;

    private readonly FileStream _file;                  // without a buffer: what the system refuses is not left to a finaliser
    private readonly TimeProvider _time;

    /// <summary>Begins a file in a folder that is made if need be; files of earlier sittings stay.</summary>
    /// <param name="folder">Where TensorBoard looks for the run.</param>
    /// <param name="step">The step from which on this file counts.</param>
    /// <param name="time">Tells when.</param>
    public EventFile(string folder, long step, TimeProvider time)
    {
        _time = time;
        Directory.CreateDirectory(folder);
        string name = string.Create(
            CultureInfo.InvariantCulture, $"events.out.tfevents.{time.GetUtcNow().ToUnixTimeSeconds():D10}.apical.{Environment.ProcessId}");
        string path = Path.Combine(folder, name);
        for (int i = 1; File.Exists(path); i++)
        {
            path = Path.Combine(folder, $"{name}.{i}");
        }

        _file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        Write(new() { FileVersion = "brain.Event:2" });
        Write(new() { Step = step, SessionLog = new() { Status = SessionLog.Types.SessionStatus.Start } });
    }

    /// <summary>Writes what was measured at a step, and lets readers see it.</summary>
    /// <exception cref="DiskException">The disk is full, or a limit is reached.</exception>
    public void Write(long step, Summary summary) => Write(new() { Step = step, Summary = summary });

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static uint Masked(ReadOnlySpan<byte> bytes) => BitOperations.RotateRight(Crc32C.ValueOf(bytes), MaskTurn) + MaskDelta;

    private void Write(Event one)
    {
        const int Length = 8, Checksum = 4;
        one.WallTime = (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;
        int size = one.CalculateSize();
        byte[] record = new byte[Length + Checksum + size + Checksum];
        Span<byte> head = record.AsSpan(0, Length), body = record.AsSpan(Length + Checksum, size);
        BinaryPrimitives.WriteInt64LittleEndian(head, size);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(Length), Masked(head));
        one.WriteTo(body);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(Length + Checksum + size), Masked(body));
        try
        {
            _file.Write(record);
        }
        catch (Exception error) when (error is IOException or ArgumentOutOfRangeException)     // .NET tells a limit to the size of files as the latter
        {
            throw new DiskException(_file.Name, error);
        }
    }
}
