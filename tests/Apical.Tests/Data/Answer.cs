namespace Apical.Tests.Data;

/// <summary>What <see cref="LoopbackServer"/> sends.</summary>
internal sealed record Answer(int Status, byte[] Body)
{
    /// <summary>Further header lines, each with its line end.</summary>
    public string Headers { get; init; } = "";

    /// <summary>Whether the length of the body is announced.</summary>
    public bool SaysLength { get; init; } = true;

    /// <summary>Bytes of the body after which the connection breaks off, or goes silent; null for all.</summary>
    public int? Sent { get; init; }

    /// <summary>Whether the connection stays open and silent after what was sent.</summary>
    public bool Hangs { get; init; }

    /// <summary>What stands behind the status.</summary>
    public string Reason { get; init; } = "Status";

    /// <summary>How long the server waits after each byte of the body; null for sending it all at once.</summary>
    public TimeSpan? Pause { get; init; }

    /// <summary>A redirect.</summary>
    public static Answer To(string address) => new(302, []) { Headers = $"Location: {address}\r\n" };

    /// <summary>What a server that resumes answers.</summary>
    public static Answer Of(byte[] file, long? from) => from switch
    {
        null => new(200, file),
        _ when from >= file.Length => new(416, []) { Headers = $"Content-Range: bytes */{file.Length}\r\n" },
        _ => new(206, file[(int)from..]) { Headers = $"Content-Range: bytes {from}-{file.Length - 1}/{file.Length}\r\n" },
    };
}
