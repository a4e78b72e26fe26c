using System.CommandLine;
using System.Globalization;
using Apical.Cli.Help;
using Apical.Data;
using Apical.Networks;
using Apical.Numerics.Matrices;
using Apical.Optimizers;
using Apical.Training;

namespace Apical.Cli.Settings;

/// <summary>The options that say what is trained and how: all of <see cref="Recipe"/> but the rule. Defaults are the recipe's.</summary>
internal sealed class RecipeOptions
{
    private const string Auto = "auto";
    private const string Data = "Data";
    private const string Network = "Network";
    private const string Learning = "Learning";

    private static readonly Recipe s_default = new();
    private static readonly string[] s_losses = [Auto, Loss.CrossEntropy.Name, Loss.BinaryCrossEntropy.Name, Loss.SquaredError.Name];

    private readonly List<(Option Option, Func<ParseResult, Recipe, Recipe> Apply, Func<Recipe, object?> Read)> _all = [];
    private readonly HelpedOption<Rates> _rates = new(
        Learning, "--lr", "RATE", "learning rate: 0.1 for every rule, or bp=0.1,dfa=0.02 for some", "the rule's own with sgd ('apical rules'), else the optimizer's", Rates.Parse);

    /// <summary>Makes the options.</summary>
    public RecipeOptions()
    {
        string[] sets = [.. DataCatalog.Current.Entries.Select(entry => entry.Name)];
        Add(Data, "--data", "NAME", $"data set: {string.Join(", ", sets)} (see 'apical data')", s_default.Data,
            Values.Named("data set", sets, name => DataCatalog.Current.Find(name)), r => r.Data, (r, x) => r with { Data = x });
        Add(Data, "--data-dir", "DIR", "folder with the files of the data set", "where 'apical data get' puts them", x => x, r => r.DataDir, (r, x) => r with { DataDir = x });
        Add(Data, "--train-samples", "N", "training samples to use at most", "all", Values.Whole(1), r => r.TrainSamples, (r, x) => r with { TrainSamples = x });
        Add(Data, "--test-samples", "N", "test samples to use at most", "all", Values.Whole(1), r => r.TestSamples, (r, x) => r with { TestSamples = x });
        Add(Data, "--validation", "N", "training samples to hold out for validation", Show(s_default.Validation), Values.Whole(0), r => r.Validation, (r, x) => r with { Validation = x });
        Add(Data, "--normalise", "HOW", "inputs: none, unit (to [0, 1]), whole (mean 0, sd 1), feature (the same, each by itself) or range:LOW,HIGH", s_default.Normalise,
            Values.Named("normalisation", ["none", "unit", "whole", "feature", "range:LOW,HIGH"], x => NormalisationMethod.Parse(x)), r => r.Normalise, (r, x) => r with { Normalise = x });
        Add(Data, "--augment", "HOW", $"change training images each time they are drawn: none or {Elastic.Form}", s_default.Augment,
            Values.Named("augmentation", ["none", Elastic.Form], x => Elastic.Parse(x)), r => r.Augment, (r, x) => r with { Augment = x });
        Add(Data, "--targets", "LOW,HIGH", "target values of the other classes and of the right one, such as -0.9,0.9", s_default.Targets,
            Values.Checked(x => Recipe.ParseTargets(x)), r => r.Targets, (r, x) => r with { Targets = x });

        Add(Network, "--net", "WIDTHS", "units per layer, input first, such as 784-1000-10; 6@6x6 for 6 maps of 6×6 patches, as in 784-6@6x6-100-10", "inputs-200-200-outputs",
            Values.Checked(x => Networks.Network.ParseWidths(x)), r => r.Net, (r, x) => r with { Net = x });
        Add(Network, "--activation", "NAME", $"hidden layers: {string.Join(", ", Activation.Names.Where(name => name != Activation.Softmax.Name))}", s_default.Activation,
            Values.Named("activation", Activation.Names, x => Activation.Parse(x)), r => r.Activation, (r, x) => r with { Activation = x });
        Add(Network, "--output", "NAME", "output layer: an activation, or auto for what the loss needs", s_default.Output,
            Values.Named("activation", [Auto, .. Activation.Names], x => Ignore(x == Auto ? null : Activation.Parse(x))), r => r.Output, (r, x) => r with { Output = x });
        Add(Network, "--loss", "NAME", $"{string.Join(", ", s_losses)} (auto goes by the targets)", s_default.Loss,
            Values.Named("loss", s_losses, x => Ignore(x == Auto ? null : Loss.Parse(x))), r => r.Loss, (r, x) => r with { Loss = x });
        Add(Network, "--init", "NAME", $"how forward weights are drawn: {string.Join(", ", Initialiser.Names)}", s_default.Initialiser,
            Values.Named("initialiser", Initialiser.Names, x => Initialiser.Parse(x)), r => r.Initialiser, (r, x) => r with { Initialiser = x });
        AddFlag(Network, "--no-bias", "layers without biases", r => !r.Bias, r => r with { Bias = false });
        AddFlag(Network, "--batch-norm", "every layer normalises its input over the batch (mtp and rmtp always do)", r => r.BatchNorm == true, r => r with { BatchNorm = true });
        Add(Network, "--dropout", "P", "probability that a hidden unit is silenced in a training step", Show(s_default.Dropout), Values.Probability, r => r.Dropout, (r, x) => r with { Dropout = x });
        Add(Network, "--precision", "NAME", "numbers: single or double", "single",
            Values.OneOf<Precision?>("precision", ("single", Precision.Single), ("double", Precision.Double)), r => r.Precision, (r, x) => r with { Precision = x!.Value });

        Add(Learning, "--epochs", "N", "passes over the training set", Show(s_default.Epochs), Values.Whole(0), r => r.Epochs, (r, x) => r with { Epochs = x });
        Add(Learning, "--batch", "N", "samples in a batch", Show(s_default.Batch), Values.Whole(1), r => r.Batch, (r, x) => r with { Batch = x });
        Add(Learning, "--optimizer", "NAME", $"{string.Join(", ", OptimizerCatalog.All.Select(optimizer => optimizer.Name))}, with settings where wanted: rmsprop:rho=0.9", s_default.Optimizer,
            Values.Named("optimizer", [.. OptimizerCatalog.All.Select(optimizer => optimizer.Name)], x => Optimizer.Create(x)), r => r.Optimizer, (r, x) => r with { Optimizer = x });
        _all.Add((_rates, (parsed, recipe) => recipe with { LearningRate = parsed.GetValue(_rates)!.Of(recipe.Rule) }, recipe => recipe.LearningRate));
        Add(Learning, "--feedback-lr", "RATE", "learning rate of feedback that learns", "that of the forward weights", Values.NotNegative, r => r.FeedbackLearningRate, (r, x) => r with { FeedbackLearningRate = x });
        Add(Learning, "--feedback-steps", "N", "steps of feedback that learns in each training step", Show(s_default.FeedbackSteps), Values.Whole(1), r => r.FeedbackSteps, (r, x) => r with { FeedbackSteps = x });
        Add(Learning, "--feedback-pretraining", "EPOCHS", "epochs at the start in which only feedback learns, where it does", Show(s_default.FeedbackPretraining), Values.Whole(0), r => r.FeedbackPretraining, (r, x) => r with { FeedbackPretraining = x });
        Add(Learning, "--schedule", "HOW", "how the rate changes: constant, step:EPOCHS[:FACTOR], linear:EPOCHS or cosine:EPOCHS", s_default.Schedule,
            Values.Named("schedule", ["constant", "step:EPOCHS[:FACTOR]", "linear:EPOCHS", "cosine:EPOCHS"], x => Schedule.Parse(x)), r => r.Schedule, (r, x) => r with { Schedule = x });
        Add(Learning, "--weight-decay", "RATE", "L2 decay of weights and learned feedback", "what the rule needs, mostly 0", Values.NotNegative, r => r.WeightDecay, (r, x) => r with { WeightDecay = x });
        Add(Learning, "--early-stop", "EPOCHS", "end a run after so many epochs without a better validation loss; needs --validation", "never", Values.Whole(1), r => r.EarlyStop, (r, x) => r with { EarlyStop = x });
        Add(Learning, "--seed", "N", "same seed, same numbers", Show(s_default.Seed), Values.Seed, r => r.Seed, (r, x) => r with { Seed = x });
    }

