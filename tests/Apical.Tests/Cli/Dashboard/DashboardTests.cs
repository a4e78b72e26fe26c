using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using Apical.Cli;
using Apical.Cli.Dashboard;
using Apical.Report;
using Apical.Runs;
using Apical.Tests.Papers;
using Apical.Tests.Runs;

namespace Apical.Tests.Cli.Dashboard;

/// <summary>What the dashboard serves, and to whom; no browser is needed.</summary>
public sealed class DashboardTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", HttpStatusCode.Forbidden)]
    [InlineData("0123", HttpStatusCode.Forbidden)]
    [InlineData("0123/events", HttpStatusCode.Forbidden)]
    [InlineData("events", HttpStatusCode.Forbidden)]
    public async Task Without_the_token_nothing_is_served(string path, HttpStatusCode code)
    {
        using var folder = new TemporaryFolder();
        using var server = Started(folder["runs"]);
        using var client = new HttpClient();
        using HttpResponseMessage answer = await client.GetAsync(new Uri($"http://127.0.0.1:{new Uri(server.Address).Port}/{path}"), Cancelled);
        Assert.Equal(code, answer.StatusCode);
        Assert.Contains("apical dashboard", await answer.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    /// <summary>Through ssh, or at port 80, a browser says another port than ours, or none.</summary>
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost:9090")]
    public async Task The_port_may_be_another_on_the_way(string host)
    {
        using var folder = new TemporaryFolder();
        using var server = Started(folder["runs"]);
        using var client = new HttpClient();
        using var asked = new HttpRequestMessage(HttpMethod.Get, server.Address);
        asked.Headers.Host = host;
        using HttpResponseMessage answer = await client.SendAsync(asked, Cancelled);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    /// <summary>A page of another server could make a name of its own lead here.</summary>
    [Fact]
    public async Task Another_name_of_this_machine_is_refused_and_so_is_writing()
    {
        using var folder = new TemporaryFolder();
        using var server = Started(folder["runs"]);
        using var client = new HttpClient();
        using var asked = new HttpRequestMessage(HttpMethod.Get, server.Address);
        asked.Headers.Host = "runs.example.org";
        using HttpResponseMessage answer = await client.SendAsync(asked, Cancelled);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        using HttpResponseMessage posted = await client.PostAsync(new Uri(server.Address), null, Cancelled);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, posted.StatusCode);
    }

    [Fact]
    public async Task The_page_has_no_cookie_and_may_run_its_own_scripts_alone()
    {
        using var folder = new TemporaryFolder();
        using var server = Started(folder["runs"]);
        using var client = new HttpClient();
        using HttpResponseMessage page = await client.GetAsync(new Uri(server.Address.TrimEnd('/')), Cancelled);       // is led to the folder
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal(server.Address, page.RequestMessage!.RequestUri!.AbsoluteUri);
        Assert.False(page.Headers.Contains("Set-Cookie"), "a cookie would go to every server of this machine");
        string policy = Assert.Single(page.Headers.GetValues("Content-Security-Policy")), html = await page.Content.ReadAsStringAsync(Cancelled);
        string nonce = policy.Split("'nonce-")[1].Split('\'')[0];
        Assert.All(html.Split('\n').Where(line => line.StartsWith("<script", StringComparison.Ordinal)),
            line => Assert.StartsWith($"<script nonce=\"{nonce}\"", line, StringComparison.Ordinal));
        using HttpResponseMessage nothing = await client.GetAsync(new Uri($"{server.Address}runs"), Cancelled);
        Assert.Equal(HttpStatusCode.NotFound, nothing.StatusCode);
    }

    [Fact]
    public async Task Events_tell_of_a_run_and_of_all_that_it_measures()
    {
        using var folder = new TemporaryFolder();
        using var server = Started(folder["runs"]);
        using var client = new HttpClient();
        using Stream stream = await client.GetStreamAsync(new Uri($"{server.Address}events?run=one"), Cancelled);
        await using IAsyncEnumerator<SseItem<string>> events = SseParser.Create(stream).EnumerateAsync(Cancelled).GetAsyncEnumerator(Cancelled);
        Assert.Equal("[]", await Next(events, "runs"));

        string[] small = ["--train-samples", "50", "--test-samples", "20", "--net", "784-5-10", "--epochs", "2"];
        Assert.Equal(0, new Terminal().Run(["compare", "--rules", "bp,fa", "--runs", "1", .. small, "--out", folder["runs/one"]]));
        int rows = 0, expected = File.ReadAllLines(folder["runs/one/metrics.csv"]).Length - 1;
        string status = "";
        while (rows < expected || status != "finished")
        {
            Assert.True(await events.MoveNextAsync());
            JsonNode told = JsonNode.Parse(events.Current.Data)!;
            if (events.Current.EventType == "rows")
            {
                rows = (bool)told["fresh"]! ? 0 : rows;
                rows += told["rows"]!.AsArray().Count;
            }
            else
            {
                status = (string)Assert.Single(told.AsArray())!["status"]!;
                Assert.Equal("one", (string?)told[0]!["name"]);
            }
        }

        Assert.Equal(expected, rows);
    }

    /// <summary>Backpropagation is black and feedback alignment blue in reports, whichever measures first.</summary>
    [Fact]
    public async Task Rules_have_their_places_and_what_is_elsewhere_is_told()
    {
        using var folder = new TemporaryFolder();
        string[] small = ["--train-samples", "50", "--test-samples", "20", "--net", "784-5-10", "--epochs", "1"];
        Assert.Equal(0, new Terminal().Run(["compare", "--rules", "dfa,fa:scale=2,bp", "--runs", "1", .. small, "--out", folder["runs/one"]]));
        using (RunFolder.Create(folder["runs/two"], new() { Command = "c", Settings = new() { ["rules"] = new JsonArray("bp") }, Seeds = [1] }))
        {
            JsonNode[] runs = await Runs(folder["runs"], "one");
            JsonNode one = runs.Single(run => (string)run["name"]! == "one");
            Assert.Equal((2, 1, 0), ((int)one["places"]!["dfa"]!, (int)one["places"]!["fa:scale=2"]!, (int)one["places"]!["bp"]!));
            Assert.NotEmpty(one["metrics"]!.AsObject());
            Assert.Null(one["elsewhere"]);
            Assert.All(runs.Where(run => run != one), run => Assert.Null(run["metrics"]));
        }
    }

    /// <summary>Fault: experiments, which have no curves, were dead ends.</summary>
    [Fact]
    public async Task A_page_is_served_of_what_was_found_and_of_nothing_else()
    {
        using var folder = new TemporaryFolder();
        string[] small = ["--train-samples", "50", "--test-samples", "20", "--net", "784-5-10", "--epochs", "1"];
        Assert.Equal(0, new Terminal().Run(["train", .. small, "--out", folder["runs/a b"]]));
        Directory.CreateDirectory(folder["other"]);
        File.WriteAllText(folder["other/report.html"], "not to be read");
        Directory.CreateDirectory(folder["runs/x"]);
        File.WriteAllText(folder["runs/x/reproduction.json"], "{");
        Assert.Equal(0, new Terminal().Run("reproduce", "lillicrap2016/s7", "--runs", "1", "--set", "passes=20", "--out", folder["runs/s7"]));
        Assert.Equal("Its figures and claims are on its page.", (string?)(await Runs(folder["runs"], "s7")).Single(
            one => (string)one["name"]! == "s7")["elsewhere"]);
        JsonNode[] runs = await Runs(folder["runs"], "a b");
        Assert.Equal([("a b", true), ("s7", false), ("x", false)], runs.Select(one => ((string)one["name"]!, (bool)one["page"]!)).Order());
        Assert.Equal(1, (int)runs.Single(one => one["epochs"] is not null)["epochs"]!);
        Assert.Equal("0 replicates done; there is no page yet.", (string?)(await Runs(folder["runs"], "x")).Single(
            one => (string)one["name"]! == "x")["elsewhere"]);

        using var server = Started(folder["runs"]);
        using var client = new HttpClient();
        using HttpResponseMessage page = await client.GetAsync(new Uri($"{server.Address}report?run=a%20b"), Cancelled);
        Assert.Equal(File.ReadAllText(folder["runs/a b/report.html"]), await page.Content.ReadAsStringAsync(Cancelled));
        File.CreateSymbolicLink(folder["runs/x/report.html"], folder["other/report.html"]);
        foreach (string name in new[] { "", "?run=x", "?run=../other", "?run=..%2Fother", $"?run={Uri.EscapeDataString(folder["other"])}", "?run=none" })
        {
            using HttpResponseMessage nothing = await client.GetAsync(new Uri($"{server.Address}report{name}"), Cancelled);
            Assert.Equal(HttpStatusCode.NotFound, nothing.StatusCode);
        }
    }

    /// <summary>A folder may come from somebody else, with a page that tells its address to others: that opens report pages and nothing else.</summary>
    [Fact]
    public async Task A_page_may_draw_and_its_address_opens_pages_alone()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["runs/x"]);
        File.WriteAllText(folder["runs/x/run.json"], "{");
        File.WriteAllText(folder["runs/x/report.html"], "<p>a page");
        using var server = Started(folder["runs"]);
        using var client = new HttpClient();
        using HttpResponseMessage page = await client.GetAsync(new Uri($"{server.Address}report?run=x"), Cancelled);
        Assert.Equal("<p>a page", await page.Content.ReadAsStringAsync(Cancelled));
        string[] policy = Assert.Single(page.Headers.GetValues("Content-Security-Policy")).Split("; ");
        Assert.Contains("default-src 'none'", policy);
        Assert.Contains("sandbox allow-scripts allow-popups allow-downloads", policy);
        Assert.Contains("script-src 'unsafe-inline' 'unsafe-eval' https://cdn.jsdelivr.net", policy);
        Uri at = page.RequestMessage!.RequestUri!;
        Assert.DoesNotContain(new Uri(server.Address).AbsolutePath.Trim('/'), at.AbsoluteUri, StringComparison.Ordinal);
        foreach (string place in new[] { "", "events", "report?run=x" })
        {
            using HttpResponseMessage nothing = await client.GetAsync(new Uri(at, place.Length == 0 ? "./" : place), Cancelled);
            Assert.Equal(HttpStatusCode.Forbidden, nothing.StatusCode);
        }
    }

    /// <summary>Several experiments of a list have one page, above their folders.</summary>
    [Fact]
    public async Task Experiments_of_a_list_lead_to_their_common_page()
    {
        using var folder = new TemporaryFolder();
        string[] ids = ["dice1654/fair", "dice1654/second"];
        new Terminal { Experiments = [new Dice { Letter = "fair" }, new Dice { Letter = "second" }] }.Do(["reproduce", .. ids, "--out", folder["runs/all"]]);
        JsonNode told = (await Runs(folder["runs"], "all/dice1654-fair")).Single(run => (string)run["name"]! == "all/dice1654-fair");
        Assert.Equal((true, "Its figures and claims are on its page."), ((bool)told["page"]!, (string?)told["elsewhere"]));
        using (var server = Started(folder["runs"]))
        {
            using var client = new HttpClient();
            string page = await client.GetStringAsync(new Uri($"{server.Address}report?run=all/dice1654-fair"), Cancelled);
            Assert.All(ids, id => Assert.Contains(id, page, StringComparison.Ordinal));
        }

        // Nothing above what is watched is served.
        told = (await Runs(folder["runs/all/dice1654-fair"], folder["runs/all/dice1654-fair"])).Single();
        Assert.Equal((false, "It has no page here; apical report draws one."), ((bool)told["page"]!, (string?)told["elsewhere"]));
    }

    private static async Task<JsonNode[]> Runs(string folder, string run)
    {
        await using IAsyncEnumerator<SseItem<string>> events =
            new DashboardEvents(folder, run, TimeProvider.System).Follow(Cancelled).GetAsyncEnumerator(Cancelled);
        return [.. JsonNode.Parse(await Next(events, "runs"))!.AsArray().Select(one => one!)];
    }

    [Fact]
    public async Task Measurements_that_cannot_be_read_are_told()
    {
        using var folder = new TemporaryFolder();
        string[] small = ["--train-samples", "50", "--test-samples", "20", "--net", "784-5-10", "--epochs", "1"];
        Assert.Equal(0, new Terminal().Run(["train", .. small, "--out", folder["runs/one"]]));
        File.AppendAllText(folder["runs/one/metrics.csv"], "bp,1,x,1,testLoss,,1\n");
        using var server = Started(folder["runs"]);
        using var client = new HttpClient();
        using Stream stream = await client.GetStreamAsync(new Uri($"{server.Address}events?run=one"), Cancelled);
        await using IAsyncEnumerator<SseItem<string>> events = SseParser.Create(stream).EnumerateAsync(Cancelled).GetAsyncEnumerator(Cancelled);
        Assert.Contains("Remove the line to read the rest", await Next(events, "wrong"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no-such", "no such folder yet")]
    [InlineData(".", "no run in it yet")]
    public void A_folder_without_runs_is_told(string name, string told)
    {
        using var folder = new TemporaryFolder();
        var terminal = new Terminal();
        using var stop = new Timer(_ => terminal.Interrupt(), null, TimeSpan.FromMilliseconds(300), TimeSpan.FromMilliseconds(300));
        Assert.Equal(ExitCode.Done, terminal.Run("dashboard", folder[name]));
        Assert.Contains(told, terminal.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_folder_or_port_is_refused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["file"], "");
        var terminal = new Terminal();
        Assert.Equal(ExitCode.Usage, terminal.Run("dashboard", folder["file"]));
        Assert.Contains("is a file", terminal.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, terminal.Run("dashboard", "--port", "65536"));
        using var server = Started(folder["runs"]);
        Assert.Equal(ExitCode.Failed, terminal.Run("dashboard", "--port", $"{new Uri(server.Address).Port}"));
        Assert.Contains("another program has it", terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Colours_on_a_dark_screen_are_those_of_all_pages()
    {
        string css = ChartScripts.Resource("page.css")!;
        Assert.All(LineStyle.Colours.Zip(DashboardPage.OnDark),
            pair => Assert.Contains($"[stroke=\"{pair.First}\"] {{ stroke: {pair.Second}; }}", css, StringComparison.Ordinal));
    }

    private static DashboardServer Started(string folder)
    {
        var server = new DashboardServer(folder, TimeProvider.System);
        server.Start(0);
        return server;
    }

    private static async Task<string> Next(IAsyncEnumerator<SseItem<string>> events, string type)
    {
        do
        {
            Assert.True(await events.MoveNextAsync());
        }
        while (events.Current.EventType != type);

        return events.Current.Data;
    }
}
