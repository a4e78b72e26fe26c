using System.CommandLine;
using System.Globalization;
using Apical.Cli.Help;
using Apical.Cli.Output;
using Apical.Cli.Settings;
using Apical.Data;
using Apical.Exchange.Inputs;
using Apical.Models;
using Apical.Numerics.Matrices;
using Apical.Runs;
using Apical.Specs;

namespace Apical.Cli.Trained;

/// <summary><c>apical predict</c>: what a trained model says of inputs from files.</summary>
internal sealed class PredictCommand
{
    private const string Options = "Options", Csv = "csv", Json = "json";
    private const int MostUnknown = 10;

    private readonly Shell _shell;
    private readonly Argument<string> _run = new("RUN") { Description = "the folder of a run, or a model file", HelpName = "RUN" };
    private readonly Argument<string[]> _files = new("FILE")
    {
        Description = "tables (.csv, .tsv, .txt), arrays of numpy (.npz), JPEG and PNG images, folders of images",
        Arity = ArgumentArity.OneOrMore,
        HelpName = "FILE",
    };

    private readonly HelpedOption<string?> _out = new(Options, "--out", "FILE", "where to write the answers", "the standard output", Values.Path);
    private readonly HelpedOption<string?> _format = new(Options, "--format", "FORM", "csv or json", "json for a FILE.json, else csv",
        Values.OneOf<string>("format", (Csv, Csv), (Json, Json)));

    private readonly HelpedOption<string?> _label = new(Options, "--label", "COLUMN",
        "the column of a table that says what samples are, by name or number (-1 is the last): not an input; the accuracy, or the errors, are told",
        "that of training, where it is there", x => x);

    private readonly HelpedOption<int> _threads = new(Options, "--threads", "N", "threads; results do not depend on it", "one per processor", Values.Whole(1));

    private PredictCommand(Shell shell) => _shell = shell;

