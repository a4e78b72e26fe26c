namespace Apical.Data;

/// <summary>Patience of a <see cref="Downloader"/>.</summary>
public sealed record DownloaderOptions
{
    /// <summary>How long a mirror may send nothing before it is given up.</summary>
    /// <value>Default 30 s (ours).</value>
    public TimeSpan Silence
    {
        get;
        init => field = value > TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(Silence), value, "Expected a positive time.");
    } = TimeSpan.FromSeconds(30);

    /// <summary>Bytes a second that a mirror must send, taken over each <see cref="Silence"/>; a slower one is given up.</summary>
    /// <value>Default 4096 (ours).</value>
    public double LeastSpeed
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(LeastSpeed), value, "Expected at least 0.");
    } = 4096;

    /// <summary>How long a file may take, all mirrors together; what has arrived by then is kept for the next call.</summary>
    /// <value>Default 6 hours (ours).</value>
    public TimeSpan Longest
    {
        get;
        init => field = value > TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(Longest), value, "Expected a positive time.");
    } = TimeSpan.FromHours(6);

    /// <summary>How often a transfer that broke off is taken up again at the same mirror before the next one is tried.</summary>
    /// <value>Default 3 (ours).</value>
    public int Resumes
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(Resumes), value, "Expected at least 0.");
    } = 3;
}
