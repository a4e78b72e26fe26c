using System.Text.RegularExpressions;
using Apical.Report;
using Apical.Runs;
using Apical.Tests.Cli;
using Apical.Tests.Runs;
using static Apical.Tests.Report.SampleReproduction;

namespace Apical.Tests.Report;

public sealed class ReproductionPageTests
{
    [Fact]
    public void The_head_says_what_was_done_and_how_many_claims_hold()
    {
        using var folder = new TemporaryFolder();
        string page = Page(folder["f1"], Everything());

        Assert.Contains("<h1>A figure of a paper</h1>", page);
        Assert.Contains("<p class=\"verdict bad\">2 of 3 claims hold</p>", page);
        Assert.Contains("<span class=\"status finished\">finished</span> <span>quick scale: less data", page);
        Assert.Contains("seed 1 &#183; 1 min 15 s &#183; a CPU &#183; 2 cores &#183; an OS &#183; .NET 10.0.9 &#183; Apical 9.9.9", page);
        Assert.Contains("<code>apical reproduce doe2016/f1</code>", page);
        // no date: the same result gives the same page
        Assert.DoesNotMatch(@"\b20\d\d-\d\d-\d\d\b", Regex.Replace(page, "<script.*?</script>", "", RegexOptions.Singleline));
    }

    [Fact]
    public void Claims_say_in_words_whether_they_hold()
    {
        using var folder = new TemporaryFolder();
        string page = Page(folder["f1"], Everything());

        Assert.Contains("<td data-label=\"The paper says\">2.1 %</td><td data-label=\"Measured\">2.08 &#177; 0.05 %</td><td data-label=\"Counts as the "
            + "same\">≤ 2.3 %</td><td class=\"good\">✓ holds</td>", page);
        Assert.Contains("<td data-label=\"Measured\">91.2&#176;</td><td data-label=\"Counts as the same\">0 to 60&#176;</td><td class=\"bad\">✗ does not "
            + "hold</td>", page);
    }

    [Fact]
    public void What_says_little_is_not_green_and_what_hangs_on_the_clock_not_red()
    {
        using var folder = new TemporaryFolder();
        Claim order = Claim.AtLeast("it learns", "2 %", 3, 0, " points") with { OrderOnly = true };
        Claim clock = Claim.AtMost("time of a step", "1 ms", 9, 1, " ms") with { OfTheClock = true };
        string page = Page(folder["f1"], SampleReproduction.Empty() with { Claims = [order, clock, order with { Holds = false }] });

        Assert.Contains("<td class=\"weak\">✓ order only</td>", page);
        Assert.Contains("<td class=\"weak\">✗ not now: by this machine’s clock</td>", page);
        Assert.Contains("<td class=\"bad\">✗ does not hold</td>", page);
        Assert.DoesNotContain("<td class=\"good\">", page);
        Assert.Contains("<p class=\"verdict weak\">1 of 2 claims hold, 1 of them in order only; 1 not now, by this machine’s clock</p>",
            Page(folder["f2"], SampleReproduction.Empty() with { Claims = [order, clock] }));
        Assert.Contains("<p class=\"verdict weak\">1 of 1 claim holds, in order only</p>",
            Page(folder["f3"], SampleReproduction.Empty() with { Claims = [order] }));
    }

    [Fact]
    public void Totals_count_what_hangs_on_the_clock_apart()
    {
        using var folder = new TemporaryFolder();
        Claim clock = Claim.AtMost("time of a step", "1 ms", 9, 1, " ms") with { OfTheClock = true }, holds = Claim.AtMost("a", "1", 1, 1);
        string[] folders =
        [
            Write(folder["1"], SampleReproduction.Empty() with { Claims = [holds, clock] }),
            Write(folder["2"], SampleReproduction.Empty("doe2016/f2") with { Claims = [holds] }),
        ];
        string page = File.ReadAllText(ReproductionPage.Write(folders, folder["all.html"], SampleRun.FakeScripts));

        Assert.Contains("<p class=\"verdict weak\">2 of 3 claims hold; 1 not now, by this machine’s clock</p>", page);
        Assert.Contains("<td class=\"weak\" data-label=\"Claims\">✗ 1 of 2 hold</td>", page);
        Assert.Contains("not now, by this machine’s clock: time of a step: measured 9 ms, paper 1 ms", page);
        Assert.DoesNotContain("class=\"verdict bad\"", page);
        Assert.DoesNotContain("<td class=\"bad\"", page);
    }