    /// <summary>The command.</summary>
    public static Command Create(Shell shell)
    {
        var predict = new PredictCommand(shell);
        var command = new HelpedCommand("predict", "Says what a trained model makes of tables or images: the class and the probability of each, or numbers.")
        {
            Examples =
            [
                ("apical predict runs/flowers new.csv", "the class of each line, to the standard output"),
                ("apical predict runs/flowers new.csv --label kind --out answers.csv", "the column 'kind' says what they are: tells the accuracy"),
                ("apical predict runs/photos holiday/ cat.jpg --format json", "images, brought to the size that the model was trained on"),
            ],
        };
        command.Add(predict._run);
        command.Add(predict._files);
        foreach (Option option in (Option[])[predict._out, predict._format, predict._label, predict._threads])
        {
            command.Add(option);
        }

        command.SetAction(predict.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        string? target = parsed.GetValue(_out);
        string[] files = parsed.GetValue(_files)!;
        Preparation.RequireFolderOf(target, "--out");
        using var pool = new WorkerPool(parsed.Or(_threads, Environment.ProcessorCount));
        TrainedModel model = TrainedRun.Open(parsed.GetValue(_run)!, pool).Model;
        string format = parsed.GetValue(_format) ?? (Path.GetExtension(target)?.ToLowerInvariant() == ".json" ? Json : Csv);
        InputFiles inputs = Preparation.Try(() => InputFiles.Find(files, model.Card, parsed.GetValue(_label)));
        var told = new Told();
        if (target is null)
        {
            Write(_shell.Output.Data, model, inputs, format, told);
        }
        else
        {
            AtomicFile.Write(target, stream =>
            {
                using var writer = new StreamWriter(stream, leaveOpen: true);
                Write(writer, model, inputs, format, told);
            });
        }

        Tell(told, inputs);
        return ExitCode.Done;
    }

    private static void Write(TextWriter to, TrainedModel model, InputFiles inputs, string format, Told told)
    {
        var answers = new AnswerColumns(model);
        IAnswerWriter writer = format == Json ? new JsonAnswers(to) : new CsvAnswers(to);
        string[] first = [.. inputs.HasFiles ? ["file"] : Array.Empty<string>(), .. inputs.HasRows ? ["row"] : Array.Empty<string>()];
        bool begun = false;
        foreach ((string? file, InputBlock block) in inputs.Blocks)
        {
            Matrix outputs = model.Predict(block.Inputs);
            string[] classes = model.Card.Classifies ? [.. model.ClassesOf(outputs).Select(model.Card.NameOfClass)] : [];
            if (!begun)
            {
                writer.Begin([.. first, .. answers.Names]);     // not before there is an answer: an error leaves no table without lines
                begun = true;
            }

            for (int s = 0; s < outputs.Rows; s++)
            {
                if (Enumerable.Range(0, outputs.Columns).Any(c => !double.IsFinite(outputs[s, c])))
                {
                    string where = inputs.HasRows ? $"row {block.Names[s]}" : block.Names[s];
                    string how = model.Card.Precision == Precision.Single ? " for single precision, in which the model computes" : "";
                    throw new DatasetException(
                        $"{(file is null ? "" : $"{file}, ")}{where}: the model has no answer for it that is a number. What it holds is too large{how}.");
                }

                string?[] names = file is null ? [block.Names[s]] : [file, block.Names[s]];
                object?[] place = [.. inputs.HasFiles ? [names[0]] : Array.Empty<object?>(), .. inputs.HasRows ? [Row(names, inputs)] : Array.Empty<object?>()];
                writer.Add([.. place, .. answers.Of(outputs, s, classes.Length > 0 ? classes[s] : null)]);
            }

            told.Note(block, model.Card, classes, outputs);
        }

        writer.Dispose();                                       // which ends what is whole; an error leaves it open
    }

    private static object? Row(string?[] names, InputFiles inputs) =>
        names.Length == 2 || !inputs.HasFiles ? int.Parse(names[^1]!, CultureInfo.InvariantCulture) : null;

    private void Tell(Told told, InputFiles inputs)
    {
        TextWriter error = _shell.Error.Writer;
        if (told.Resized > 0)
        {
            error.WriteLine($"apical: {Show.Count(told.Resized, "image")} had another size and {(told.Resized == 1 ? "was" : "were")} brought to that of the "
                + $"training images ({inputs.ImagePreparation}).");
        }

        foreach ((string label, int count) in told.Unknown.Take(MostUnknown))
        {
            error.WriteLine($"apical: the class '{Problem.Safe(label)}' of {Show.Count(count, "sample")} is unknown to the model; "
                + "its answers there count as wrong.");
        }

        if (told.Labelled > 0)
        {
            (double low, double high) = Wilson.Interval(told.Right, told.Labelled);
            error.WriteLine($"apical: accuracy {Show.Percent((double)told.Right / told.Labelled)} %, {told.Right} of {told.Labelled} "
                + $"(95 % interval {Show.Percent(low)} to {Show.Percent(high)} %)");
        }
        else if (told.Errors is { } errors)
        {
            error.WriteLine($"apical: RMSE {Show.Loss(errors.Rmse)}, MAE {Show.Loss(errors.Mae)}, R² {Show.Number(errors.R2, "0.0000")}");
        }
    }

    // What is said when all is done.
    private sealed class Told
    {
        private readonly List<double> _answers = [], _targets = [];

        public int Resized { get; private set; }

        public int Right { get; private set; }

        /// <summary>Labels that the model does not know, and how many samples have each.</summary>
        public Dictionary<string, int> Unknown { get; } = [];

        public int Labelled { get; private set; }

        /// <summary>Of one number that was learned, where all samples came with it.</summary>
        public OutputScores? Errors => _targets.Count > 0 && _targets.Count == _answers.Count ? OutputScores.Of(_answers, _targets) : null;

        public void Note(InputBlock block, ModelCard card, string[] classes, Matrix outputs)
        {
            Resized += block.Resized;
            if (block.Labels.Count > 0 && classes.Length > 0)
            {
                Labelled += classes.Length;
                foreach (string label in block.Labels.Where(label => !Enumerable.Range(0, card.Classes).Any(c => IsSame(label, card.NameOfClass(c)))))
                {
                    Unknown[label] = Unknown.GetValueOrDefault(label) + 1;
                }

                Right += block.Labels.Zip(classes).Count(pair => IsSame(pair.First, pair.Second));
            }
            else if (classes.Length == 0 && outputs.Columns == 1)
            {
                _answers.AddRange(outputs.ToArray());
                _targets.AddRange(block.Labels.Select(Values.Number).OfType<double>());
            }
        }

        // Classes that are numbers have one name, however they are written.
        private static bool IsSame(string one, string other) =>
            one == other || (ExactNumber.Read(one, NumberFormatInfo.InvariantInfo) is { } number
                && number == ExactNumber.Read(other, NumberFormatInfo.InvariantInfo));
    }
}
