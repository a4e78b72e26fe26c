using Apical.Exchange.Parts;
using Apical.Numerics.Matrices;
using Apical.Specs;

namespace Apical.Exchange.Numpy;

/// <summary>Reads arrays of numpy as a data set.</summary>
internal static class NpzSet
{
    private const int MostClasses = 1000, FewSamples = 20;

    /// <summary>Reads the set.</summary>
    /// <exception cref="DatasetException">The file, or an array in it, will not do.</exception>
    /// <exception cref="ArgumentException">Settings that do not fit each other or the file.</exception>
    public static DataSplits Load(NpzOptions options, DataRequest request)
    {
        string path = DataFolder.Find(options.Path, request.Folder, File.Exists) ?? throw new DatasetException(options.Path.Length == 0
            ? "npz: say which file, as in npz:FILE.npz; in quotes, npz:'FILE', where the path has a colon."
            : $"npz: there is no file {Path.GetFullPath(options.Path)}, nor is it in {Path.GetFullPath(DataFolder.Resolve(request.Folder))}.");
        using var file = NpzFile.Open(path);
        string Need(string name, string what) => file.Find(name, $"{name}_train") ?? throw new DatasetException(
            $"{path} has no array '{name}' of {what}. It has {(file.Names.Count == 0 ? "none" : string.Join(", ", file.Names))}. "
            + "Expected x and y, and x_test and y_test if there are samples to test with; others are named by x= and y=.");
        string x = Need(options.X, "inputs"), y = Need(options.Y, "what is to be learned");
        string? testX = file.Find($"{options.X}_test"), testY = file.Find($"{options.Y}_test");
        if (testX is null != testY is null)
        {
            throw new DatasetException($"{path} has {testX ?? testY} and no {(testX is null ? options.X : options.Y)}_test. Samples to test with need both.");
        }

        var inputs = new NpzInputs(file, x, options.Layout);
        NpzInputs? tested = testX is null ? null : new NpzInputs(file, testX, options.Layout);
        if (tested is not null && (tested.Features, tested.Shape) != (inputs.Features, inputs.Shape))
        {
            throw new DatasetException($"{path}: {x} has {inputs.Features} inputs a sample ({inputs.Shape?.ToString() ?? "no image"}), "
                + $"{testX} has {tested.Features} ({tested.Shape?.ToString() ?? "no image"}).");
        }

        NpzAnswers? testAnswers = testY is null ? null : NpzAnswers.Read(file, testY);
        NpzAnswers answers = NpzAnswers.Read(file, y);
        Match(path, x, inputs, y, answers);
        if (tested is not null)
        {
            Match(path, testX!, tested, testY!, testAnswers!);
        }

        answers = answers.Then(testAnswers);
        ClassLabels? classes = answers.Classes(options.Task)?.RequireTrained(inputs.Count, path);
        if (classes is not null && (classes.Names.Count > MostClasses || answers.Count >= FewSamples && classes.Names.Count > answers.Count / 2))
        {
            throw new DatasetException($"{path}: {y} has {classes.Names.Count} different values in {answers.Count} samples, too many for classes. "
                + "If numbers are to be learned, write task=regression.");
        }

        classes = classes?.Choose(options.Classes, "npz");
        ClassLabels labels = classes ?? ClassLabels.None(answers.Count);
        var (train, test) = tested is null ? StratifiedSplit.Of(labels, options.Test, options.Seed, path)
            : StratifiedSplit.Of(labels, inputs.Count, options.Seed);
        var rows = new PartRows(path, answers.Count, inputs.Features, train, test, request.Precision);
        inputs.Read(file, x, 0, rows, request.Precision);
        tested?.Read(file, testX!, inputs.Count, rows, request.Precision);
        string name = Path.GetFileNameWithoutExtension(path);
        Dataset Part(string part, Matrix inputsOf, int[] samples) => classes is not null
            ? classes.Part($"{name}/{part}", inputsOf, samples, options.Classes.Single, inputs.Shape)
            : new($"{name}/{part}", inputsOf, Targets(answers, samples, request.Precision), shape: inputs.Shape);
        return new(Part("train", rows.Train, train), null, Part("test", rows.Test, test))
        {
            WantedTargets = classes is null ? NormalisationMethod.Feature : NormalisationMethod.None,
        };
    }

    private static Matrix Targets(NpzAnswers answers, int[] samples, Precision precision)
    {
        double most = precision == Precision.Single ? float.MaxValue : double.MaxValue;
        return Matrix.Of(samples.Length, answers.Width,
        [
            .. from sample in samples
               from i in Enumerable.Range(sample * answers.Width, answers.Width)
               select Math.Abs(answers.Numbers[i]) <= most ? answers.Numbers[i] : throw new DatasetException(
                   $"{answers.Name}: sample {sample}, counted from 0, has {ValueText.Show(answers.Numbers[i])}, too large for single "
                       + "precision: use --precision double."),
        ], precision);
    }

    private static void Match(string path, string x, NpzInputs inputs, string y, NpzAnswers answers)
    {
        if (inputs.Count != answers.Count)
        {
            throw new DatasetException($"{path}: {x} has {inputs.Count} samples, {y} has {answers.Count}. Expected one for each.");
        }
    }
}
