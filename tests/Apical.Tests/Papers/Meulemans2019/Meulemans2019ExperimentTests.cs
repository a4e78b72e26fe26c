using Apical.Papers;
using Apical.Papers.Beyond;
using Apical.Papers.Meulemans2019;
using Apical.Runs;

namespace Apical.Tests.Papers.Meulemans2019;

/// <summary>What all experiments of the thesis, and our own, must do, without computing them.</summary>
public sealed class Meulemans2019ExperimentTests
{
    public static TheoryData<string> Ids => [.. Meulemans2019Paper.Experiments.Concat(BeyondPapers.Experiments).Select(experiment => experiment.Id)];

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