    [Fact]
    public void An_experiment_in_several_folders_counts_once()
    {
        using var folder = new TemporaryFolder();
        Claim holds = Claim.AtMost("a", "1", 1, 1), fails = Claim.AtMost("a", "1", 2, 1);
        DateTimeOffset day = new(2026, 1, 2, 0, 0, 0, TimeSpan.Zero);
        string[] folders =
        [
            Write(folder["1"], SampleReproduction.Empty() with { Claims = [holds, holds], Scale = Scale.Paper, Started = day }),
            Write(folder["2"], SampleReproduction.Empty() with { Claims = [fails], Started = day.AddDays(1) }),
            Write(folder["3"], SampleReproduction.Empty() with { Claims = [fails, fails], Scale = Scale.Paper, Started = day.AddDays(-1) }),
            Write(folder["4"], SampleReproduction.Empty("doe2016/f2") with { Claims = [fails] }),
        ];
        string page = File.ReadAllText(ReproductionPage.Write(folders, folder["all.html"], SampleRun.FakeScripts));

        Assert.Contains("<p class=\"verdict bad\">2 of 3 claims hold</p>", page);
        Assert.Contains("Experiments that are here several times count once", page);
    }

    /// <summary>A headline over a folder in which most is missing must not be green.</summary>
    [Fact]
    public void Experiments_without_claims_are_counted_beside_them()
    {
        using var folder = new TemporaryFolder();
        Claim holds = Claim.AtMost("a", "1", 1, 1);
        string first = Write(folder["1"], SampleReproduction.Empty() with { Claims = [holds] });
        string skipped = Write(folder["2"], SampleReproduction.Empty("doe2016/f2") with { Skipped = "no data" });
        string stopped = Write(folder["3"], SampleReproduction.Empty("doe2016/f3") with { Status = RunStatus.Interrupted });
        string Of(params string[] folders) => File.ReadAllText(ReproductionPage.Write(folders, folder["all.html"], SampleRun.FakeScripts));

        Assert.Contains("<p class=\"verdict weak\">1 of 1 claim holds; 1 experiment skipped; 1 experiment failed or not finished</p>",
            Of(first, skipped, stopped));
        string done = Write(folder["4"], SampleReproduction.Empty("doe2016/f4") with { Claims = [holds], Status = RunStatus.Finished });
        Assert.Contains("<p class=\"verdict good\">2 of 2 claims hold</p>", Of(first, done));
    }

    [Fact]
    public void Panels_have_the_letters_that_the_caption_uses()
    {
        using var folder = new TemporaryFolder();
        Chart chart = new("", new("x"), new("y"), [new("s", Mark.Line, [1, 2], [3, 4])]);
        Reproduction Of(string caption) =>
            SampleReproduction.Empty() with { Pictures = [new("p", caption) { Charts = [chart, chart with { Title = "after" }] }] };

        string lettered = Page(folder["f1"], Of("Errors of two runs. a: before. b: after.")), plain = Page(folder["f2"], Of("Errors of a run: all of them."));
        Assert.Contains("<figcaption>a</figcaption>", Page(folder["f3"], Of("a, b, c: errors. d: angles.")));
        Assert.Contains("<figcaption>a</figcaption>", lettered);
        Assert.Contains("<figcaption>b  after</figcaption>", lettered);
        Assert.Contains("<figcaption>after</figcaption>", plain);
    }

