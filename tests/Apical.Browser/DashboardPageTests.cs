using System.Text.Json.Nodes;
using Apical.Cli;
using Apical.Cli.Dashboard;
using Apical.Runs;
using Microsoft.Playwright;
using Xunit;

namespace Apical.Browser;

/// <summary>The page of the dashboard in a real browser, while runs are written. Skipped where there is no Chromium.</summary>
public sealed class DashboardPageTests : IAsyncLifetime
{
    private static readonly string[] s_browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private const int LeastFrames = 30;                 // while ten rows come in three seconds: ten a second, on a busy machine too

    private readonly string _folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
    private readonly List<string> _complaints = [];
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private DashboardServer? _server;

    public async ValueTask InitializeAsync()
    {
        string? path = Environment.GetEnvironmentVariable("APICAL_CHROMIUM") ?? s_browsers.FirstOrDefault(File.Exists);
        Assert.SkipWhen(path is null, "There is no Chromium: install it (apt install chromium), or say where it is with APICAL_CHROMIUM.");
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = ["--no-sandbox", "--disable-gpu", "--disable-quic"] });
        _server = new DashboardServer(_folder, TimeProvider.System);
        _server.Start(0);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        _server?.Dispose();
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Fact]
    public async Task Curves_move_and_a_run_that_ends_is_shown_to_have_ended()
    {
        IPage page = await Open();
        await Assertions.Expect(page.GetByText("No run yet.")).ToBeVisibleAsync();
        using (RunFolder run = Begin("first"))
        {
            Append(run, 0, 11, ["bp", "fa"]);                                           // what is before training is left out
            ILocator chart = page.Locator("figure", new() { HasText = "Accuracy, test" });
            await Assertions.Expect(chart).ToHaveAttributeAsync("data-points", "20");
            await Assertions.Expect(page.Locator("#runs .status")).ToHaveTextAsync("running");
            byte[] before = await chart.Locator(".canvas").ScreenshotAsync();    // the caption has the latest number
            Append(run, 11, 21, ["bp", "fa"]);
            await Assertions.Expect(chart).ToHaveAttributeAsync("data-points", "40");
            Assert.NotEqual(before, await chart.Locator(".canvas").ScreenshotAsync());
            await Assertions.Expect(page.Locator("#legend span")).ToHaveTextAsync(["bp", "fa"]);
            run.Finish([]);
        }

        await Assertions.Expect(page.Locator("#runs .status")).ToHaveTextAsync("finished");
        Assert.Empty(_complaints);
    }

    [Fact]
    public async Task A_second_run_appears_and_can_be_looked_at()
    {
        using (RunFolder run = Begin("first"))
        {
            Append(run, 0, 3, ["bp"]);
            run.Finish([]);
        }

        IPage page = await Open();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("first");
        using (RunFolder run = Begin("second <b>"))
        {
            Append(run, 0, 5, ["dfa"]);
            await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("second <b>");          // as a text, not as a tag
            await Assertions.Expect(page.Locator("#runs li")).ToHaveCountAsync(2);
            await page.GetByRole(AriaRole.Button, new() { Name = "first" }).ClickAsync();
            await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("first");
            await Assertions.Expect(page.Locator("#legend span")).ToHaveTextAsync(["bp"]);
            Append(run, 5, 8, ["dfa"]);                                                         // chosen is chosen
            await page.WaitForTimeoutAsync(1500);
            await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("first");
        }

        Assert.Empty(_complaints);
    }

    /// <summary>A thousand points of each of four rules, and more coming: the page answers in between.</summary>
    [Fact]
    public async Task A_thousand_points_stay_smooth()
    {
        string[] rules = ["bp", "fa", "dfa", "shallow"];
        using RunFolder run = Begin("long");
        Append(run, 1, 1001, rules);
        IPage page = await Open();
        ILocator chart = page.Locator("figure", new() { HasText = "Accuracy, test" });
        await Assertions.Expect(chart).ToHaveAttributeAsync("data-points", "4000", new() { Timeout = 20_000 });
        await page.EvaluateAsync("""
            () => {
              window.frames_ = [];
              let last = performance.now();
              const frame = now => { window.frames_.push(now - last); last = now; requestAnimationFrame(frame); };
              requestAnimationFrame(frame);
            }
            """);
        for (int epoch = 1001; epoch < 1011; epoch++)
        {
            Append(run, epoch, epoch + 1, rules);
            await page.WaitForTimeoutAsync(300);
        }

        await Assertions.Expect(chart).ToHaveAttributeAsync("data-points", "4040");
        double[] frames = await page.EvaluateAsync<double[]>("() => window.frames_");
        Assert.True(frames.Length > LeastFrames, FormattableString.Invariant($"{frames.Length} frames in {frames.Sum():0} ms, longest {frames.Max():0} ms"));
    }

    /// <summary>An experiment has no curves: its page is a click away, and draws its charts there.</summary>
    [Fact]
    public async Task An_experiment_leads_to_its_page()
    {
        var terminal = new StringWriter();
        var shell = new Shell { Output = new(terminal), Error = new(terminal), Variable = _ => null, CatchInterrupts = () => default };
        Assert.Equal(0, CommandLine.Run(["reproduce", "lillicrap2016/s7", "--runs", "1", "--set", "passes=20", "--out", Path.Combine(_folder, "s7")], shell));
        IPage page = await Open();
        await Assertions.Expect(page.GetByText("Its figures and claims are on its page.")).ToBeVisibleAsync();
        page.Popup += (_, opened) => opened.PageError += (_, error) => _complaints.Add(error);
        IPage report = await page.RunAndWaitForPopupAsync(() => page.GetByText("Its report page").ClickAsync());
        await Assertions.Expect(report.Locator("h1")).ToContainTextAsync("xclusive");
        await Assertions.Expect(report.Locator("svg.marks").Last).ToBeVisibleAsync();
        Assert.Empty(_complaints);
    }

    private async Task<IPage> Open()
    {
        IPage page = await _browser!.NewPageAsync();
        page.Console += (_, message) => _complaints.AddRange(message.Type is "error" or "warning" ? [message.Text] : []);
        page.PageError += (_, error) => _complaints.Add(error);
        await page.GotoAsync(_server!.Address);
        return page;
    }

    private RunFolder Begin(string name) => RunFolder.Create(
        Path.Combine(_folder, name),
        new() { Command = "apical compare", Settings = new JsonObject { ["rules"] = new JsonArray("bp"), ["data"] = "digits" }, Seeds = [1] });

    private static void Append(RunFolder run, int first, int end, string[] rules) => run.Append(
    [
        .. from epoch in Enumerable.Range(first, end - first)
           from rule in rules
           from metric in new[] { MetricNames.TestAccuracy, MetricNames.TestLoss, MetricNames.TrainLoss, MetricNames.TrainAccuracy, "angleToBackprop" }
           let layer = metric == "angleToBackprop" ? 1 : (int?)null
           select new MetricRow(rule, 1, epoch, epoch * 10, metric, layer, 0.9 + (0.1 * Math.Sin(epoch / 50.0))),
    ]);
}
