using System.Net;
using System.Net.Http.Headers;

namespace Apical.Data;

/// <summary>One file from one mirror into a <c>.part</c> file.</summary>
internal sealed class Transfer(
    HttpClient http, DownloaderOptions options, TimeProvider time, RemoteFile file, Uri address, string part, IProgress<DownloadProgress>? progress, long begun)
{
    private const int MostRedirects = 5;

    private EntityTagHeaderValue? _version;             // of what an earlier try of this transfer brought
    private bool _anew;                                 // the server cannot go on from what is there

    /// <summary>Fetches what is missing and checks the whole.</summary>
    /// <returns>Null when the part file is complete and right; otherwise what went wrong, and the next mirror is to be tried.</returns>
    /// <exception cref="IOException">The disk, not the network, is at fault: another mirror would not help.</exception>
    public async Task<string?> RunAsync(CancellationToken cancel)
    {
        int resumes = 0;
        while (true)
        {
            long before = PartLength();
            if (before > file.Size)
            {
                File.Delete(part);
                before = 0;
            }

            long offset = _anew ? 0 : before;
            string? failure = before == file.Size ? null : await ReceiveAsync(offset, cancel).ConfigureAwait(false);
            long after = PartLength();
            if (after == file.Size)
            {
                string sha256 = await Downloader.Sha256Async(part, cancel).ConfigureAwait(false);
                if (string.Equals(sha256, file.Sha256, StringComparison.OrdinalIgnoreCase))
                {
                    return null;
                }

                // never kept: the next try must not go on from wrong bytes
                File.Delete(part);
                if (offset == 0 && before != file.Size)
                {
                    return $"its SHA-256 is {sha256}, expected {file.Sha256}: not the same file";
                }

                // the bytes of an earlier try may be the wrong ones: once more from the start
                continue;
            }

            failure ??= $"the transfer ended after {after} of {file.Size} bytes";
            bool worthAnother = (after != before || (_anew && offset > 0)) && !Late && resumes++ < options.Resumes;
            if (!worthAnother)
            {
                return failure;
            }
        }
    }

    private bool Late => time.GetElapsedTime(begun) > options.Longest;

    private long PartLength() => File.Exists(part) ? new FileInfo(part).Length : 0;

    /// <summary>One request, and those to which it is redirected. Returns what went wrong, or null when the server was done.</summary>
    private async Task<string?> ReceiveAsync(long offset, CancellationToken cancel)
    {
        using var patience = new CancellationTokenSource(options.Silence, time);
        using CancellationTokenRegistration stop = cancel.Register(patience.Cancel);
        try
        {
            Uri from = address;
            for (int redirects = 0; redirects <= MostRedirects; redirects++)
            {
                using HttpRequestMessage request = Request(from, offset);
                using HttpResponseMessage response =
                    await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token).ConfigureAwait(false);
                if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308))
                {
                    return await ReceiveAsync(response, from, offset, patience).ConfigureAwait(false);
                }

                if (response.Headers.Location is not { } there)
                {
                    return $"HTTP {(int)response.StatusCode} without an address to go to";
                }

                from = new Uri(from, there);
                if (from.Scheme != Uri.UriSchemeHttp && from.Scheme != Uri.UriSchemeHttps)
                {
                    return $"redirects to {from}, which is no address of the web";
                }
            }

            return $"redirects more than {MostRedirects} times";
        }
        catch (HttpRequestException error)
        {
            return error.InnerException is null ? error.Message : $"{error.Message} {error.InnerException.Message}";
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return $"silent for {options.Silence.TotalSeconds} s";
        }
    }

    private HttpRequestMessage Request(Uri from, long offset)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, from);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("apical", null));
        if (offset > 0)
        {
            request.Headers.Range = new RangeHeaderValue(offset, null);
            request.Headers.IfRange = _version is null ? null : new(_version);      // a file that was changed meanwhile comes whole
        }

        return request;
    }

    private async Task<string?> ReceiveAsync(HttpResponseMessage response, Uri from, long offset, CancellationTokenSource patience)
    {
        HttpContentHeaders about = response.Content.Headers;
        switch (response.StatusCode)
        {
            case HttpStatusCode.PartialContent when about.ContentRange?.From == offset && offset > 0:
                break;
            case HttpStatusCode.OK:
                // the server does not resume: it sends all of it again
                offset = 0;
                break;
            case HttpStatusCode.RequestedRangeNotSatisfiable or HttpStatusCode.PartialContent when offset > 0:
                // what is there does not fit what the server has: it is asked for all of it, which replaces what is there once it comes
                _anew = true;
                return $"the server cannot go on from byte {offset} (HTTP {(int)response.StatusCode})";
            default:
                return $"HTTP {(int)response.StatusCode} {response.ReasonPhrase}";
        }

        if ((about.ContentRange?.Length ?? offset + about.ContentLength) is { } whole && whole != file.Size)
        {
            // an error page, say; seen before it can overwrite what is there
            return $"offers {whole} bytes instead of {file.Size}: not the same file";
        }

        _version = response.Headers.ETag is { IsWeak: false } tag ? tag : null;
        using Stream body = await response.Content.ReadAsStreamAsync(patience.Token).ConfigureAwait(false);
        return await CopyAsync(body, from, offset, patience).ConfigureAwait(false);
    }

    private async Task<string?> CopyAsync(Stream body, Uri from, long offset, CancellationTokenSource patience)
    {
        using var disk = new FileStream(part, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, bufferSize: 0);
        byte[] buffer = new byte[1 << 16];
        (long since, long counted) = (time.GetTimestamp(), offset);
        for (bool first = true; ; first = false)
        {
            patience.CancelAfter(options.Silence);
            int got;
            try
            {
                got = await body.ReadAsync(buffer, patience.Token).ConfigureAwait(false);
            }
            catch (IOException error)
            {
                // of the network; what arrived stays
                return $"broken off after {(first ? offset : disk.Position)} of {file.Size} bytes ({error.Message})";
            }

            if (first && (got > 0 || offset > 0))
            {
                disk.SetLength(offset);                 // not before something came to replace what was there
                disk.Position = offset;
                _anew = false;
            }

            if (got == 0)
            {
                disk.Flush(flushToDisk: true);
                return null;
            }

            if (disk.Position + got > file.Size)
            {
                // a foreign file: nothing of it is worth keeping
                disk.SetLength(0);
                return $"sends more than the {file.Size} bytes expected: not the same file";
            }

            disk.Write(buffer, 0, got);
            progress?.Report(new DownloadProgress(file.Name, disk.Position, file.Size, from));
            if (Late && disk.Position < file.Size)
            {
                return $"not done within {options.Longest}";
            }

            TimeSpan span = time.GetElapsedTime(since);
            if (span >= options.Silence)
            {
                if (disk.Position - counted < options.LeastSpeed * span.TotalSeconds && disk.Position < file.Size)
                {
                    return $"too slow: {disk.Position - counted} bytes in {span.TotalSeconds:0} s";
                }

                (since, counted) = (time.GetTimestamp(), disk.Position);
            }
        }
    }
}