    [Theory]
    [InlineData("Errors.", true)]
    [InlineData("Errors. Dashed: stale.", false)]
    public void Dashes_that_the_caption_explains_are_not_explained_otherwise(string caption, bool told)
    {
        using var folder = new TemporaryFolder();
        Series[] lines = [new("s", Mark.Line, [1, 2], [3, 4]), new("t", Mark.Line, [1, 2], [5, 4]) { Dashed = true }];
        string page = Page(folder["f1"], SampleReproduction.Empty() with { Pictures = [new("p", caption) { Charts = [new("", new("x"), new("y"), lines)] }] });
        Assert.Equal(told, page.Contains("Dashed lines are theory, controls or references."));
    }

    [Theory]
    [InlineData(1, "zero is grey, the most negative entry black")]
    [InlineData(3, "an entry of a colour brightens that colour where it is positive")]
    public void Images_in_colour_are_told_as_such(int channels, string told)
    {
        using var folder = new TemporaryFolder();
        ImageGrid grid = new("fields", 2, 1, [[.. Enumerable.Range(0, 2 * channels).Select(i => (double)i)]]) { Channels = channels };
        Assert.Contains(told, Page(folder["f1"], SampleReproduction.Empty() with { Pictures = [new("p", "") { Images = [grid] }] }));
    }

    [Fact]
    public void Replicates_parameters_and_notes_stand_in_tables_and_lists()
    {
        using var folder = new TemporaryFolder();
        string page = Page(folder["f1"], Everything());
        Assert.Contains("<td data-label=\"Value\">1e-6</td>", page);             // which stands before it where the table is stacked

        page = Regex.Replace(page, " data-label=\"[^\"]*\"", "");
        Assert.Contains("<th scope=\"row\">fa</th><td>18</td><td class=\"bad\">2</td><td>1 min 15 s</td><td>the loss is not a number at step 311</td>", page);
        Assert.Contains("none was drawn again", page);
        Assert.Contains("<th scope=\"row\">weight decay</th><td>1e-6</td><td>our choice</td>", page);
        Assert.Contains("<li>Stand-in: digits of 8 &#215; 8 pixels in place of MNIST", page);
    }

    [Theory]
    [InlineData(RunStatus.Running, null, "still at work when this page was drawn")]
    [InlineData(RunStatus.Interrupted, null, "it goes on from those that have")]
    [InlineData(RunStatus.Failed, null, "The experiment failed.")]
    [InlineData(RunStatus.Finished, "needs MNIST", "Skipped: needs MNIST")]
    public void An_experiment_without_claims_says_why(RunStatus status, string? skipped, string sentence)
    {
        using var folder = new TemporaryFolder();
        string page = Page(folder["f1"], Empty() with { Status = status, Skipped = skipped });

        Assert.Contains(sentence, page);
        Assert.DoesNotContain("claims hold", page);
    }

    [Fact]
    public void Pictures_stand_in_the_papers_layout_with_numbers_and_files()
    {
        using var folder = new TemporaryFolder();
        string page = Page(folder["a folder/f1"], Everything());

        Assert.Contains("<div class=\"panels drawn\" style=\"--columns:2\">", page);
        Assert.Contains("<div class=\"panels drawn\" style=\"--columns:3\">", page);
        Assert.Equal(9, SampleRun.Charts(page).Count);    // one is two histograms
        Assert.Contains("<a href=\"figure-2-4.csv\">figure-2-4.csv</a>", page);
        Assert.Contains("<tr><th scope=\"row\">feedback alignment</th><td>2.1 (2 to 2.2)</td><td>1.9 (1.8 to 2)</td></tr>", page);
        Assert.Contains("<tr><th scope=\"row\">shallow</th><td>10.2 (10 to 10.4)</td><td></td></tr>", page);
    }

    [Fact]
    public void Without_scripts_the_page_links_to_them_and_says_so()
    {
        using var folder = new TemporaryFolder();
        string page = Page(folder["f1"], Everything(), SampleRun.NoScripts);

        Assert.Contains("https://cdn.jsdelivr.net/npm/vega-lite@6.0.2/build/vega-lite.min.js", page);
        Assert.Contains("because this build of Apical does not carry them", page);
        Assert.Contains("src=\"data:image/png;base64,", page);
    }

