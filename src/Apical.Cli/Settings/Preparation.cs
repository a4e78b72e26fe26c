using Apical.Cli.Output;
using Apical.Data;
using Apical.Numerics.Matrices;
using Apical.Runs;
using Apical.Training;

namespace Apical.Cli.Settings;

/// <summary>What comes before training. Settings that do not fit each other or the data are wrong usage.</summary>
internal static class Preparation
{
    /// <summary>Reads recipes, loads their data, and spells out what hangs on it.</summary>
    /// <param name="recipes">Reads recipes that share their data.</param>
    /// <param name="request">What was asked for.</param>
    /// <exception cref="UsageException">Settings that do not fit.</exception>
    /// <exception cref="DatasetException">Files are missing or damaged.</exception>
    public static (IReadOnlyList<Recipe> Recipes, DataSplits Data) Load(Func<IReadOnlyList<Recipe>> recipes, RunRequest request)
    {
        RequireFolderOf(request.Json);
        return Try(() =>
        {
            IReadOnlyList<Recipe> given = recipes();
            DataSplits data = given[0].LoadData();
            if (request.Sample > data.Test.Count)
            {
                throw new ArgumentException($"--show-sample: there is no test image {request.Sample}: give a number from 1 to {data.Test.Count}.");
            }

            return ((IReadOnlyList<Recipe>)[.. given.Select(recipe => recipe.Resolve(data.Train))], data);
        });
    }

    /// <summary>Does a step in which the library checks settings.</summary>
    /// <exception cref="UsageException">It found one wrong.</exception>
    public static T Try<T>(Func<T> step)
    {
        try
        {
            return step();
        }
        catch (Exception error) when (Problem.IsWrongSetting(error))
        {
            throw new UsageException(error);
        }
    }

    /// <summary>Says in a few lines what will be trained.</summary>
    public static void Announce(Shell shell, RunRequest request, DataSplits data, IReadOnlyList<Recipe> recipes, string what, int done = 0, string kept = "",
        IReadOnlyList<string>? started = null)
    {
        TellSkipped(shell, data.Skipped);
        if (!request.PrintsWords)
        {
            return;
        }

        string validation = data.Validation is { } held ? $", {held.Count} validation" : "";
        TextWriter output = shell.Output.Writer;
        Recipe recipe = recipes.FirstOrDefault(one => !HasOwn(one)) ?? recipes[0];
        output.WriteLine($"{recipe.Data.Set.Value.ShortName}: {data.Training.Count} training{validation} and {Show.Count(data.Test.Count, "test sample")}");
        output.WriteLine($"{recipe.Net} {recipe.Activation}, {recipe.Loss}, {recipe.Optimizer}, batch {recipe.Batch}, "
            + $"{Show.Count(recipe.Epochs, "epoch")}{(done > 0 ? $", {done} of them done" : "")}");
        output.WriteLine($"{what} on {Show.Count(request.Threads, "thread")}{kept}");
        foreach (var group in recipes.Where(one => (one.Activation.Text, one.Loss?.Text) != (recipe.Activation.Text, recipe.Loss?.Text))
            .GroupBy(one => (one.Activation, one.Loss)))
        {
            string whose = group.Key.Loss?.Text == recipe.Loss?.Text ? "" : ": their losses are not to be compared with the others'";
            output.WriteLine($"of their own: {group.Key.Activation}, {group.Key.Loss} in {string.Join(", ", group.Select(one => one.Rule))}{whose}");
        }

        foreach (string from in started ?? [])
        {
            output.WriteLine($"begins with {from}");
        }

        output.WriteLine();
    }

    private static bool HasOwn(Recipe recipe) => recipe.Rule.Value.Info is { OwnLoss: not null } or { OwnActivation: not null };

