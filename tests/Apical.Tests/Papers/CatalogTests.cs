using System.Reflection;
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

    [Fact]
    public void Every_experiment_in_the_assembly_is_listed_once()
    {
        Type[] listed = [.. ExperimentCatalog.All.Select(experiment => experiment.GetType())];
        Type[] there = [.. typeof(Experiment).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Experiment)) && !type.IsAbstract)];

        // A type whose constructor is closed has its experiments as properties.
        IEnumerable<Type> wanted = there.SelectMany(type => Enumerable.Repeat(type,
            Math.Max(1, type.GetProperties(BindingFlags.Public | BindingFlags.Static).Count(property => property.PropertyType == type))));
        Assert.Equal(Names(wanted), Names(listed));
        Assert.Distinct(ExperimentCatalog.All);

        static IEnumerable<string?> Names(IEnumerable<Type> types) => types.Select(type => type.FullName).Order(StringComparer.Ordinal);
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