    [Fact]
    public void Several_experiments_have_a_summary_and_their_figures_on_one_page()
    {
        using var folder = new TemporaryFolder();
        Write(folder["out/doe2016-f2"], Empty("doe2016/f2") with { Skipped = "needs MNIST" });
        Write(folder["out/doe2016-f1"], Everything());
        Directory.CreateDirectory(folder["out/other"]);

        string page = File.ReadAllText(ReproductionPage.Write([folder["out"]], folder["out/report.html"], SampleRun.FakeScripts));

        Assert.Contains("<h1>2 experiments</h1>", page);
        Assert.Contains("<a href=\"#e1\">doe2016/f1</a>", page);
        Assert.Contains("✗ 2 of 3 hold", page);
        Assert.Contains("2 replicates failed.", page);
        Assert.Contains("Skipped: needs MNIST", page);
        Assert.Contains("<a href=\"doe2016-f1/figure-1-1.csv\">", page);
        Assert.Equal(9, SampleRun.Charts(page).Count);    // one is two histograms
        var ids = Regex.Matches(page, " id=\"([^\"]+)\"").Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.All(Regex.Matches(page, "href=\"#([^\"]+)\""), link => Assert.Contains(link.Groups[1].Value, ids));
    }

    [Fact]
    public void A_folder_without_an_experiment_is_named()
    {
        using var folder = new TemporaryFolder();

        Assert.Contains($"neither '{folder.Path}' nor a folder in it has a reproduction.json",
            Assert.Throws<DirectoryNotFoundException>(() => ReproductionPage.Write(folder.Path)).Message);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData("</script><script>alert(1)</script>")]
    [InlineData("\"><img src=x onerror=alert(1)>")]
    [InlineData("' onmouseover='alert(1)")]
    [InlineData("a.b['c'] && datum")]
    public void Texts_stay_texts(string hostile)
    {
        using var folder = new TemporaryFolder();
        string plain = Page(folder["plain"], Named("plain")), page = Page(folder["hostile"], Named(hostile));

        Assert.Equal(Markup(plain), Markup(page));
        Assert.Equal([hostile, "2"], SampleRun.Charts(page)[0]["params"]![1]!["value"]!.AsArray().Select(name => (string)name!));
        Assert.DoesNotContain(hostile,
            string.Concat(SampleRun.Charts(page)[0]["layer"]!.AsArray().SelectMany(layer => layer!["transform"]!.AsArray()).Select(transform =>
            (string)transform!["filter"]!)));
    }

    [Fact]
    public void The_command_draws_experiments_and_refuses_a_mixture()
    {
        using var folder = new TemporaryFolder();
        Write(folder["out/doe2016-f1"], Empty() with { Notes = ["A note."] });
        Directory.CreateDirectory(folder["run"]);

        Assert.Equal(folder["out/report.html"], new Terminal().Do("report", folder["out"]).Output.Trim());
        Assert.Equal(folder["out/doe2016-f1/report.html"], new Terminal().Do("report", folder["out/doe2016-f1"]).Output.Trim());
        Assert.Contains("A note.", File.ReadAllText(folder["out/doe2016-f1/report.html"]));
        var wrong = new Terminal();
        Assert.Equal(2, wrong.Run("report", folder["out"], folder["run"]));
        Assert.Contains("not both", wrong.Error);
    }

    private static Reproduction Named(string name) => Empty() with
    {
        Id = name,
        Title = name,
        Paper = name,
        Command = name,
        Notes = [name],
        Claims = [new(name, name, name, name, true)],
        Settings = [new(name, name, name)],
        Groups = [new(name, 1, 1, [name], 1)],
        Pictures =
        [
            new(name, name)
            {
                Charts = [new(name, new Axis(name) { Categories = [name, "2"] }, new Axis(name),
                    [new(name, Mark.Bar, [0, 1], [1, 2]), new("2", Mark.Line, [0, 1], [1, 2])])],
                Images = [new(name, 1, 1, [[1]])],
            },
        ],
    };

    private static IEnumerable<string> Markup(string page) =>
        Regex.Matches(Regex.Replace(page, "alt=\"[^\"]*\"", ""), "<[a-zA-Z!/][^>]*>").Select(tag => tag.Value);
}
