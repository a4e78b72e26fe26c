using Apical.Branches;
using Apical.Exchange.Images;
using Apical.Papers;
using Apical.Runs;
using Apical.Specs;
using Apical.Tests.Data;
using Apical.Tests.Exchange;

namespace Apical.Tests.Papers;

/// <summary>What experiments conclude without a single replicate, which is never computed here.</summary>
public sealed class ConclusionTests
{
    private static readonly string[] s_papers = ["song2021", "lechner2020", "meulemans2019", "beyond"];

    public static TheoryData<string> Ids => [.. s_papers.SelectMany(paper => ExperimentCatalog.Find(paper)).Select(experiment => experiment.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Nothing_holds_where_nothing_was_found(string id)
    {
        Experiment experiment = ExperimentCatalog.Find(id).Single(found => found.Id == id);
        using var folder = new TempFolder();
        using Catalog<DataEntry>.Scope sets = DataCatalog.With(ImageFolders.Entry).Use();
        WriteClasses(folder);
        foreach (Scale scale in new[] { Scale.Quick, Scale.Paper })
        {
            var setup = new Setup { Scale = scale, DataDir = folder.Name };
            Assert.NotEmpty(experiment.Jobs(setup));
            Outcome outcome = experiment.Conclude(setup, new Results([]));
            Assert.NotEmpty(outcome.Claims);
            Assert.DoesNotContain(outcome.Claims, claim => claim.Holds);
        }
    }

    /// <summary>Fault: claims of which holding says little, or that hang on the clock, were green and red like all others.</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public void What_says_little_or_hangs_on_the_clock_is_marked(string id)
    {
        Experiment experiment = ExperimentCatalog.Find(id).Single(found => found.Id == id);
        using var folder = new TempFolder();
        using Catalog<DataEntry>.Scope sets = DataCatalog.With(ImageFolders.Entry).Use();
        WriteClasses(folder);
        IReadOnlyList<Claim> claims = experiment.Conclude(new Setup { Scale = Scale.Quick, DataDir = folder.Name }, new Results([])).Claims;

        // A difference of errors that is not negative; an error of at most what guessing one of ten gives, less some points.
        Assert.All(claims.Where(claim => claim.Band is "≥ 0 points" or "≥ 0 %" or "≤ 85 %" or "≤ 87 %"), claim => Assert.True(claim.OrderOnly, claim.Text));
        string[] clock = ["time of a step", "its time", "wall-clock", .. id == "beyond/layer-parallel" ? ["the same of bp"] : Array.Empty<string>()];
        Assert.All(claims, claim => Assert.Equal(clock.Any(word => claim.Text.Contains(word)), claim.OfTheClock));
    }

    // Two traces of branches, one to tune and one to judge on.
    // Twenty classes each of what stands for CIFAR-100 and ImageNet, an image each: without, experiments on them are skipped.
    private static void WriteClasses(TempFolder folder)
    {
        Directory.CreateDirectory(Path.Combine(folder.Name, "branches"));
        foreach (string name in new[] { "bc", "sort" })
        {
            BranchTraceFile.Write(new BranchTrace(name, [(1, true), (2, false)]), Path.Combine(folder.Name, "branches", name + ".br"));
        }

        byte[] records = [.. Enumerable.Range(0, 20).SelectMany(label => (byte[])[0, (byte)label, .. new byte[3072]])];
        folder.Write("cifar100/train.bin", records);
        folder.Write("cifar100/test.bin", records);
        foreach (int label in Enumerable.Range(0, 20))
        {
            folder.Write($"imagenet/train/{label}/1.png", Pictures.Png(1, 1));
            folder.Write($"imagenet/val/{label}/1.png", Pictures.Png(1, 1));
        }
    }
}
