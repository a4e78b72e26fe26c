using System.CommandLine;
using System.Globalization;
using Apical.Cli;
using Apical.Cli.Help;
using Apical.Cli.Reproduce;
using Apical.Cli.Sweeps;
using Apical.Cli.Trained;
using Apical.Exchange.Images;
using Apical.Training;

namespace Apical.Tests.Cli;

public sealed class HelpTests
{
    private static readonly string[][] s_commands = [["compare"], ["train"], ["sweep"], ["reproduce"], ["gather"], ["slurm"],
        ["slurm", "compare"], ["slurm", "sweep"], ["slurm", "reproduce"], ["evaluate"], ["predict"], ["export"], ["rules"],
        ["data"], ["data", "list"], ["data", "info"], ["data", "get"], ["report"], ["runs"], ["runs", "list"],
        ["runs", "show"], ["runs", "compare"], ["runs", "note"], ["runs", "tag"], ["runs", "untag"], ["runs", "remove"], ["bench"]];

    public static TheoryData<string> Commands => [.. s_commands.Select(command => string.Join(' ', command))];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_command_has_a_page_with_its_options(string command)
    {
        var terminal = new Terminal().Do([.. command.Split(' '), "--help"]);

        Assert.Contains($"apical {command}", terminal.Output);
        Assert.Contains("--help", terminal.Output);
        Assert.Empty(terminal.Error);
        Assert.All(terminal.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 100));
    }

    [Fact]
    public void The_pages_of_training_list_every_option_with_a_description()
    {
        foreach (var create in new Func<Shell, IReadOnlyList<string>, Command>[] { CompareCommand.Create, TrainCommand.Create, SweepCommand.Create })
        {
            Command command = create(Silent(), []);
            string page = new Terminal().Do(command.Name, "--help").Output;
            foreach (Option option in command.Options)
            {
                Assert.Contains($"  {option.Name}", page);
                Assert.False(string.IsNullOrWhiteSpace(option.Description));
                Assert.IsType<IOptionHelp>(option, exactMatch: false);
            }
        }
    }

    /// <summary>Whatever a recipe can say, a person can say: each of its settings has an option, or is the rule.</summary>
    [Fact]
    public void Every_setting_of_a_recipe_has_an_option()
    {
        var named = new Dictionary<string, string>
        {
            ["initialiser"] = "init",
            ["learningRate"] = "lr",
            ["feedbackLearningRate"] = "feedback-lr",
            ["bias"] = "no-bias",
            ["dataDir"] = "data-dir"
        };
        string[] options = [.. TrainCommand.Create(Silent(), []).Options.Select(option => option.Name)];

        foreach (string setting in new Recipe().ToJson().Select(member => member.Key))
        {
            string expected = "--"
                + (named.GetValueOrDefault(setting) ?? string.Concat(setting.Select(c => char.IsUpper(c) ? $"-{char.ToLowerInvariant(c)}" : $"{c}")));
            Assert.Contains(expected, options);
        }
    }

    [Fact]
    public void Defaults_are_those_of_the_recipe()
    {
        string page = string.Join(' ', new Terminal().Do("compare", "--help").Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var recipe = new Recipe();

        Assert.Contains($"--epochs N passes over the training set [default: {recipe.Epochs.ToString(CultureInfo.InvariantCulture)}]", page);
        Assert.Contains($"--batch N samples in a batch [default: {recipe.Batch.ToString(CultureInfo.InvariantCulture)}]", page);
        Assert.Contains($"[default: {recipe.Data.Set}]", page);
        Assert.Contains($"[default: {recipe.Activation}]", page);
        Assert.Contains($"[default: {recipe.Data.Normalise}]", page);
    }

    [Fact]
    public void Examples_on_the_pages_are_understood()
    {
        Command[] commands = [CompareCommand.Create(Silent(), []), TrainCommand.Create(Silent(), []), SweepCommand.Create(Silent(), []),
            RulesCommand.Create(Silent()), ReproduceCommand.Create(Silent(), []), EvaluateCommand.Create(Silent()), PredictCommand.Create(Silent()),
            ExportCommand.Create(Silent()), DataCommand.Create(Silent()), ReportCommand.Create(Silent())];
        var root = new RootCommand();
        foreach (Command command in commands)
        {
            root.Add(command);
        }

        string[] examples = [.. commands.Concat(commands.SelectMany(command => command.Subcommands)).OfType<ICommandHelp>().SelectMany(help =>
            help.Examples).Select(example => example.Line)];
        Assert.True(examples.Length > 10);
        Assert.All(examples, line => Assert.Empty(root.Parse(line["apical ".Length..]).Errors));
    }

    [Theory]
    [InlineData]
    [InlineData("--help")]
    [InlineData("-h")]
    public void Without_a_command_the_page_lists_the_commands(params string[] args)
    {
        var terminal = new Terminal().Do(args);

        Assert.All(s_commands, command => Assert.Contains($"  {command[0]}", terminal.Output));
    }

    [Fact]
    public void Help_is_given_whatever_else_is_wrong() => Assert.Contains("apical compare", new Terminal().Do("compare", "--epochs", "x", "--help").Output);

    [Fact]
    public void The_version_is_that_of_the_library()
    {
        string[] lines = new Terminal().Do("--version").Output.Trim().Split('\n');
        Assert.Equal($"apical {typeof(LearningRule).Assembly.GetName().Version!.ToString(3)}", lines[0].Trim());
        Assert.Contains(NativeParts.Platforms.Single(), lines[1], StringComparison.Ordinal);      // a build is for one platform
    }

    private static Shell Silent() => new()
    {
        Output = new ShellStream(TextWriter.Null),
        Error = new ShellStream(TextWriter.Null),
        Variable = _ => null,
        CatchInterrupts = () => CancellationToken.None,
    };
}
