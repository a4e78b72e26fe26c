using Apical.Papers;
using Apical.Runs;

namespace Apical.Tests.Papers;

/// <summary>What every experiment has to have.</summary>
public sealed class CatalogTests
{
    public static TheoryData<string> Ids => [.. ExperimentCatalog.All.Select(experiment => experiment.Id)];

    [Fact]
    public void Names_are_those_of_papers_and_distinct()
    {
        Assert.Empty(ExperimentCatalog.All.GroupBy(experiment => experiment.Id).Where(same => same.Count() > 1).Select(same => same.Key));
        Assert.All(ExperimentCatalog.All, experiment => Assert.StartsWith(experiment.Paper.Key + "/", experiment.Id));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void States_its_parameters_with_their_sources_and_how_long_it_takes(string id)
    {
        Experiment experiment = ExperimentCatalog.Find(id).Single();

        Assert.NotEmpty(experiment.Settings);
        Assert.All(experiment.Settings.SelectMany(setting => new[] { setting.Note(Scale.Quick), setting.Note(Scale.Paper) }), note =>
        {
            Assert.False(string.IsNullOrWhiteSpace(note.Name));
            Assert.False(string.IsNullOrWhiteSpace(note.Value));
            Assert.False(string.IsNullOrWhiteSpace(note.Source));
        });
        Assert.Distinct(experiment.Settings.Select(setting => setting.Note(Scale.Paper).Name));
        Assert.InRange(experiment.Takes.Quick, 0, 5);
        Assert.True(experiment.Takes.Paper > 0);
        Assert.True(experiment.Title.Length is > 10 and < 100, experiment.Title);
    }
}