    /// <summary>Warns of rules that need inverses of layers that have none.</summary>
    public static void TellOfInverses(Shell shell, RunRequest request, IReadOnlyList<Recipe> recipes)
    {
        IReadOnlyList<int> n = recipes[0].Net!.Value.Widths;
        int narrow = Enumerable.Range(2, Math.Max(0, n.Count - 2)).FirstOrDefault(i => n[i] < n[i - 1]);
        string[] rules = [.. recipes.Where(recipe => recipe.Rule.Value.Info.InvertsLayers).Select(recipe => recipe.Rule.Text)];
        if (request.PrintsWords && narrow > 0 && rules.Length > 0)
        {
            shell.Output.Writer.WriteLine($"Expect {string.Join(", ", rules)} to stay at chance: targets go down through inverses of the layers above the "
                + $"first, and layer {narrow}, {n[narrow - 1]} to {n[narrow]} units, has none. Widths that stay do, such as --net {n[0]}-{n[^1]}-{n[^1]}; the "
                + "forms with a difference (dtp, dtp-ai) need no such network. docs/tuning.md tells more.");
            shell.Output.Writer.WriteLine();
        }
    }

    /// <summary>Warns of models that take inputs as rates where the data have others.</summary>
    public static void TellOfRates(Shell shell, RunRequest request, IReadOnlyList<Recipe> recipes, ISamples train)
    {
        const int Looked = 1000;                        // samples, spread over the set
        string[] models = [.. recipes.Where(recipe => recipe.Rule.Value.Info.InputsAreRates).Select(recipe => recipe.Rule.Text)];
        if (!request.PrintsWords || models.Length == 0)
        {
            return;
        }

        int count = Math.Min(train.Count, Looked);
        var x = new Matrix(train.Features, count, train.Precision);
        train.Gather([.. Enumerable.Range(0, count).Select(i => (int)((long)i * train.Count / count))], x, null, []);
        double outside = x.ToArray().Count(one => one is < 0 or > 1) / (double)Math.Max(1, (long)train.Features * count);
        if (outside > 0)
        {
            shell.Output.Writer.WriteLine($"{string.Join(", ", models)} takes inputs as rates from 0 to 1: {Show.Percent(outside)} % of the numbers lie "
                + "outside and are taken as 0 or 1. --normalise unit brings all of them inside.");
            shell.Output.Writer.WriteLine();
        }
    }

    /// <summary>Warns of samples that were left out, also when quiet.</summary>
    /// <param name="shell">Where to.</param>
    /// <param name="skipped">What was left out, each with its reason.</param>
    /// <param name="recorded">Whether run.json names all.</param>
    public static void TellSkipped(Shell shell, IReadOnlyList<string> skipped, bool recorded = true)
    {
        const int Named = 3;
        if (skipped is { Count: > 0 and var count })
        {
            shell.Error.Writer.WriteLine($"apical: {Show.Count(count, "sample")} left out, for {(count == 1 ? "it" : "they")} cannot be read: "
                + $"{Problem.Line(string.Join("; ", skipped.Take(Named)))}{(count > Named ? recorded ? $" …; {RunFolder.RecordName} has all" : " …" : "")}. "
                + "With --strict-data that is an error.");
        }
    }

    /// <summary>Better now than after an hour of training.</summary>
    public static void RequireFolderOf(string? file, string option = "--json")
    {
        if (file is null or "-")
        {
            return;
        }

        if (file.Length == 0 || Directory.Exists(file) || Path.GetDirectoryName(Path.GetFullPath(file)) is not { } folder || !Directory.Exists(folder))
        {
            throw new IOException($"{option} {file}: this is no file in a folder that exists. Make the folder first, or choose another.");
        }

        if (File.Exists(file))
        {
            return;                                     // replaced, or written to where it is a device or a pipe
        }

        try
        {
            string probe = Path.Combine(folder, $".apical-{Path.GetRandomFileName()}.tmp");
            File.Create(probe, 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException)
        {
            throw new IOException($"{option} {file}: nothing can be written in its folder. {Problem.Line(error)} Choose another.", error);
        }
    }
}
