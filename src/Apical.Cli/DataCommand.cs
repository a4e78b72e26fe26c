using System.CommandLine;
using Apical.Cli.Help;
using Apical.Cli.Output;
using Apical.Cli.Progress;
using Apical.Cli.Settings;
using Apical.Data;
using Spectre.Console;

namespace Apical.Cli;

/// <summary><c>apical data</c>: which data sets there are, where they lie, and how to get them.</summary>
internal static class DataCommand
{
    private const int DefaultRows = 5;
    private const string DirHelp = "folder with the data sets";
    private static readonly string s_dirDefault = $"the environment variable {DataFolder.Variable}, else the user's cache folder";

    /// <summary>The command with its subcommands.</summary>
    public static Command Create(Shell shell) => new HelpedCommand("data", "Lists, describes and fetches data sets, and makes traces of branches.")
    {
        Examples = [("apical data list", "what there is, and where"), ("apical data get mnist", "fetches MNIST, 11.6 MB"),
            ("apical data show csv:flowers.csv:label=kind", "what would be learned from a table of yours")],
        Subcommands = { List(shell), Info(shell), Content(shell), Get(shell), DataMake.Create(shell) },
    };

    private const int LeastWithSizes = 100;             // columns; 'apical data info' tells the sizes of each

    private static Command List(Shell shell)
    {
        HelpedOption<string> dir = DirOption();
        var command = new Command("list", "Lists the data sets.") { dir };
        command.SetAction(parsed =>
        {
            Table whole = AsTable(parsed.GetValue(dir), sizes: true);
            bool fits = Tables.Fit(shell, whole) || shell.Output.Width >= LeastWithSizes;
            Tables.Write(shell, fits ? whole : AsTable(parsed.GetValue(dir), sizes: false));
            shell.Output.Writer.WriteLine();
            shell.Output.Writer.WriteLine($"Files are looked for in {DataFolder.Resolve(parsed.GetValue(dir))}");
            shell.Output.Writer.WriteLine("'apical data get NAME' fetches them.");
        });
        return command;
    }

    private static Table AsTable(string? dir, bool sizes)
    {
        string[] numbers = sizes ? ["train", "test", "inputs", "classes"] : [];
        Table table = Tables.New().AddColumn(Tables.Whole("name")).AddColumn(Tables.Words("what it is")).AddColumns([.. numbers.Select(Tables.Numbers)])
            .AddColumn(Tables.Whole("here"));
        foreach (DataEntry entry in DataCatalog.All)
        {
            string here = entry.IsMade ? "built in" : entry.IsYours ? "yours" : entry.IsPresent(dir) ? "yes" : "[yellow]no[/]";
            string[] counts = sizes ? [$"{entry.TrainCount}", $"{entry.TestCount}", $"{entry.Features}", $"{entry.Classes}"] : [];
            table.AddRow([$"[bold]{Markup.Escape(entry.Name)}[/]", Markup.Escape(entry.Summary), .. counts, here]);
        }

        return table;
    }

    private static Command Info(Shell shell)
    {
        Argument<string> name = NameArgument();
        HelpedOption<string> dir = DirOption();
        var command = new Command("info", "Tells about a data set: size, source, files.") { name, dir };
        command.SetAction(parsed =>
        {
            DataEntry entry = Find(parsed.GetValue(name)!);
            string? folder = parsed.GetValue(dir);
            IAnsiConsole console = shell.OutputConsole();
            console.MarkupLine($"[bold]{Markup.Escape(entry.Name)}[/]  {Markup.Escape(entry.Summary)}");
            console.WriteLine();
            Grid grid = Tables.Pairs();
            void Row(string title, string text) => grid.AddRow(new Markup($"[grey]{title}[/]"), new Text(shell.Typed(text)));
            if (entry.TrainCount is not null)
            {
                Row("samples", $"{entry.TrainCount} to train, {entry.TestCount} to test");
                Row("inputs", entry.Shape is { } shape ? $"{entry.Features}: {shape}" : $"{entry.Features}");
                Row("classes", $"{entry.Classes}");
            }

            Row("source", entry.Source);
            if (entry.OwnFiles.Count > 0)
            {
                Row("your files", $"{string.Join(", ", entry.OwnFiles)} in {entry.FolderIn(folder)}");
            }

            Row("here", entry.IsMade ? "built in: nothing to fetch"
                : entry.IsPresent(folder) ? "yes"
                : entry.IsYours ? "where the name says"
                : entry.OwnFiles.Count > 0 ? "no: Apical does not fetch this set"
                : $"no: 'apical data get {entry.PlainName}' fetches {Show.Bytes(entry.Files.Sum(file => file.Size))} into {entry.FolderIn(folder)}");
            foreach (RemoteFile file in entry.Files)
            {
                Row("file", $"{file.Name}, {Show.Bytes(file.Size)}, SHA-256 {file.Sha256}");
            }

            foreach (Uri mirror in entry.Files.SelectMany(file => file.Mirrors).Distinct())
            {
                Row("from", mirror.AbsoluteUri);
            }

            Tables.Write(shell, grid);
            SettingsTable.Write(shell, entry.PlainName, entry.Settings);
        });
        return command;
    }

