namespace Apical.Tests.Data;

/// <summary>Keeps what a download reports, at once and on its thread.</summary>
internal sealed class Reports(Action<DownloadProgress>? also = null) : IProgress<DownloadProgress>
{
    public List<DownloadProgress> All { get; } = [];

    public void Report(DownloadProgress value)
    {
        All.Add(value);
        also?.Invoke(value);
    }
}
