using System.Text.RegularExpressions;
using Apical.Probes;
using Apical.Tests.Architecture;
using Apical.Tests.Rules;

namespace Apical.Tests.Probes;

/// <summary>docs/probes.md names what there is.</summary>
public sealed partial class ProbePageTests
{
    private static readonly string s_page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "probes.md")).ReplaceLineEndings("\n");

    public static TheoryData<string> Names => [.. ProbeCatalog.All.Select(probe => probe.Name)];

    [Theory, MemberData(nameof(Names))]
    public void The_section_of_a_probe_lists_its_metrics(string name)
    {
        var world = new World(1, name == "inverses" ? "5-4-4-4" : "5-7-6-3");
        string[] emitted = [.. new Found(ProbeCatalog.Make(name), RuleFor(name, world), world.Batch).All.Select(one => one.Metric).Distinct().Order()];
        Assert.Equal(emitted, ProbeCatalog.Make(name).Metrics.Select(metric => metric.Name).Order());
        string section = Section().Matches(s_page).Single(match => match.Groups[1].Value == name).Groups[2].Value;
        Assert.Equal(emitted, Row().Matches(section).Select(match => match.Groups[1].Value).Order());
    }

    // A rule for which every quantity of the probe exists.
    private static LearningRule RuleFor(string probe, World world)
    {
        if (probe == "dynamics")
        {
            return new WatchedRule(world.Network, new() { Sweeps = 3, Residual = 0, Unsettled = 0, Rates = [1] });
        }

        if (probe is not ("targets" or "inverses"))
        {
            return new FeedbackAlignment(world.Network, world.Rng);
        }

        LearningRule rule = RuleCatalog.Make(probe == "targets" ? "tp-ai" : "tp-ei", world.Network, world.Rng);
        Batch one = World.Draw(world.Network, world.Rng, 1);
        Pass pass = world.Network.Forward(one.X);
        ((IFollowsWeights)rule).Temper(pass, rule.Teach(pass, one), 0.01);
        return rule;
    }

    /// <summary>The example of the page, compiled: two samples at 0° and 90°, of lengths 1 and 3, and the angle between any two rules.</summary>
    [Fact]
    public void The_example_and_its_numbers_hold()
    {
        Matrix x = Matrix.Of([[1, 3], [0, 0]], Precision.Double), y = Matrix.Of([[1, 0], [0, 3]], Precision.Double);
        Assert.Contains($"at {Angle.MeanDegreesPerSample(x, y):0}° per sample and at {Angle.Degrees(x, y):0.0}° as one", s_page, StringComparison.Ordinal);

        var world = new World(1);
        (Network network, Rng rng, Batch batch) = (world.Network, world.Rng, world.Batch);
        LearningRule rule = new KolenPollack(network, rng);     // starts as feedback alignment with the same B

        var found = new List<Measurement>();
        var taught = new Teaching(rule, batch);
        new SignalAngleProbe().Measure(new Probing(taught), found);
        double degrees = Angle.Degrees(taught.Signals[1], new FeedbackAlignment(network, rng).Teach(taught.Pass, batch)[1]);

        Assert.NotEmpty(found);
        Assert.Equal(0, degrees, 1e-5);
        string source = File.ReadAllText(Path.Combine(Repository.Root, "tests/Apical.Tests/Probes/ProbePageTests.cs"));
        foreach (string line in Code().Match(s_page).Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            Assert.Contains(line.Split("//")[0].Trim(), source, StringComparison.Ordinal);
        }
    }

    [GeneratedRegex(@"^## (.+)\n([\s\S]*?)(?=^## |\z)", RegexOptions.Multiline)]
    private static partial Regex Section();

    [GeneratedRegex(@"^\| `(\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"```csharp\n([\s\S]*?)```")]
    private static partial Regex Code();
}
