using Apical.Exchange.Parts;
using Apical.Numerics.Matrices;

namespace Apical.Exchange.Tables;

/// <summary>
/// Reads a table as a data set, in two passes: the first finds out how many samples there are, their classes and the values of columns with texts; the second
/// writes each line to its place. So the file is never in memory, and the inputs are there once.
/// </summary>
internal sealed class CsvSet
{
    private const int MostClasses = 1000, FewSamples = 20;

    private readonly CsvOptions _options;
    private readonly DataRequest _request;
    private readonly string _path, _name;
    private readonly string? _testPath;
    private readonly CsvDialect _dialect;
    private readonly ColumnPlan _plan;

    private CsvSet(CsvOptions options, DataRequest request)
    {
        (_options, _request) = (options, request);
        _path = Find(options, request.Folder) ?? throw new DatasetException(options.Path.Length == 0
            ? "csv: say which file, as in csv:FILE.csv:label=NAME; in quotes, csv:'FILE', where the path has a colon."
            : Directory.Exists(options.Path) ? $"csv: {Path.GetFullPath(options.Path)} is a folder. Give a file in it, csv:FILE."
            : $"csv: there is no file {Path.GetFullPath(options.Path)}, nor is it in {Path.GetFullPath(DataFolder.Resolve(request.Folder))}.");
        _testPath = options.TestShare is not null ? null : FindTest(options.Test, _path, request.Folder);
        _name = Path.GetFileNameWithoutExtension(_path);
        _dialect = CsvDialect.Of(_path, options);
        _plan = ColumnPlan.Of(_dialect, options);
    }

    /// <summary>The file: as its path says, or else below the folder of data sets. Null when it is not there.</summary>
    public static string? Find(CsvOptions options, string? folder) => DataFolder.Find(options.Path, folder, File.Exists);

    /// <summary>Reads the set.</summary>
    /// <exception cref="DatasetException">The file, or a line of it, will not do.</exception>
    /// <exception cref="ArgumentException">Settings that do not fit each other or the file.</exception>
    public static DataSplits Load(CsvOptions options, DataRequest request) => new CsvSet(options, request).Load();

    private static string FindTest(string test, string path, string? folder) =>
        new[] { test, Path.Combine(Path.GetDirectoryName(path) ?? "", test), Path.Combine(DataFolder.Resolve(folder), test) }.FirstOrDefault(File.Exists)
        ?? throw new DatasetException($"csv:test={test} is neither a share between 0 and 1 nor a file: there is none here, nor beside {path}.");

    private DataSplits Load()
    {
        var scan = new CsvScan(_plan, _options, _request.Precision);
        scan.Read(_path, _dialect);
        int trained = scan.Count;
        if (_testPath is not null)
        {
            scan.Read(_testPath, LikeTraining(_testPath));
        }

        bool regression = _options.Task == TableTask.Regression;
        ClassLabels labels = regression ? ClassLabels.None(scan.Count) : ClassesOf(scan, trained);
        var (train, test) = _testPath is null ? StratifiedSplit.Of(labels, _options.TestShare!.Value, _options.Seed, _path)
            : StratifiedSplit.Of(labels, trained, _options.Seed);
        var encoder = new CsvEncoder(_plan, [.. scan.Texts.Select((values, i) => ValuesOf(values, _plan.Features[i]))], _options.Format, _request.Precision);
        PartRows inputs = Inputs(encoder, scan.Count, train, test);
        Dataset Part(string part, Matrix x, int[] numbers) => regression
            ? new($"{_name}/{part}", x, TargetsOf(scan, numbers))
            : labels.Part($"{_name}/{part}", x, numbers, _options.Classes.Single);
        return new(Part("train", inputs.Train, train), null, Part("test", inputs.Test, test))
        {
            FeatureNames = encoder.FeatureNames,
            TargetNames = regression ? [.. _plan.Labels.Select(column => _dialect.Names[column])] : [],
            WantedTargets = regression ? NormalisationMethod.Feature : NormalisationMethod.None,
        };
    }

    private Matrix TargetsOf(CsvScan scan, int[] numbers)
    {
        int outputs = _plan.Labels.Count;
        return Matrix.Of(numbers.Length, outputs, [.. numbers.SelectMany(number => Enumerable.Range(number * outputs, outputs).Select(i => scan.Targets[i]))],
            _request.Precision);
    }

    // The file to test with is written as that to train with is, with the same columns.
    private CsvDialect LikeTraining(string path)
    {
        CsvDialect test = CsvDialect.Of(path, _options with { Header = _dialect.Header, Separator = _dialect.Separator });
        if (_dialect.Header && !test.Names.SequenceEqual(_dialect.Names))
        {
            var (column, name) = test.Names.Index().FirstOrDefault(one => one.Index >= _dialect.Names.Count || one.Item != _dialect.Names[one.Index]);
            throw new DatasetException((test.Names.Count == _dialect.Names.Count
                ? $"{path} has '{name}' as column {column + 1}, and {_path} has '{_dialect.Names[column]}'. "
                : $"{path} has {test.Names.Count} columns, and {_path} has {_dialect.Names.Count}. ") + "Both need the same columns in the same order.");
        }

        return test;
    }

    private ClassLabels ClassesOf(CsvScan scan, int trained)
    {
        var (names, places) = scan.Classes.Sorted();
        string column = ColumnNames.Shown(_dialect, _plan.Labels[0]);
        if (names.Length > MostClasses || scan.Count >= FewSamples && names.Length > scan.Count / 2)
        {
            throw new DatasetException($"{_path}: {column} has {names.Length} different values in {scan.Count} samples, too many for classes. "
                + (scan.Classes.AreNumbers ? "If it is a number to be learned, write task=regression." : "Is label= another column?"));
        }

        return new ClassLabels([.. scan.ClassOf.Select(number => places[number])], names)
            .RequireTrained(trained, _testPath ?? _path).Choose(_options.Classes, "csv");
    }

    private (IReadOnlyList<string> Names, Dictionary<string, int> Places)? ValuesOf(Categories? values, int column)
    {
        if (values is null || _plan.OnlyIfTexts && values.AreNumbers)
        {
            return null;
        }

        if (values.Count > CsvScan.MostCategories)
        {
            throw new DatasetException($"{_path}: {ColumnNames.Shown(_dialect, column)} has more than {CsvScan.MostCategories} different texts, too many to "
                + "have an input each. Leave it out with drop=.");
        }

        var (names, places) = values.Sorted();
        return (names, values.Values.Index().ToDictionary(one => one.Item, one => places[one.Index], StringComparer.Ordinal));
    }

    private PartRows Inputs(CsvEncoder encoder, int count, int[] train, int[] test)
    {
        int features = encoder.FeatureNames.Count, sample = 0;
        var parts = new PartRows(_path, count, features, train, test, _request.Precision);
        double[] values = new double[features];
        foreach (string path in _testPath is null ? [_path] : new[] { _path, _testPath })
        {
            bool header = _dialect.Header;
            CsvRows.Each(path, _dialect.Separator.Sign!.Value, row =>
            {
                if (header)
                {
                    header = false;
                    return true;
                }

                if (sample == count || row.ColCount != _dialect.Names.Count)
                {
                    throw new DatasetException($"{path} was changed while it was read. Try again when it is complete.");
                }

                encoder.Fill(path, row, values);            // also where its class is left out: a value that will not do is one all the same
                parts.Put(sample++, values);
                return true;
            });
        }

        return parts;
    }
}
