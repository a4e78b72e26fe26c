using System.CommandLine;
using System.CommandLine.Invocation;
using System.Globalization;
using Apical.Cli.Bench;
using Apical.Cli.Collection;
using Apical.Cli.Dashboard;
using Apical.Cli.Help;
using Apical.Cli.Parts;
using Apical.Cli.Plugins;
using Apical.Cli.Reproduce;
using Apical.Cli.Settings;
using Apical.Cli.Sweeps;
using Apical.Cli.Teams;
using Apical.Cli.Trained;
using Apical.Cluster;
using Apical.Data;
using Apical.Exchange.Images;
using Apical.Exchange.Numpy;
using Apical.Exchange.Tables;
using Apical.Runs;
using Apical.Specs;

namespace Apical.Cli;

/// <summary>The whole command: arguments in, exit code out.</summary>
internal static class CommandLine
{
    // Behind printed commands it says what they do: a shell that does not take that for a comment hands it on.
    private const string Comment = "#";

    /// <summary>Runs a command line.</summary>
    /// <param name="args">The arguments, without the program's name.</param>
    /// <param name="shell">What the command talks to.</param>
    /// <returns>One of <see cref="ExitCode"/>, or what a command returned.</returns>
    public static int Run(IReadOnlyList<string> args, Shell shell)
    {
        args = [.. args.TakeWhile(word => word != Comment)];
        using Catalog<DataEntry>.Scope sets = DataCatalog.With(CsvFiles.Entry, NpzFiles.Entry, ImageFolders.Entry).Use();
        int code = Run(args, shell, Share.Whole);
        if (shell.Unwritten() is not { } error)
        {
            return code;
        }

        Complain(shell, Problem.Line(error));
        return code == ExitCode.Done ? ExitCode.Failed : code;
    }

    /// <summary>Runs a command line that a command stands for, or a share of what it does.</summary>
    /// <param name="args">The arguments, without the program's name.</param>
    /// <param name="shell">What the command talks to.</param>
    /// <param name="share">What is done of a list of jobs; all leaves that to the command line.</param>
    /// <returns>One of <see cref="ExitCode"/>, or what a command returned.</returns>
    public static int Run(IReadOnlyList<string> args, Shell shell, Share share)
    {
        using var plugins = new PluginsInUse();
        try
        {
            if (args is not [GatherCommand.Name, ..])
            {
                plugins.Load(args);                     // which gather leaves to the line that it stands for
            }

            shell = shell with { Plugins = plugins.Records };
            string[] meant = args is [] || args[0] != "help" ? [.. args] : [.. args.Skip(1).Take(2), "--help"];
            ParseResult parsed = Root(shell, args, share).Parse(meant, new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (parsed.Action is ParseErrorAction || (args is not [] && args[0] == "help" && parsed.UnmatchedTokens.Count > 0))
            {
                throw new UsageException(WrongUsage.Describe(parsed));
            }

            if ((WrongUsage.OptionAsName(parsed) ?? WrongUsage.EmptyName(parsed)) is { } wrong)
            {
                throw new UsageException(wrong);
            }

            OutputPlaces.Require(parsed);
            return parsed.Invoke(new InvocationConfiguration
            {
                Output = shell.Output.Writer,
                Error = shell.Error.Writer,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,       // interrupts are the shell's business
            });
        }
        catch (UsageException error)
        {
            Complain(shell, Problem.Line(error));
            return ExitCode.Usage;
        }
        catch (DisagreementException error)
        {
            int rank = Launcher.Place(shell.Variable)?.Rank ?? 0;
            if (rank == 0 && !error.Said)
            {
                Complain(shell, Problem.Line(error));
            }

            RankFailure.LetFirstEnd(rank);
            return ExitCode.Failed;                     // all ranks know it, and rank 0 says it
        }
        catch (OperationCanceledException)
        {
            Complain(shell, "interrupted.");
            return ExitCode.Stopped;
        }
        catch (Exception error) when (Problem.IsExpected(Problem.Cause(error)) && !shell.Debug)
        {
            Complain(shell, Problem.Line(error));
            return ExitCode.Failed;
        }
        catch (Exception error) when (!shell.Debug)
        {
            Complain(shell, $"unexpected {Problem.Cause(error).GetType().Name}: {Problem.Line(error)}");
            shell.Error.Writer.WriteLine("Run again with APICAL_DEBUG=1 in the environment to see where.");
            return ExitCode.Failed;
        }
        catch (Exception error)
        {
            Complain(shell, error.ToString());
            return ExitCode.Failed;
        }
    }

    /// <summary>The version, as <c>apical --version</c> prints it, and the platforms for which images can be read.</summary>
    public static string Version { get; } = $"apical {typeof(RunFolder).Assembly.GetName().Version?.ToString(3)}\n"
        + $"native parts (JPEG, PNG): {(NativeParts.Platforms.Count == 0 ? "none" : string.Join(", ", NativeParts.Platforms))}";

    private static void Complain(Shell shell, string message)
    {
        string who = "";
        if (Launcher.Place(shell.Variable) is ( > 0 and var rank, var ranks))
        {
            RankFailure.LetOthersSpeak(rank);
            who = string.Create(CultureInfo.InvariantCulture, $"rank {rank} of {ranks}: ");
        }

        shell.Error.Writer.WriteLine($"apical: {who}{message}");
    }

    private static RootCommand Root(Shell shell, IReadOnlyList<string> args, Share share)
    {
        var root = new RootCommand("Trains neural networks with biologically plausible learning rules and shows how they learn.")
        {
            CompareCommand.Create(shell, args, share),
            TrainCommand.Create(shell, args),
            SweepCommand.Create(shell, args, share),
            ReproduceCommand.Create(shell, args, share),
            GatherCommand.Create(shell),
            SlurmCommand.Create(shell, args),
            ClusterCommand.Create(shell),
            EvaluateCommand.Create(shell),
            PredictCommand.Create(shell),
            ExportCommand.Create(shell),
            RulesCommand.Create(shell),
            DataCommand.Create(shell),
            ReportCommand.Create(shell),
            RunsCommand.Create(shell),
            DashboardCommand.Create(shell),
        };
        Option plugin = PluginOption.Create();
        foreach (Command command in root.Subcommands)
        {
            command.Add(plugin);
        }

        root.Add(BenchCommand.Create(shell));           // it times what comes with Apical
        HelpPage.Install(root, shell);
        return root;
    }
}