    /// <summary>Puts the options on a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var (option, _, _) in _all)
        {
            command.Add(option);
        }
    }

    /// <summary>The recipe of each rule.</summary>
    /// <exception cref="UsageException">Options that do not go together.</exception>
    public IReadOnlyList<Recipe> Recipes(ParseResult parsed, IReadOnlyList<string> rules)
    {
        Recipe common = _all.Where(entry => parsed.Gives(entry.Option)).Aggregate(s_default, (recipe, entry) => entry.Apply(parsed, recipe));
        if (common is { EarlyStop: not null, Validation: 0 })
        {
            throw new UsageException("--early-stop watches the loss on samples held out of training: give --validation N, too.");
        }

        Rates? rates = parsed.GetValue(_rates);
        rates?.RejectUnused(rules);
        return [.. rules.Select(rule => common with { Rule = rule, LearningRate = rates?.Of(rule) })];
    }

    /// <summary>Names of all options, with their dashes.</summary>
    public IReadOnlyList<string> Names => [.. _all.Select(entry => entry.Option.Name)];

    /// <summary>The recipe with one more setting, read as its option reads it.</summary>
    /// <param name="recipe">The recipe before.</param>
    /// <param name="name">Name of an option, with its dashes.</param>
    /// <param name="value">Its value; of an option without one, <c>yes</c> gives it and <c>no</c> does not.</param>
    /// <exception cref="UsageException">The value will not do.</exception>
    public Recipe With(Recipe recipe, string name, string value)
    {
        (Option option, Func<ParseResult, Recipe, Recipe> apply, _) = _all.First(entry => entry.Option.Name == name);
        bool flag = option.Arity.MaximumNumberOfValues == 0;
        if (flag && value is not ("yes" or "no"))
        {
            throw new UsageException($"{name} has no value, so it can only be swept over yes and no, not '{value}'.");
        }

        var alone = new Command("setting") { option };
        ParseResult parsed = alone.Parse(flag ? (value == "yes" ? [name] : []) : [$"{name}={value}"]);
        return parsed.Errors.Count > 0 ? throw new UsageException(WrongUsage.Describe(parsed))
            : parsed.Gives(option) ? apply(parsed, recipe) : recipe;
    }

    /// <summary>The options that make a recipe out of the default one, as on a command line; the rule is none of them.</summary>
    public string Line(Recipe recipe) => string.Join(
        ' ', from entry in _all
             let value = entry.Read(recipe)
             where !Equals(value, entry.Read(s_default))
             select value is bool ? entry.Option.Name : $"{entry.Option.Name} {Word(value!)}");

    /// <summary>The options that were given, except some.</summary>
    public IEnumerable<Option> Given(ParseResult parsed, params IEnumerable<string> except) =>
        _all.Select(entry => entry.Option).Where(option => parsed.Gives(option) && !except.Contains(option.Name));

    /// <summary>The value of an option that changes one setting of a recipe.</summary>
    public Recipe ApplyOnly(ParseResult parsed, Recipe recipe, params IEnumerable<string> names) =>
        _all.Where(entry => names.Contains(entry.Option.Name) && parsed.Gives(entry.Option)).Aggregate(recipe, (r, entry) => entry.Apply(parsed, r));

    private static string Word(object value)
    {
        string text = value is Precision precision ? precision.ToString().ToLowerInvariant() : Convert.ToString(value, CultureInfo.InvariantCulture)!;
        return text.Any(char.IsWhiteSpace) ? $"\"{text}\"" : text;
    }

    private static string Show(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);

    private static void Ignore(object? _)
    {
    }

    private void Add<T>(string group, string name, string value, string help, string? @default, Func<string, T> parse, Func<Recipe, object?> read, Func<Recipe, T, Recipe> apply)
    {
        var option = new HelpedOption<T>(group, name, value, help, @default, parse);
        _all.Add((option, (parsed, recipe) => apply(recipe, parsed.GetValue(option)!), read));
    }

    private void AddFlag(string group, string name, string help, Func<Recipe, bool> read, Func<Recipe, Recipe> apply)
    {
        var option = new HelpedFlag(group, name, help);
        _all.Add((option, (parsed, recipe) => parsed.GetValue(option) ? apply(recipe) : recipe, recipe => read(recipe)));
    }
}
