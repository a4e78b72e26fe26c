using System.Reflection;
using Apical.Papers;
using Apical.Runs;
using Apical.Tests.Architecture;
using Apical.Tests.Cli;
using Apical.Tests.Runs;

namespace Apical.Tests.Papers;

/// <summary>Experiments with other parameters than the paper's.</summary>
public sealed class SetValuesTests
{
    private const BindingFlags Everything =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    public static TheoryData<string> Ids => [.. ExperimentCatalog.All.Select(experiment => experiment.Id)];

    /// <summary>Its own value, written as a person would, is read as that value, and stands on the page.</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_setting_of_an_experiment_can_be_set_by_its_key(string id)
    {
        Experiment experiment = ExperimentCatalog.Find(id).Single(found => found.Id == id);
        IReadOnlyList<ISettable> all = SettingKey.Settable(experiment);

        Assert.NotEmpty(all);
        Assert.Equal(all.Count, all.Select(SettingKey.Of).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        foreach (ISettable setting in all)
        {
            Assert.Matches("^[a-z0-9.]+(-[a-z0-9.]+)*$", SettingKey.Of(setting));
            Assert.Equal(setting.Name, Assert.Single(SettingKey.Find(experiment, SettingKey.Of(setting))).Name);
            foreach (Scale scale in new[] { Scale.Quick, Scale.Paper })
            {
                string own = setting.Default(scale);
                SettingValues values = SettingKey.Read(experiment, $"{SettingKey.Of(setting)}={own.Replace(", ", ",")}");
                Assert.EndsWith($"= {own.Replace(", ", setting.Form.Contains("text") ? "," : ", ")}", values.Texts.Single());
                using SettingValues.Scope scope = values.Use();
                Assert.StartsWith(own.Split(',')[0], setting.Note(scale).Value);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_number_that_is_none_is_refused_with_what_was_expected(string id)
    {
        Experiment experiment = ExperimentCatalog.Find(id).Single(found => found.Id == id);
        foreach (ISettable setting in SettingKey.Settable(experiment).Where(setting => setting.Form.Contains("number")))
        {
            string message = Assert.Throws<ArgumentException>(() => SettingKey.Read(experiment, $"{SettingKey.Of(setting)}=many")).Message;
            Assert.Contains($"'many' will not do; give {setting.Form}", message);
        }
    }

    /// <summary>Else it would be read once, and what is set later would change nothing, or what was set once would stay.</summary>
    [Fact]
    public void No_parameter_is_read_before_the_experiment_is_done()
    {
        static bool Reads(MemberInfo member) => member is MethodInfo { Name: "At" or "get_Value" } method && method.DeclaringType!.IsGenericType
            && method.DeclaringType.IsAssignableTo(typeof(ISettable));
        IEnumerable<ConstructorInfo> constructors = typeof(Experiment).Assembly.GetTypes().Where(type => type.Namespace != "System")
            .SelectMany(type => type.GetConstructors(Everything)).Where(constructor => constructor.IsStatic
                || constructor.DeclaringType!.IsAssignableTo(typeof(Experiment)));

        Assert.Empty(constructors.Where(constructor => Il.Mentioned(constructor).Any(Reads)).Select(constructor => constructor.DeclaringType!.FullName));
    }

    [Fact]
    public void An_unknown_name_is_answered_with_the_settings_and_their_values()
    {
        string message = Assert.Throws<ArgumentException>(() => SettingKey.Read(new Dice(), "trows=3")).Message;
        Assert.Equal("dice1654/fair has no setting 'trows'; did you mean 'throws'? Its settings: throws=60; colour=white.", message);
        Assert.Contains("give NAME=VALUE, such as throws=60", Assert.Throws<ArgumentException>(() => SettingKey.Read(new Dice(), "throws")).Message);
        Assert.Contains("throws is set twice", Assert.Throws<ArgumentException>(() => SettingKey.Read(new Dice(), "throws=3", "throws=4")).Message);
        Experiment fig2 = ExperimentCatalog.Find("song2021/fig2")[0];
        Assert.Contains("'linear' could be", Assert.Throws<ArgumentException>(() => SettingKey.Read(fig2, "linear=3")).Message);
        Assert.Equal("widths p, other", Assert.Single(SettingKey.Find(fig2, "p-other")).Name);
        Assert.Equal(["widths p, linear = 100, 200", "widths p, other = 100, 200"], SettingKey.Read(fig2, "widths=100,200").Texts);
        Experiment note5 = ExperimentCatalog.Find("lillicrap2016/note5").Single();
        Assert.True(SettingKey.Read(note5, "epochs=1").Texts.Count > 2, "the epochs of every row");
    }

    [Fact]
    public void A_value_that_is_set_is_computed_with_and_nothing_is_judged()
    {
        using var folder = new TemporaryFolder();
        var dice = new Dice();
        Reproduction result = Run(dice, folder["dice"], "throws=7");

        Assert.Equal(7, result.Pictures[0].Charts[0].Series[0].Y.Count);
        Assert.Equal(["throws = 7"], result.Set!);
        Assert.Equal("7 (paper scale: 600)", result.Settings[0].Value);
        Assert.All(result.Claims, claim => Assert.False(claim.Judged || claim.Holds));
        Assert.All(Reproduction.Read(folder["dice"]).Claims, claim => Assert.False(claim.Judged));
        Assert.Equal(60, Dice.Throws.At(Scale.Quick));
        Assert.Contains("another throws than 60", Assert.Throws<InvalidDataException>(() => Run(new Dice(), folder["dice"])).Message);
        Assert.Contains("another throws than 8", Assert.Throws<InvalidDataException>(() => Run(new Dice(), folder["dice"], "throws=8")).Message);
        var again = new Dice();
        Assert.Equal((7, 0), (Run(again, folder["dice"], "throws=7").Pictures[0].Charts[0].Series[0].Y.Count, again.Worked));
    }

    [Theory]
    [InlineData("lillicrap2016/s7", "runs=2", 2)]
    [InlineData("lillicrap2016/s12", "runs=3", 3)]
    [InlineData("song2021/fig2", "repeats-linear=4", 4)]
    public void The_papers_experiments_have_as_many_replicates_as_are_set(string id, string set, int replicates)
    {
        using var folder = new TemporaryFolder();
        Experiment experiment = ExperimentCatalog.Find(id)[0];
        var setup = new Setup { Values = SettingKey.Read(experiment, set) };

        Assert.Equal(replicates, new ExperimentRun(experiment, setup, folder["run"], "").States.Max(state => state.Run));
    }

    [Fact]
    public void Values_with_which_nothing_can_be_computed_are_told_and_are_a_failure()
    {
        using var folder = new TemporaryFolder();
        var terminal = new Terminal();

        Assert.Equal(1, terminal.Run("reproduce", "lillicrap2016/s7", "--set", "hidden-units=zz", "--runs", "1", "--out", folder["s7"]));
        Assert.Contains("with hidden units = zz no replicate came to its end: ", terminal.Error, StringComparison.Ordinal);
        Assert.Contains("'apical reproduce lillicrap2016/s7 --settings' lists them", terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Experiments_side_by_side_keep_their_own_values()
    {
        using var folder = new TemporaryFolder();
        int[] found = new int[8];
        Parallel.For(0, found.Length, i => found[i] =
            (i % 2 == 0 ? Run(new Dice(), folder[$"{i}"]) : Run(new Dice(), folder[$"{i}"], $"throws={i}")).Pictures[0].Charts[0].Series[0].Y.Count);

        Assert.Equal([60, 1, 60, 3, 60, 5, 60, 7], found);
    }

    /// <summary>Claims about a condition that is left out cannot be made; what was computed is kept all the same.</summary>
    [Fact]
    public void An_experiment_that_cannot_conclude_says_so()
    {
        using var folder = new TemporaryFolder();
        Experiment experiment = ExperimentCatalog.Find("song2021/fig2")[0];
        string[] cheap = ["widths-p-linear=200", "widths-p-other=2", "repeats-linear=1", "repeats-other=1", "least-steps=1", "samples=2", "inputs=3",
            "lambda-linear=0,1,2,3,4"];                 // the paper has numbers for four λ, not for five
        var setup = new Setup { Values = SettingKey.Read(experiment, cheap) };
        Reproduction result = new ExperimentRun(experiment, setup, folder["run"], "") { Threads = 1 }.Run(TestContext.Current.CancellationToken);

        Assert.Equal(RunStatus.Finished, result.Status);
        Assert.Empty(result.Claims);
        Assert.Contains("There are no claims and no figures", result.Notes[^1]);
    }

    private static Reproduction Run(Dice dice, string folder, params string[] set) => new ExperimentRun(
        dice, new Setup { Values = set.Length == 0 ? SettingValues.None : SettingKey.Read(dice, set) }, folder, "apical reproduce dice1654/fair")
    { Threads = 2 }.Run(CancellationToken.None);
}
