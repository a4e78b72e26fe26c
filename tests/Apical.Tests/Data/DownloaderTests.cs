using System.Security.Cryptography;
using Apical.Data;

namespace Apical.Tests.Data;

public sealed class DownloaderTests : IDisposable
{
    private static readonly byte[] s_file = [.. Enumerable.Range(0, 200_000).Select(i => (byte)(i * 31 + (i >> 8)))];
    private static readonly byte[] s_wrong = [.. s_file.Reverse()];

    private readonly HttpClient _http = Downloader.CreateClient();
    private readonly TempFolder _folder = new();

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Fetches_a_file_and_reports_its_bytes()
    {
        using LoopbackServer server = LoopbackServer.Good(s_file);
        var reports = new Reports(_ => Assert.False(File.Exists(_folder["f.gz"]), "the final name must not exist before the file is complete and checked"));

        Assert.Equal(DownloadOutcome.Fetched, await Fetch([server.Address], reports));

        Assert.Equal(s_file, File.ReadAllBytes(_folder["f.gz"]));
        Assert.False(File.Exists(_folder["f.gz.part"]));
        Assert.Equal(new DownloadProgress("f.gz", s_file.Length, s_file.Length, new Uri(server.Address, "f.gz")), reports.All[^1]);
        Assert.Equal(reports.All.Select(r => r.Done).Order(), reports.All.Select(r => r.Done));
    }

    [Fact]
    public async Task A_file_that_is_there_and_right_is_not_fetched_again()
    {
        using LoopbackServer server = LoopbackServer.Good(s_file);
        _folder.Write("f.gz", s_file);
        Assert.Equal(DownloadOutcome.AlreadyThere, await Fetch([server.Address]));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_file_that_is_there_and_wrong_is_replaced()
    {
        using LoopbackServer server = LoopbackServer.Good(s_file);
        _folder.Write("f.gz", s_wrong);
        Assert.Equal(DownloadOutcome.Fetched, await Fetch([server.Address]));
        Assert.Equal(s_file, File.ReadAllBytes(_folder["f.gz"]));
    }

    [Fact]
    public async Task A_transfer_that_breaks_off_is_taken_up_where_it_ended()
    {
        int answers = 0;
        using var server = new LoopbackServer(from => Answer.Of(s_file, from) with { Sent = answers++ < 2 ? 60_000 : null });

        Assert.Equal(DownloadOutcome.Fetched, await Fetch([server.Address]));

        Assert.Equal([null, 60_000, 120_000], server.Requests);
        Assert.Equal(s_file, File.ReadAllBytes(_folder["f.gz"]));
    }

    [Fact]
    public async Task A_server_that_always_breaks_off_is_given_up_and_what_arrived_is_kept_for_the_next_call()
    {
        using var bad = new LoopbackServer(from => Answer.Of(s_file, from) with { Sent = 10_000 });
        DatasetException error = await Assert.ThrowsAsync<DatasetException>(() => Fetch([bad.Address]));

        // the first try and three resumes
        Assert.Equal([null, 10_000, 20_000, 30_000], bad.Requests);
        Assert.Contains("broken off after 40000 of 200000 bytes", error.Message, StringComparison.Ordinal);
        Assert.Contains($"kept in {_folder["f.gz"]}.part", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["f.gz"]));

        using LoopbackServer good = LoopbackServer.Good(s_file);
        Assert.Equal(DownloadOutcome.Fetched, await Fetch([good.Address]));
        Assert.Equal([40_000], good.Requests);
        Assert.Equal(s_file, File.ReadAllBytes(_folder["f.gz"]));
    }

    [Fact]
    public async Task The_next_mirror_goes_on_where_the_first_broke_off()
    {
        using var first = new LoopbackServer(from => from is null ? Answer.Of(s_file, from) with { Sent = 50_000 } : new Answer(503, []));
        using LoopbackServer second = LoopbackServer.Good(s_file);
        Assert.Equal(DownloadOutcome.Fetched, await Fetch([first.Address, second.Address]));
        Assert.Equal([50_000], second.Requests);
        Assert.Equal(s_file, File.ReadAllBytes(_folder["f.gz"]));
    }

    [Fact]
    public async Task A_server_that_does_not_resume_is_asked_for_all_of_it()
    {
        int answers = 0;
        using var server = new LoopbackServer(_ => new Answer(200, s_file) { Sent = answers++ == 0 ? 70_000 : null });
        Assert.Equal(DownloadOutcome.Fetched, await Fetch([server.Address]));
        Assert.Equal([null, 70_000], server.Requests);
        Assert.Equal(s_file, File.ReadAllBytes(_folder["f.gz"]));
    }

