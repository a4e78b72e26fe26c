using Apical.Papers;
using Apical.Papers.Lechner2020;
using Apical.Papers.Song2021;
using Apical.Runs;

namespace Apical.Tests.Papers;

/// <summary>What all experiments of two papers must do, without computing them.</summary>
public sealed class SongAndLechnerExperimentTests
{
    public static TheoryData<string> Ids => [.. Song2021Paper.Experiments.Concat(Lechner2020Paper.Experiments).Select(experiment => experiment.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Nothing_holds_where_nothing_was_found(string id)
    {
        Experiment experiment = Assert.Single(ExperimentCatalog.Find(id), found => found.Id == id);
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
