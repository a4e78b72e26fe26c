using System.CommandLine;
using Apical.Cli.Help;
using Apical.Cli.Settings;
using Apical.Exchange.Numpy;
using Apical.Runs;

namespace Apical.Cli.Trained;

/// <summary><c>apical export</c>: a trained model in other people's formats.</summary>
internal static class ExportCommand
{
    private const string Npz = "npz", Card = "model";

    /// <summary>The command.</summary>
    public static Command Create(Shell shell)
    {
        var run = new Argument<string>("RUN") { Description = "the folder of a run, or a model file", HelpName = "RUN" };
        var to = new HelpedOption<string?>("Options", "--to", "FORM", "npz: arrays for numpy, under the names of the model file, and model.json, which says "
            + "what they are", Npz, Values.OneOf<string>("form", (Npz, Npz)));
        var file = new HelpedOption<string?>("Options", "--out", "FILE", "where to write it; must be given", null, x => x);
        var command = new HelpedCommand("export", "Writes a trained model in another format.")
        {
            Examples = [("apical export runs/fa --to npz --out fa.npz", "numpy.load('fa.npz')['layer1/W']")],
        };
        command.Add(run);
        command.Add(to);
        command.Add(file);
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(file) ?? throw new UsageException("--out: say where to write it, such as --out model.npz.");
            Preparation.RequireFolderOf(path, "--out");
            TrainedRun trained = TrainedRun.Open(parsed.GetValue(run)!, pool: null);      // refuses what is damaged or no model
            SafetensorsFile model = Safetensors.Read(trained.Path);
            NpzWriter.Write(path, model.Tensors, [new($"{Card}.json", model.Metadata[Card])]);
            shell.Output.Writer.WriteLine(path);
            return ExitCode.Done;
        });
        return command;
    }
}
