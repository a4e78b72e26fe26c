using Apical.Papers;
using Apical.Papers.Lillicrap2016;
using Apical.Runs;
using Apical.Training;

namespace Apical.Tests.Papers.Lillicrap2016;

public sealed class MnistRowTests
{
    /// <summary>Of 10 000 test images, a share p is wrong within √(p (1 − p) / 10 000): at 2 % that is 0.14 points, at 0.5 % 0.07.</summary>
    [Fact]
    public void A_row_made_from_another_has_the_bound_of_its_own_published_error()
    {
        var row = new MnistRow("a", "784-10-10", "fa", 0.1, 2);

        Assert.Equal(2.42, row.Bound, 1e-12);
        Assert.Equal(0.5 + (3 * 0.0705337), (row with { Published = 0.5 }).Bound, 1e-6);
        Assert.Equal(2.1, (row with { AtMost = 2.1 }).Bound);
        Assert.Equal(20 + (3 * 0.4), (row with { AtMost = 2.1 } with { Published = 20, AtMost = null }).Bound, 1e-12);
    }

    /// <summary>A page must say what was done: the same numbers are shown and trained with, at each scale.</summary>
    [Theory]
    [InlineData(Scale.Paper, "30", "all", 30, null)]
    [InlineData(Scale.Quick, "8 (paper scale: 30)", "6000 (paper scale: all)", 8, 6000)]
    public void Epochs_and_samples_that_are_shown_are_those_that_are_read(Scale scale, string epochs, string samples, int trained, int? taken)
    {
        var row = new MnistRow("a", "784-10-10", "fa", 0.1, 2);
        Setting<int?> all = MnistRow.SamplesOf("training images", "note 5");

        Recipe recipe = row.Recipe(new() { Scale = scale }, all);

        Assert.Equal((trained, taken), (recipe.Epochs, recipe.Data.TrainSamples));
        Assert.Equal(new("training images", samples, "note 5"), all.Note(scale));
        Assert.Equal(["tanh, fa", "784-10-10", "0.1", epochs], row.Settings.Select(setting => setting.Note(scale).Value));
    }
}
