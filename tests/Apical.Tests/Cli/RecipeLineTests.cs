using Apical.Cli.Settings;
using Apical.Tests.Runs;
using Apical.Training;

namespace Apical.Tests.Cli;

public sealed class RecipeLineTests
{
    public static TheoryData<string, string> Given => new()
    {
        { "--data", "mnist" }, { "--data-dir", "here" }, { "--train-samples", "500" }, { "--test-samples", "60" }, { "--validation", "70" },
        { "--normalise", "range:-0.9,0.9" }, { "--augment", "crop:4,flip,elastic:alpha=34:sigma=4" }, { "--targets", "-0.9,0.9" }, { "--strict-data", "" },
        { "--normalise-targets", "feature" }, { "--class-weights", "balanced" },
        { "--net", "784-6@6x6-10" }, { "--activation", "leaky-relu:0.05" }, { "--output", "tanh" }, { "--loss", "squared-error" }, { "--init", "glorot" },
        { "--no-bias", "" }, { "--batch-norm", "learned" }, { "--dropout", "0.25" }, { "--input-dropout", "0.15" }, { "--precision", "double" },
        { "--epochs", "3" }, { "--batch", "100" }, { "--optimizer", "adam" }, { "--lr", "0.003" }, { "--feedback-lr", "0.5" }, { "--feedback-steps", "4" },
            { "--feedback-pretraining", "2" },
        { "--feedback-optimizer", "adam:beta2=0.99:epsilon=1e-4" }, { "--feedback-alternates", "" },
        { "--schedule", "step:7,9" }, { "--weight-decay", "0" }, { "--early-stop", "5" }, { "--seed", "8" },
    };

    [Theory, MemberData(nameof(Given))]
    public void A_setting_stands_on_the_line_as_it_is_given(string name, string value)
    {
        var options = new RecipeOptions();
        Recipe recipe = options.With(new Recipe(), name, value.Length == 0 ? "yes" : value);

        Assert.Equal($"{name} {value}".Trim(), options.Line(recipe));
    }

    /// <summary>An option that can do without a value is swept over as flags are, and over its values.</summary>
    [Theory]
    [InlineData("yes", "--batch-norm plain")]
    [InlineData("no", "")]
    [InlineData("batch", "--batch-norm batch")]
    public void Batch_normalisation_may_be_swept_over(string value, string line)
    {
        var options = new RecipeOptions();
        Assert.Equal(line, options.Line(options.With(new Recipe(), "--batch-norm", value)));
    }

    [Fact]
    public void Every_option_is_among_these() =>
        Assert.Equal(new RecipeOptions().Names.Except(["--start-from"]).Order(StringComparer.Ordinal),
            Given.Select(row => row.Data.Item1).Order(StringComparer.Ordinal));

    [Fact]
    public void The_model_to_start_from_stands_there_as_its_file()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["model.safetensors"], "");
        var options = new RecipeOptions();
        Assert.Equal($"--start-from {folder["model.safetensors"]}", options.Line(options.With(new Recipe(), "--start-from", folder.Path)));
    }

    [Fact]
    public void Defaults_are_left_out() => Assert.Equal("", new RecipeOptions().Line(new Recipe { Rule = "dfa" }));

    [Fact]
    public void Small_numbers_are_read_back_and_blanks_are_quoted() =>
        Assert.Equal("--data-dir \"my data\" --weight-decay 1E-06",
            new RecipeOptions().Line(new Recipe { Data = new() { Folder = "my data" }, WeightDecay = 1e-6 }));

    /// <summary>The defaults that help pages name may be written, by themselves and in a sweep.</summary>
    [Theory]
    [InlineData("--loss", "auto")]
    [InlineData("--output", "auto")]
    [InlineData("--augment", "none")]
    public void What_is_the_default_may_be_said(string option, string value)
    {
        using var folder = new TemporaryFolder();
        string[] small = ["--data", "xor", "--net", "2-3-1", "--epochs", "1", "--quiet"];
        new Terminal().Do(["train", .. small, option, value, "--out", folder["train"]]);
        new Terminal().Do(["sweep", .. small, "--runs", "1", "--over", $"{option[2..]}={value}", "--out", folder["sweep"]]);
    }
}