    [Fact]
    public async Task Without_an_announced_length_a_short_file_is_noticed()
    {
        int answers = 0;
        using var server = new LoopbackServer(from => Answer.Of(s_file, from) with { SaysLength = false, Sent = answers++ == 0 ? 70_000 : null });
        Assert.Equal(DownloadOutcome.Fetched, await Fetch([server.Address]));
        Assert.Equal([null, 70_000], server.Requests);
    }

    [Fact]
    public async Task A_server_that_cannot_go_on_is_asked_from_the_start()
    {
        _folder.Write("f.gz.part", s_file[..30_000]);
        using var server = new LoopbackServer(from => from is null ? new Answer(200, s_file) : new Answer(416, []));
        Assert.Equal(DownloadOutcome.Fetched, await Fetch([server.Address]));
        Assert.Equal([30_000, null], server.Requests);
        Assert.Equal(s_file, File.ReadAllBytes(_folder["f.gz"]));
    }

    [Fact]
    public async Task A_range_that_was_not_asked_for_is_not_appended()
    {
        _folder.Write("f.gz.part", s_file[..30_000]);
        using var server = new LoopbackServer(from => Answer.Of(s_file, from is null ? null : 10_000));
        Assert.Equal(DownloadOutcome.Fetched, await Fetch([server.Address]));
        Assert.Equal(s_file, File.ReadAllBytes(_folder["f.gz"]));
    }

    [Fact]
    public async Task Wrong_bytes_never_get_the_final_name_and_the_next_mirror_is_tried()
    {
        using LoopbackServer wrong = LoopbackServer.Good(s_wrong), right = LoopbackServer.Good(s_file);
        Assert.Equal(DownloadOutcome.Fetched, await Fetch([wrong.Address, right.Address]));
        Assert.Equal([null], right.Requests);
        Assert.Equal(s_file, File.ReadAllBytes(_folder["f.gz"]));
    }

