using System.CommandLine;
using System.Globalization;
using Apical.Cli.Help;
using Apical.Data;
using Apical.Models;
using Apical.Networks;
using Apical.Numerics.Matrices;
using Apical.Optimizers;
using Apical.Specs;
using Apical.Training;

namespace Apical.Cli.Settings;

/// <summary>The options that say what is trained and how: all of <see cref="Recipe"/> but the rule. Defaults are the recipe's.</summary>
internal sealed class RecipeOptions
{
    private const string Data = "Data";
    private const string Network = "Network";
    private const string Learning = "Learning";

    private const string OfFeedback = "--feedback-";

    private static readonly Recipe s_default = new();

    private readonly List<(Option Option, Func<ParseResult, Recipe, Recipe> Apply, Func<Recipe, object?> Read)> _all = [];
    private readonly HelpedOption<Rates> _rates = new(
        Learning, "--lr", "RATE", "learning rate: 0.1 for every rule, or bp=0.1,dfa=0.02 for some; auto: found by a short test of several on a part of "
            + "the training set",
            "the rule's own with sgd, tanh and cross-entropy ('apical rules'); auto with other gradients and on your own data; else the "
                + "optimizer's", Rates.Parse);

    /// <summary>Makes the options.</summary>
    public RecipeOptions()
    {
        AddData("--data", "NAME", $"data set: {string.Join(", ", DataCatalog.All.Select(entry => entry.Name))} (see 'apical data')",
            s_default.Data.Set.Text,
            Values.Written<DataEntry>, d => d.Set, (d, x) => d with { Set = x });
        AddData("--data-dir", "DIR", "folder with the files of the data set", "where 'apical data get' puts them", x => x, d => d.Folder,
            (d, x) => d with { Folder = x });
        AddData("--train-samples", "N", "training samples to use at most", "all", Values.Whole(1), d => d.TrainSamples, (d, x) => d with { TrainSamples = x });
        AddData("--test-samples", "N", "test samples to use at most", "all", Values.Whole(1), d => d.TestSamples, (d, x) => d with { TestSamples = x });
        AddData("--validation", "N", "training samples to hold out for validation", Show(s_default.Data.Validation), Values.Whole(0), d => d.Validation,
            (d, x) => d with { Validation = x });
        AddData("--normalise", "HOW", $"inputs: {string.Join(", ", NormalisationMethod.Names)} (unit: to [0, 1]; whole: mean 0, sd 1; feature: the same, "
            + "each by itself)",
            s_default.Data.Normalise.Text, Values.Written<NormalisationMethod>, d => d.Normalise, (d, x) => d with { Normalise = x });
        AddData("--augment", "HOW", $"change training images each time they are drawn: {DataRecipe.None}, or of {string.Join(", ", Augmentation.Names)} "
            + "those that are named, joined by commas",
            DataRecipe.None,
            Values.Open<Augmentation>(DataRecipe.None), d => d.Augment?.Text ?? DataRecipe.None, (d, x) => d with { Augment = x });
        AddData("--targets", "LOW,HIGH", "target values of the other classes and of the right one, such as -0.9,0.9", s_default.Data.Targets.Text,
            Values.Written<TargetValues>, d => d.Targets, (d, x) => d with { Targets = x });
        AddData("--normalise-targets", "HOW", $"numbers that are learned, where there are no classes: {string.Join(", ", NormalisationMethod.Names)}; "
            + "losses are then those of the normalised numbers", "feature for csv: and npz:, else none",
            Values.Written<NormalisationMethod>, d => d.NormaliseTargets, (d, x) => d with { NormaliseTargets = x });
        AddFlag(Data, "--strict-data", "a damaged sample is an error; without this it is left out, and told", r => r.Data.Strict,
            r => r with { Data = r.Data with { Strict = true } });

        Add(Network, "--net", "WIDTHS", "units per layer, input first, such as 784-1000-10; conv6@5x5/2+same:max2 for a convolution "
                + "(6 maps of 5×5 patches, stride 2, padded, pooled), local6@5x5 for one without shared weights",
            "inputs-200-200-outputs", Values.Written<NetworkSpec>, r => r.Net, (r, x) => r with { Net = x });
        Add(Network, "--activation", "NAME", $"hidden layers: {string.Join(", ", Activation.Names.Where(name => name != Activation.Softmax.Name))}",
            s_default.Activation.Text,
            Values.Written<Activation>, r => r.Activation, (r, x) => r with { Activation = x });
        Add(Network, "--output", "NAME", "output layer: an activation, or auto for what the loss needs", Recipe.Auto,
            Values.Open<Activation>(Recipe.Auto), r => r.Output?.Text ?? Recipe.Auto, (r, x) => r with { Output = x });
        Add(Network, "--loss", "NAME", $"{Recipe.Auto}, {string.Join(", ", Loss.Names)} (auto goes by the targets)", Recipe.Auto,
            Values.Open<Loss>(Recipe.Auto), r => r.Loss?.Text ?? Recipe.Auto, (r, x) => r with { Loss = x });
        Add(Network, "--init", "NAME", $"how forward weights are drawn: {string.Join(", ", Initialiser.Names)}", s_default.Initialiser.Text,
            Values.Written<Initialiser>, r => r.Initialiser, (r, x) => r with { Initialiser = x });
        AddFlag(Network, "--no-bias", "layers without biases", r => !r.Bias, r => r with { Bias = false });
        Add(Network, "--batch-norm", "[FORM]", "every layer normalises what it takes in, each unit by itself, maps of a convolution each as a whole: "
                + $"{string.Join(", ", BatchNorm.Names)} (plain, or no word: by the batch in training and by running statistics in use; "
                + "learned: with a scale and a shift that learn; batch: by the batch at hand in use, too)",
            "none; batch for mtp and rmtp", Values.Written<BatchNorm>,
            r => r.BatchNorm?.Value == BatchNorm.None && !r.Rule.Value.Info.BatchNorm ? null : r.BatchNorm?.Text,
            (r, x) => r with { BatchNorm = x }, bare: BatchNorm.Plain.Name);
        Add(Network, "--dropout", "P", "probability that a hidden unit is silenced in a training step", Show(s_default.Dropout), Values.Probability,
            r => r.Dropout, (r, x) => r with { Dropout = x });
        Add(Network, "--input-dropout", "P", "probability that an input is silenced in a training step", Show(s_default.InputDropout), Values.Probability,
            r => r.InputDropout, (r, x) => r with { InputDropout = x });
        Add(Network, "--precision", "NAME", "numbers: single or double", "single",
            Values.OneOf<Precision?>("precision", ("single", Precision.Single), ("double", Precision.Double)), r => r.Precision,
                (r, x) => r with { Precision = x!.Value });

        Add(Learning, "--epochs", "N", "passes over the training set", Show(s_default.Epochs), Values.Whole(0), r => r.Epochs, (r, x) => r with { Epochs = x });
        Add(Learning, "--batch", "N", "samples in a batch", Show(s_default.Batch), Values.Whole(1), r => r.Batch, (r, x) => r with { Batch = x });
        Add(Learning, "--optimizer", "NAME",
            $"{string.Join(", ", OptimizerCatalog.All.Select(optimizer => optimizer.Name))}, with settings where wanted: rmsprop:rho=0.9",
            s_default.Optimizer.Text, Values.Written<OptimizerChoice>, r => r.Optimizer, (r, x) => r with { Optimizer = x });
        _all.Add((_rates, (parsed, recipe) => recipe with { LearningRate = parsed.GetValue(_rates)!.Of(recipe.Rule) },
            recipe => recipe.SeeksRate ? Recipe.Auto : recipe.LearningRate));
        Add(Learning, "--class-weights", "HOW", "balanced: loss and error of a sample times n / (k n_c), of n samples in k classes, n_c in its own; or none",
            "none", Values.OneOf<ClassWeighting?>("class weights", ("none", ClassWeighting.None), ("balanced", ClassWeighting.Balanced)), r => r.ClassWeights,
            (r, x) => r with { ClassWeights = x!.Value });
        Add(Learning, "--feedback-optimizer", "NAME", "optimizer of feedback that learns, with settings where wanted", "that of the forward weights",
            Values.Written<OptimizerChoice>, r => r.FeedbackOptimizer, (r, x) => r with { FeedbackOptimizer = x });
        Add(Learning, "--feedback-lr", "RATE", "learning rate of feedback that learns", "that of the forward weights", Values.NotNegative,
            r => r.FeedbackLearningRate, (r, x) => r with { FeedbackLearningRate = x });
        Add(Learning, "--feedback-steps", "N", "steps of feedback that learns in each training step", Show(s_default.FeedbackSteps), Values.Whole(1),
            r => r.FeedbackSteps, (r, x) => r with { FeedbackSteps = x });
        Add(Learning, "--feedback-pretraining", "EPOCHS", "epochs at the start in which only feedback learns, where it does",
            Show(s_default.FeedbackPretraining), Values.Whole(0), r => r.FeedbackPretraining, (r, x) => r with { FeedbackPretraining = x });
        AddFlag(Learning, "--feedback-alternates", "feedback that learns and weights do so in turn, an epoch each, the feedback first",
            r => r.FeedbackAlternates, r => r with { FeedbackAlternates = true });
        Add(Learning, "--schedule", "HOW", $"how the rate changes: {string.Join(", ", Schedule.Names)}", s_default.Schedule.Text,
            Values.Written<Schedule>, r => r.Schedule, (r, x) => r with { Schedule = x });
        Add(Learning, "--weight-decay", "RATE", "L2 decay of weights and learned feedback", "what the rule needs, mostly 0", Values.NotNegative,
            r => r.WeightDecay, (r, x) => r with { WeightDecay = x });
        Add(Learning, "--early-stop", "EPOCHS", "end a run after so many epochs without a better validation loss; needs --validation", "never", Values.Whole(1),
            r => r.EarlyStop, (r, x) => r with { EarlyStop = x });
        Add(Learning, "--start-from", "RUN", "begin with the weights of a run's model, or of a model file: all layers must have the same shapes but the output "
                + "layer, and feedback is taken, too, where the same rule had it", "weights are drawn", x => x, r => r.StartFrom?.File,
            (r, x) => r with { StartFrom = StartingPoint.Of(x) });
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
    /// <param name="parsed">The command line.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="config">Has what is not given, or null for the defaults.</param>
    /// <param name="varied">Names of options that will be given later, one value after the other.</param>
    /// <exception cref="UsageException">Options that do not go together.</exception>
    public IReadOnlyList<Recipe> Recipes(
        ParseResult parsed, IReadOnlyList<Written<ModelChoice>> rules, RunConfig? config = null, params IEnumerable<string> varied)
    {
        string[] given = [.. Given(parsed).Select(option => option.Name), .. varied];
        Rates? rates = parsed.GetValue(_rates);
        rates?.RejectUnused(rules);
        Recipe[] recipes =
        [
            .. from rule in rules
               let start = (config?.For(rule, given) ?? s_default) with { Rule = rule }
               select ApplyOnly(parsed, start, Names) with { LearningRate = rates?.Of(rule) ?? start.LearningRate },
        ];
        string? idle = Given(parsed).Select(option => option.Name).FirstOrDefault(name => name.StartsWith(OfFeedback, StringComparison.Ordinal));
        if (idle is not null && !rules.Any(rule => rule.Value.Info.FeedbackLearns))
        {
            throw new UsageException($"{idle} is for feedback that learns, and {(rules.Count == 1 ? $"{rules[0]} has" : "these rules have")} none: "
                + "leave it out. 'apical rules NAME' tells whether a rule's feedback learns.");
        }

        return recipes.All(recipe => recipe is not { EarlyStop: not null, Data.Validation: 0 }) ? recipes
            : throw new UsageException("--early-stop watches the loss on samples held out of training: give --validation N, too.");
    }

    /// <summary>Names of all options, with their dashes.</summary>
    public IReadOnlyList<string> Names => [.. _all.Select(entry => entry.Option.Name)];

    /// <summary>The recipe with one more setting, read as its option reads it.</summary>
    /// <param name="recipe">The recipe before.</param>
    /// <param name="name">Name of an option, with its dashes.</param>
    /// <param name="value">Its value; of an option that can do without one, <c>yes</c> gives it so and <c>no</c> does not.</param>
    /// <exception cref="UsageException">The value will not do.</exception>
    public Recipe With(Recipe recipe, string name, string value)
    {
        (Option option, Func<ParseResult, Recipe, Recipe> apply, _) = _all.First(entry => entry.Option.Name == name);
        bool flag = option.Arity.MaximumNumberOfValues == 0, bare = option.Arity.MinimumNumberOfValues == 0 && value is "yes" or "no";
        if (flag && !bare)
        {
            throw new UsageException($"{name} has no value, so it can only be swept over yes and no, not '{value}'.");
        }

        var alone = new Command("setting") { option };
        ParseResult parsed = alone.Parse(bare ? (value == "yes" ? [name] : []) : [$"{name}={value}"]);
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
        string text = value is Precision or ClassWeighting ? $"{value}".ToLowerInvariant() : Convert.ToString(value, CultureInfo.InvariantCulture)!;
        return text.Any(char.IsWhiteSpace) ? $"\"{text}\"" : text;
    }

    private static string Show(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);

    private void AddData<T>(string name, string value, string help, string? @default, Func<string, T> parse, Func<DataRecipe, object?> read,
        Func<DataRecipe, T, DataRecipe> apply) =>
        Add(Data, name, value, help, @default, parse, recipe => read(recipe.Data), (recipe, x) => recipe with { Data = apply(recipe.Data, x) });

    private void Add<T>(string group, string name, string value, string help, string? @default, Func<string, T> parse, Func<Recipe, object?> read,
        Func<Recipe, T, Recipe> apply, string? bare = null)
    {
        // In a tuple, as a value that was given may be null (auto, none), which the parser would take for none at all.
        var option = new HelpedOption<ValueTuple<T>>(group, name, value, help, @default, text => new(parse(text)), bare);
        _all.Add((option, (parsed, recipe) => apply(recipe, parsed.GetValue(option).Item1), read));
    }

    private void AddFlag(string group, string name, string help, Func<Recipe, bool> read, Func<Recipe, Recipe> apply)
    {
        var option = new HelpedFlag(group, name, help);
        _all.Add((option, (parsed, recipe) => parsed.GetValue(option) ? apply(recipe) : recipe, recipe => read(recipe)));
    }
}
