using System.IO.Compression;
using System.Security.Cryptography;

namespace Apical.Tests.Data;

/// <summary>Servers that lie, dawdle, or lead elsewhere: nothing wrong is taken, what is there already stays, and it ends.</summary>
public sealed class HostileServerTests : IDisposable
{
    private static readonly byte[] s_file = [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * 31 + (i >> 8)))];
    private static readonly DownloaderOptions s_hurry = new() { Silence = TimeSpan.FromMilliseconds(200), LeastSpeed = 1e6 };

    private readonly HttpClient _http = Downloader.CreateClient();
    private readonly TempFolder _folder = new();

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_circle_of_redirects_is_left()
    {
        using var circle = new LoopbackServer(_ => Answer.To("f.gz"));
        Assert.Contains("redirects more than 5 times", await Fails(circle));
        Assert.Equal(6, circle.Requests.Count);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://127.0.0.1/f.gz")]
    [InlineData("data:,x")]
    public async Task Redirects_lead_nowhere_but_to_the_web(string address)
    {
        using var server = new LoopbackServer(_ => Answer.To(address));
        string said = await Fails(server);
        Assert.Contains($"redirects to {address}, which is no address of the web", said);
        Assert.Single(server.Requests);
    }

    /// <summary>Mirrors are moved; what comes from elsewhere is checked as everything is, and progress says where it comes from.</summary>
    [Fact]
    public async Task Another_host_may_have_the_file_and_is_named()
    {
        using LoopbackServer other = LoopbackServer.Good(s_file);
        using var moved = new LoopbackServer(_ => Answer.To($"{other.Address}elsewhere"));
        var reports = new Reports();
        Assert.Equal(DownloadOutcome.Fetched, await Fetch(reports, null, moved));
        Assert.All(reports.All, report => Assert.Equal(new Uri(other.Address, "elsewhere"), report.Mirror));
        Assert.Equal(s_file, File.ReadAllBytes(_folder["f.gz"]));
    }

    [Fact]
    public async Task A_redirect_without_an_address_is_an_error()
    {
        using var server = new LoopbackServer(_ => new Answer(302, []));
        Assert.Contains("HTTP 302 without an address", await Fails(server));
    }

    /// <summary>Never silent, and never done: the next mirror goes on from what has come.</summary>
    [Fact]
    public async Task A_server_that_sends_byte_by_byte_is_passed_over()
    {
        using var slow = new LoopbackServer(from => Answer.Of(s_file, from) with { Pause = TimeSpan.FromMilliseconds(10) });
        using LoopbackServer good = LoopbackServer.Good(s_file);
        Assert.Equal(DownloadOutcome.Fetched, await Fetch(null, s_hurry with { Resumes = 0 }, slow, good));
        Assert.True(good.Requests[0] > 0, "nothing was kept of what had come");
        Assert.Equal(s_file, File.ReadAllBytes(_folder["f.gz"]));

        File.Delete(_folder["f.gz"]);
        DatasetException error = await Assert.ThrowsAsync<DatasetException>(() => Fetch(null, s_hurry with { Resumes = 0 }, slow));
        Assert.Contains("too slow: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_has_a_time_in_all_and_what_has_come_is_kept()
    {
        using var slow = new LoopbackServer(from => Answer.Of(s_file, from) with { Pause = TimeSpan.FromMilliseconds(5) });
        using LoopbackServer next = LoopbackServer.Good(s_file);
        DatasetException error = await Assert.ThrowsAsync<DatasetException>(() =>
            Fetch(null, new() { LeastSpeed = 0, Longest = TimeSpan.FromMilliseconds(200) }, slow, next));
        Assert.Contains("not done within 00:00:00.2", error.Message, StringComparison.Ordinal);
        Assert.Empty(next.Requests);
        Assert.True(new FileInfo(_folder["f.gz.part"]).Length > 0);
    }

    /// <summary>10 MB of zeros in 10 kB: bodies are taken as they come, never unpacked.</summary>
    [Fact]
    public async Task A_body_that_says_it_is_packed_stays_packed()
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            zip.Write(new byte[10_000_000]);
        }

        using var bomb = new LoopbackServer(_ => new Answer(200, packed.ToArray()) { Headers = "Content-Encoding: gzip\r\n", SaysLength = false });
        Assert.Contains($"ended after {packed.Length} of 100000 bytes", await Fails(bomb, new() { Resumes = 0 }));
        File.Delete(_folder["f.gz.part"]);
        using var right = new LoopbackServer(_ => new Answer(200, s_file) { Headers = "Content-Encoding: gzip\r\n" });
        Assert.Equal(DownloadOutcome.Fetched, await Fetch(null, null, right));
        Assert.Equal(s_file, File.ReadAllBytes(_folder["f.gz"]));
    }

    [Fact]
    public async Task What_has_come_is_kept_until_something_replaces_it()
    {
        _folder.Write("f.gz.part", s_file[..30_000]);
        using var refuses = new LoopbackServer(from => from is null ? new Answer(503, []) : new Answer(416, []));
        using var another = new LoopbackServer(from => new Answer(206, s_file[(int)from!..]) { Headers = $"Content-Range: bytes {from}-123455/123456\r\n" });
        using LoopbackServer good = LoopbackServer.Good(s_file);
        Assert.Equal(DownloadOutcome.Fetched, await Fetch(null, null, refuses, another, good));
        Assert.Equal([30_000, null], refuses.Requests);
        Assert.Equal([30_000], good.Requests);
        Assert.Equal(s_file, File.ReadAllBytes(_folder["f.gz"]));
    }

    /// <summary>RFC 9110, 13.1.5: a server whose file is another than that of the first part sends all of the new one.</summary>
    [Fact]
    public async Task A_range_is_asked_for_of_the_version_that_was_begun()
    {
        byte[] old = [.. s_file.Reverse()];
        int answers = 0;
        using var server = new LoopbackServer(_ => answers++ == 0
            ? new Answer(200, old) { Headers = "ETag: \"one\"\r\n", Sent = 40_000 }
            : new Answer(200, s_file) { Headers = "ETag: \"two\"\r\n" });
        Assert.Equal(DownloadOutcome.Fetched, await Fetch(null, null, server));
        Assert.Equal([null, "\"one\""], server.Versions);
        Assert.Equal(s_file, File.ReadAllBytes(_folder["f.gz"]));
    }

    /// <summary>Of servers that do not know versions the sum of the whole decides.</summary>
    [Fact]
    public async Task A_file_that_changes_while_it_is_fetched_is_fetched_anew()
    {
        byte[] old = [.. s_file.Reverse()];
        int answers = 0;
        using var server = new LoopbackServer(from => answers++ == 0 ? Answer.Of(old, from) with { Sent = 40_000 } : Answer.Of(s_file, from));
        Assert.Equal(DownloadOutcome.Fetched, await Fetch(null, null, server));
        Assert.Equal([null, 40_000, null], server.Requests);
    }

    [Fact]
    public async Task A_storm_of_errors_ends_after_one_request_a_mirror()
    {
        using var one = new LoopbackServer(_ => new Answer(500, []));
        using var two = new LoopbackServer(_ => new Answer(500, new byte[50_000]));
        Assert.Contains("HTTP 500", await Fails(null, one, two));
        Assert.Equal((1, 1), (one.Requests.Count, two.Requests.Count));
    }

    /// <summary>\e[2J clears a terminal, \a rings its bell; U+202E turns the direction of what follows.</summary>
    [Fact]
    public async Task What_a_server_says_comes_without_control_characters()
    {
        using var server = new LoopbackServer(_ => new Answer(404, []) { Reason = "Gone\e[2J\a\b" });
        using var long_ = new LoopbackServer(_ => new Answer(404, []) { Reason = new string('x', 5000) });
        using var elsewhere = new LoopbackServer(_ => Answer.To("file:///x%E2%80%AE\e[31m"));
        string said = await Fails(null, server, long_, elsewhere);
        Assert.Contains("HTTP 404 Gone?[2J??", said);
        Assert.DoesNotContain(said, letter => (char.IsControl(letter) && !Environment.NewLine.Contains(letter)) || letter == '\u202E');
        Assert.True(said.Length < 2000, said);
    }

    [Fact]
    public async Task Headers_without_end_are_refused()
    {
        string headers = string.Concat(Enumerable.Repeat($"X: {new string('x', 1000)}\r\n", 1000));
        using var server = new LoopbackServer(_ => new Answer(200, s_file) { Headers = headers });
        await Fails(server);
    }

    [Theory]
    [InlineData("../f.gz")]
    [InlineData("..")]
    [InlineData(".hidden")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("/etc/passwd")]
    [InlineData("c:f")]
    [InlineData("")]
    [InlineData("a\nb")]
    [InlineData("con?")]
    public void No_name_leads_out_of_the_folder(string name)
    {
        RemoteFile good = Remote();
        Assert.Throws<ArgumentException>(() => good with { Name = name });
        Assert.Throws<ArgumentException>(() => new RemoteFile(name, 1, good.Sha256, good.Mirrors));
    }

    [Fact]
    public void Nothing_is_taken_without_a_sum_or_from_elsewhere_than_the_web()
    {
        RemoteFile good = Remote();
        Assert.All(new[] { "", "abc", new string('g', 64) }, sum => Assert.Throws<ArgumentException>(() => good with { Sha256 = sum }));
        Assert.All(new[] { "file:///tmp/", "ftp://host/" }, mirror =>
            Assert.Throws<ArgumentException>(() => good with { Mirrors = [new(mirror)] }));
    }

    private static RemoteFile Remote(params LoopbackServer[] mirrors) =>
        new("f.gz", s_file.Length, Convert.ToHexStringLower(SHA256.HashData(s_file)), [.. mirrors.Select(mirror => mirror.Address)]);

    private Task<DownloadOutcome> Fetch(Reports? reports, DownloaderOptions? options, params LoopbackServer[] mirrors) =>
        new Downloader(_http, options).FetchAsync(Remote(mirrors), _folder.Name, reports, TestContext.Current.CancellationToken);

    private Task<string> Fails(LoopbackServer mirror, DownloaderOptions? options = null) => Fails(options, mirror);

    private async Task<string> Fails(DownloaderOptions? options, params LoopbackServer[] mirrors)
    {
        DatasetException error = await Assert.ThrowsAsync<DatasetException>(() => Fetch(null, options, mirrors));
        Assert.False(File.Exists(_folder["f.gz"]));
        return error.Message;
    }
}