    [Fact]
    public async Task Wrong_bytes_everywhere_leave_nothing_behind()
    {
        using LoopbackServer wrong = LoopbackServer.Good(s_wrong);
        DatasetException error = await Assert.ThrowsAsync<DatasetException>(() => Fetch([wrong.Address]));
        Assert.Contains($"{wrong.Address}: its SHA-256 is {Hash(s_wrong)}, expected {Hash(s_file)}", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Name));
    }

    [Fact]
    public async Task Wrong_bytes_of_an_earlier_try_are_fetched_again()
    {
        _folder.Write("f.gz.part", s_wrong[..30_000]);
        using LoopbackServer server = LoopbackServer.Good(s_file);
        Assert.Equal(DownloadOutcome.Fetched, await Fetch([server.Address]));
        Assert.Equal([30_000, null], server.Requests);
        Assert.Equal(s_file, File.ReadAllBytes(_folder["f.gz"]));
    }

    [Theory]
    [InlineData(200_000, 0)]
    [InlineData(300_000, 1)]
    public async Task A_part_that_is_complete_or_too_long_is_dealt_with(int length, int requests)
    {
        byte[] part = new byte[length];
        s_file.CopyTo(part, 0);
        _folder.Write("f.gz.part", part);
        using LoopbackServer server = LoopbackServer.Good(s_file);
        Assert.Equal(DownloadOutcome.Fetched, await Fetch([server.Address]));
        Assert.Equal(requests, server.Requests.Count);
        Assert.Equal(s_file, File.ReadAllBytes(_folder["f.gz"]));
    }

    /// <summary>A login page instead of the file must not cost what has arrived already.</summary>
    [Fact]
    public async Task A_page_of_another_size_does_not_overwrite_what_has_arrived()
    {
        _folder.Write("f.gz.part", s_file[..30_000]);
        using var portal = new LoopbackServer(_ => new Answer(200, [1, 2, 3]));
        DatasetException error = await Assert.ThrowsAsync<DatasetException>(() => Fetch([portal.Address]));
        Assert.Contains("offers 3 bytes instead of 200000", error.Message, StringComparison.Ordinal);
        Assert.Equal(30_000, new FileInfo(_folder["f.gz.part"]).Length);
    }

    [Fact]
    public async Task A_server_that_sends_without_end_is_stopped()
    {
        using var endless = new LoopbackServer(_ => new Answer(200, [.. s_file, .. s_file]) { SaysLength = false });
        DatasetException error = await Assert.ThrowsAsync<DatasetException>(() => Fetch([endless.Address]));
        Assert.Contains("sends more than the 200000 bytes expected", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mirror_that_is_down_is_passed_over()
    {
        using var down = new ClosedPort();
        using LoopbackServer server = LoopbackServer.Good(s_file);
        Assert.Equal(DownloadOutcome.Fetched, await Fetch([down.Address, server.Address]));
    }

    [Fact]
    public async Task A_mirror_that_falls_silent_is_passed_over()
    {
        using var silent = new LoopbackServer(from => from is null ? Answer.Of(s_file, from) with { Sent = 20_000, Hangs = true } : new Answer(503, []));
        using LoopbackServer server = LoopbackServer.Good(s_file);
        var time = new ManualTime();
        var reports = new Reports(report =>
        {
            if (report.Done == 20_000)
            {
                time.RunOut();
            }
        });
        Assert.Equal(DownloadOutcome.Fetched, await Fetch([silent.Address, server.Address], reports, time));
        Assert.Equal([null, 20_000], silent.Requests);
        Assert.Equal([20_000], server.Requests);
        Assert.Equal(s_file, File.ReadAllBytes(_folder["f.gz"]));
    }

    [Fact]
    public async Task When_all_mirrors_fail_the_message_says_what_happened_at_each_and_what_to_do()
    {
        using var gone = new LoopbackServer(_ => new Answer(404, []));
        using var down = new ClosedPort();
        _folder.Write("f.gz", s_wrong);

        DatasetException error = await Assert.ThrowsAsync<DatasetException>(() => Fetch([gone.Address, down.Address]));

        Assert.StartsWith("f.gz could not be fetched:", error.Message, StringComparison.Ordinal);
        Assert.Contains($"{gone.Address}: HTTP 404", error.Message, StringComparison.Ordinal);
        Assert.Contains($"{down.Address}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("The file that is there now is not the right one either.", error.Message, StringComparison.Ordinal);
        Assert.EndsWith($"get it in another way and put it at {_folder["f.gz"]}.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_download_keeps_what_arrived()
    {
        using var cancel = new CancellationTokenSource();
        using var server = new LoopbackServer(from => Answer.Of(s_file, from) with { Sent = 80_000, Hangs = true });
        var reports = new Reports(report =>
        {
            if (report.Done == 80_000)
            {
                cancel.Cancel();
            }
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Fetch([server.Address], reports, cancel: cancel.Token));

        Assert.False(File.Exists(_folder["f.gz"]));
        Assert.Equal(s_file[..80_000], File.ReadAllBytes(_folder["f.gz.part"]));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_reported()
    {
        string file = _folder.Write("not-a-folder", [1]);
        using LoopbackServer server = LoopbackServer.Good(s_file);
        DatasetException error = await Assert.ThrowsAsync<DatasetException>(
            () => new Downloader(_http).FetchAsync(Remote([server.Address]), file, cancel: TestContext.Current.CancellationToken));
        Assert.Contains("cannot be written", error.Message, StringComparison.Ordinal);
        Assert.Contains("--data-dir", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_of_the_catalogue_fetches_all_its_files_into_its_own_folder()
    {
        using LoopbackServer server = LoopbackServer.Good(s_file);
        DataEntry entry = DataCatalog.Find("mnist") with { Files = [Remote([server.Address]), Remote([server.Address]) with { Name = "g.gz" }] };
        _folder.Write("mnist/g.gz", s_file);

        IReadOnlyList<DownloadOutcome> outcomes = await entry.FetchAsync(new Downloader(_http), _folder.Name, cancel: TestContext.Current.CancellationToken);

        Assert.Equal([DownloadOutcome.Fetched, DownloadOutcome.AlreadyThere], outcomes);
        Assert.Equal(s_file, File.ReadAllBytes(_folder["mnist/f.gz"]));
        Assert.True(entry.IsPresent(_folder.Name));
    }

    private static RemoteFile Remote(Uri[] mirrors) => new("f.gz", s_file.Length, Hash(s_file), mirrors);

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private Task<DownloadOutcome> Fetch(Uri[] mirrors, Reports? reports = null, TimeProvider? time = null, CancellationToken? cancel = null) =>
        new Downloader(_http, time: time).FetchAsync(Remote(mirrors), _folder.Name, reports, cancel ?? TestContext.Current.CancellationToken);
}
