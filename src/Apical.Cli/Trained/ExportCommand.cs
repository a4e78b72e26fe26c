using System.CommandLine;
using Apical.Cli.Help;
using Apical.Cli.Settings;
using Apical.Exchange.Numpy;
using Apical.Exchange.Onnx;
using Apical.Models;
using Apical.Runs;

namespace Apical.Cli.Trained;

/// <summary><c>apical export</c>: a trained model in other people's formats.</summary>
internal static class ExportCommand
{
    private const string Npz = "npz", Onnx = "onnx", Card = "model";

    /// <summary>The command.</summary>
    public static Command Create(Shell shell)
    {
        var run = new Argument<string>("RUN") { Description = "the folder of a run, or a model file", HelpName = "RUN" };
        var to = new HelpedOption<string?>("Options", "--to", "FORM", "onnx: the network with the normalisation inside, for other programs; npz: arrays for "
            + "numpy, under the names of the model file, and model.json, which says what they are", "onnx for a FILE.onnx, else npz",
            Values.OneOf<string>("form", (Onnx, Onnx), (Npz, Npz)));
        var file = new HelpedOption<string?>("Options", "--out", "FILE", "where to write it; must be given", null, Values.Path);
        var command = new HelpedCommand("export", "Writes a trained model in another format.")
        {
            Examples =
            [
                ("apical export runs/fa --to onnx --out fa.onnx", "onnxruntime.InferenceSession('fa.onnx').run(None, {'input': x})"),
                ("apical export runs/fa --to npz --out fa.npz", "numpy.load('fa.npz')['layer1/W']"),
            ],
        };
        command.Add(run);
        command.Add(to);
        command.Add(file);
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(file) ?? throw new UsageException("--out: say where to write it, such as --out model.npz.");
            Preparation.RequireFolderOf(path, "--out");
            TrainedRun trained = TrainedRun.Open(parsed.GetValue(run)!, pool: null);      // refuses what is damaged or no model
            if ((parsed.GetValue(to) ?? (Path.GetExtension(path).ToLowerInvariant() == ".onnx" ? Onnx : Npz)) == Onnx)
            {
                OnnxModel model = InOnnx(trained.Model);
                model.Write(path);
                shell.Error.Writer.WriteLine($"apical: input {OnnxModel.Input} {model.InputShape}, output {model.Output} {model.OutputShape}; "
                    + $"ONNX operators of version {OnnxModel.Opset}");
            }
            else
            {
                SafetensorsFile model = Safetensors.Read(trained.Path);
                NpzWriter.Write(path, model.Tensors, [new($"{Card}.json", model.Metadata[Card])]);
            }

            shell.Output.Data.WriteLine(path);
            return ExitCode.Done;
        });
        return command;
    }

    private static OnnxModel InOnnx(TrainedModel model)
    {
        try
        {
            return OnnxModel.Of(model);
        }
        catch (Exception error) when (error is NotSupportedException or InvalidOperationException)
        {
            throw new UsageException($"--to onnx: {error.Message}");
        }
    }
}