    private static Command Content(Shell shell)
    {
        Argument<string> name = NameArgument();
        HelpedOption<string> dir = DirOption();
        HelpedOption<int> rows = new("Options", "--rows", "N", "samples to show", $"{DefaultRows}", Values.Whole(0));
        var command = new HelpedCommand("show", "Loads a data set and shows what is in it: samples, inputs, classes, ranges, the first samples.")
        {
            Examples =
            [
                ("apical data show csv:flowers.csv:label=kind", "a table of yours, before anything is learned from it"),
                ("apical data show npz:arrays.npz --rows 10", "arrays of numpy"),
            ],
        };
        command.Add(name);
        command.Add(dir);
        command.Add(rows);
        command.SetAction(parsed =>
        {
            DataEntry entry = Find(parsed.GetValue(name)!);
            Preparation.Try(() =>
            {
                DataShow.Write(shell, entry, parsed.GetValue(dir), parsed.Or(rows, DefaultRows));
                return true;
            });
        });
        return command;
    }

    private static Command Get(Shell shell)
    {
        Argument<string> name = NameArgument();
        HelpedOption<string> dir = DirOption();
        var command = new HelpedCommand("get", "Fetches a data set, checks it, and goes on where an earlier try broke off.")
        {
            Examples = [("apical data get fashion-mnist --data-dir ~/data", "into ~/data/fashion-mnist; train with the same --data-dir")],
        };
        command.Add(name);
        command.Add(dir);
        command.SetAction(parsed =>
        {
            DataEntry entry = Find(parsed.GetValue(name)!);
            string? folder = parsed.GetValue(dir);
            if (entry.IsMade)
            {
                shell.Output.Writer.WriteLine($"{entry.Name} is made by the program: there is nothing to fetch.");
                return;
            }

            if (entry.IsYours)
            {
                throw new DatasetException($"{entry.PlainName} are yours: there is nothing to fetch.");
            }

            if (entry.OwnFiles.Count > 0)
            {
                throw new DatasetException($"{entry.Name} is not fetched by Apical. Put {string.Join(", ", entry.OwnFiles)} into {entry.FolderIn(folder)}.");
            }

            CancellationToken interrupted = shell.CatchInterrupts();
            using HttpClient http = Downloader.CreateClient();
            var view = new DownloadView(shell, entry);
            IReadOnlyList<DownloadOutcome> outcomes = view.While(progress => entry.FetchAsync(new Downloader(http), folder, progress, interrupted));
            int fetched = outcomes.Count(outcome => outcome == DownloadOutcome.Fetched);
            string news = fetched == 0 ? "all files were there already, and are right" : $"{Show.Count(fetched, "file")} fetched and checked";
            shell.Output.Writer.WriteLine($"{entry.Name}: {news}; in {entry.FolderIn(folder)}");
        });
        return command;
    }

    private static Argument<string> NameArgument() => new("NAME") { Description = "a data set of 'apical data list'", HelpName = "NAME" };

    private static HelpedOption<string> DirOption() => new("Options", "--data-dir", "DIR", DirHelp, s_dirDefault, Values.Path);

    private static DataEntry Find(string name) => Preparation.Try(() => DataCatalog.Find(name));
}
