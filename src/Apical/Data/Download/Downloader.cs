using System.Globalization;
using System.Security.Cryptography;

namespace Apical.Data;

/// <summary>Fetches files over HTTP: resumes, tries mirrors, and puts nothing into place whose SHA-256 is wrong.</summary>
/// <remarks>
/// What has arrived lies in <c>NAME.part</c> beside the final name. A later call goes on from there (from another mirror too: the
/// checksum decides in the end). Only a complete and checked file gets the final name, in one step.
/// </remarks>
public sealed class Downloader
{
    private const int LongestReason = 300;              // letters

    private readonly HttpClient _http;
    private readonly DownloaderOptions _options;
    private readonly TimeProvider _time;

    /// <summary>A downloader that uses <paramref name="http"/>, which stays the caller's to dispose of.</summary>
    public Downloader(HttpClient http, DownloaderOptions? options = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        (_http, _options, _time) = (http, options ?? new(), time ?? TimeProvider.System);
    }

    /// <summary>A client made for downloads: gives up soon on a mirror that cannot be reached, and leaves compressed files as they are.</summary>
    /// <remarks>
    /// It sets no limit to a whole transfer: <see cref="DownloaderOptions"/> does. Redirects are left to the downloader, which follows a few, and only to
    /// addresses of the web.
    /// </remarks>
    public static HttpClient CreateClient() =>
        new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(15), AllowAutoRedirect = false, UseCookies = false })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };

    /// <summary>Makes sure that <paramref name="folder"/> holds the file, and holds it right.</summary>
    /// <param name="file">What to fetch.</param>
    /// <param name="folder">Where to put it. Made when it is not there.</param>
    /// <param name="progress">Told about bytes as they arrive.</param>
    /// <param name="cancel">Stops the transfer. What has arrived is kept for the next call.</param>
    /// <exception cref="DatasetException">No mirror gave the right file; the message says what happened at each.</exception>
    public async Task<DownloadOutcome> FetchAsync(
        RemoteFile file, string folder, IProgress<DownloadProgress>? progress = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        string target = Path.Combine(folder, file.Name);
        try
        {
            Directory.CreateDirectory(folder);
            if (File.Exists(target) && await IsRightAsync(target, file, cancel).ConfigureAwait(false))
            {
                return DownloadOutcome.AlreadyThere;
            }

            List<string> failures = [];
            long begun = _time.GetTimestamp();
            foreach (Uri mirror in file.Mirrors)
            {
                var transfer = new Transfer(_http, _options, _time, file, new Uri(mirror, file.Name), target + ".part", progress, begun);
                string? failure = await transfer.RunAsync(cancel).ConfigureAwait(false);
                if (failure is null)
                {
                    File.Move(target + ".part", target, overwrite: true);
                    return DownloadOutcome.Fetched;
                }

                failures.Add($"  {mirror}: {Printable(failure)}");
                if (_time.GetElapsedTime(begun) > _options.Longest)
                {
                    break;
                }
            }

            throw Failed(file, target, failures);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException { ParamName: "value" })
        {
            // .NET appends the path, and tells a file that grew beyond a limit as an argument out of range.
            string reason = error is ArgumentOutOfRangeException ? "It would be larger than this process may write (ulimit -f)"
                : error.Message.Split(" : '")[0].TrimEnd('.');
            throw new DatasetException(
                $"{target} cannot be written. {reason}. What has arrived is kept. Make room, or choose another folder with --data-dir, or the environment "
                + $"variable {DataFolder.Variable}.", error);
        }
    }

    /// <summary>Whether the file at <paramref name="path"/> has the size and the SHA-256 it should have.</summary>
    public static async Task<bool> IsRightAsync(string path, RemoteFile file, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        return new FileInfo(path).Length == file.Size
            && string.Equals(await Sha256Async(path, cancel).ConfigureAwait(false), file.Sha256, StringComparison.OrdinalIgnoreCase);
    }

    internal static async Task<string> Sha256Async(string path, CancellationToken cancel)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancel).ConfigureAwait(false));
    }

    // What a server says is nothing that a terminal should obey.
    private static string Printable(string text)
    {
        string plain = string.Concat(text.Select(letter => char.GetUnicodeCategory(letter)
            is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator ? '?' : letter));
        return plain.Length <= LongestReason ? plain : $"{plain[..LongestReason]} …";
    }

    private static DatasetException Failed(RemoteFile file, string target, List<string> failures)
    {
        string present = File.Exists(target) ? $"{Environment.NewLine}The file that is there now is not the right one either." : "";
        string part = File.Exists(target + ".part") ? $"{Environment.NewLine}What has arrived is kept in {target}.part; the next try goes on from there." : "";
        return new DatasetException(
            $"{file.Name} could not be fetched:{Environment.NewLine}{string.Join(Environment.NewLine, failures)}{present}{part}"
            + $"{Environment.NewLine}Try again later, or get it in another way and put it at {target}.");
    }
}
