using Apical.Papers;
using Apical.Runs;

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
        foreach (Scale scale in new[] { Scale.Quick, Scale.Paper })
        {
            var setup = new Setup { Scale = scale };
            Assert.NotEmpty(experiment.Jobs(setup));
            Outcome outcome = experiment.Conclude(setup, new Results([]));
            Assert.NotEmpty(outcome.Claims);
            Assert.DoesNotContain(outcome.Claims, claim => claim.Holds);
        }
    }
}
