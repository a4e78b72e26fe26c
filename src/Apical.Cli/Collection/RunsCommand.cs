using System.CommandLine;
using Apical.Cli.Help;
using Apical.Cli.Output;
using Apical.Cli.Settings;

namespace Apical.Cli.Collection;

/// <summary><c>apical runs</c>: runs as a collection, to list, look at, compare, annotate and remove.</summary>
internal static class RunsCommand
{
    private static readonly string s_run = "the folder of a run, its name, or a part of its name that no other has";

    /// <summary>The command with its subcommands.</summary>
    public static Command Create(Shell shell)
    {
        var command = new HelpedCommand("runs", "Lists the runs in a folder, shows one, compares two, adds notes and tags, and removes runs.")
        {
            Examples =
            [
                ("apical runs list --rule dfa --sort accuracy", "the best runs with direct feedback alignment"),
                ("apical runs compare runs/fa runs/dfa", "which settings differ, and which numbers"),
                ("apical runs tag runs/fa thesis", "then 'apical runs list --tag thesis'"),
            ],
            Subcommands = { RunList.Create(shell), ShowOne(shell), Compare(shell), Note(shell), Tag(shell), Untag(shell), Remove(shell) },
        };
        return command;
    }

    /// <summary>The option <c>--json</c>.</summary>
    public static HelpedOption<string> JsonOption() => new(
        "Results", "--json", "FILE", "write the result for a program; '-' is the standard output, which then has nothing else", null, x => x);

    private static HelpedOption<string> InOption() => new(
        "Options", "--in", "DIR", "the folder in which runs are known by their names", RunFinder.DefaultFolder, x => x);

    private static Argument<string> RunArgument(string name = "RUN") => new(name) { Description = s_run, HelpName = name };

    private static Command ShowOne(Shell shell)
    {
        Argument<string> run = RunArgument();
        (HelpedOption<string> root, HelpedOption<string> json) = (InOption(), JsonOption());
        var command = new HelpedCommand("show", "Tells all that the folder of a run has of it: results, settings, where, when, notes.") { run, root, json };
        command.SetAction(parsed =>
        {
            string? target = parsed.GetValue(json);
            Preparation.RequireFolderOf(target);
            RunEntry entry = RunFinder.Find(parsed.GetValue(root) ?? RunFinder.DefaultFolder, parsed.GetValue(run)!);
            if (target != "-")
            {
                RunPage.Write(shell, entry);
            }

            JsonOutput.Write(shell, target, () =>
            {
                var all = entry.ToJson();
                all["record"] = entry.Record?.DeepClone();
                return all.ToJsonString(JsonOutput.Readable);
            });
        });
        return command;
    }

    private static Command Compare(Shell shell)
    {
        (Argument<string> first, Argument<string> second) = (RunArgument(), RunArgument("OTHER"));
        (HelpedOption<string> root, HelpedOption<string> json) = (InOption(), JsonOption());
        var command = new HelpedCommand("compare", "Says which settings of two runs differ, and which numbers.") { first, second, root, json };
        command.SetAction(parsed =>
        {
            string? target = parsed.GetValue(json);
            string folder = parsed.GetValue(root) ?? RunFinder.DefaultFolder;
            Preparation.RequireFolderOf(target);
            var differences = new RunDifferences(RunFinder.Find(folder, parsed.GetValue(first)!), RunFinder.Find(folder, parsed.GetValue(second)!));
            if (target != "-")
            {
                differences.Write(shell);
            }

            JsonOutput.Write(shell, target, () => differences.ToJson().ToJsonString(JsonOutput.Readable));
        });
        return command;
    }

    private static Command Note(Shell shell)
    {
        Argument<string> run = RunArgument();
        var text = new Argument<string[]>("TEXT") { Description = "what to note; its words are joined", Arity = ArgumentArity.ZeroOrMore, HelpName = "TEXT" };
        HelpedOption<string> root = InOption();
        var clear = new HelpedFlag("Options", "--clear", "take all notes away first");
        var command = new HelpedCommand("note", $"Adds a note to a run, in {RunNotes.FileName} of its folder. Without TEXT it shows those there are.")
        {
            run, text, root, clear,
        };
        command.SetAction(parsed =>
        {
            string words = string.Join(' ', parsed.GetValue(text) ?? []).Trim();
            Change(shell, parsed, root, run, words.Length > 0 || parsed.GetValue(clear), notes => notes with
            {
                Notes =
                [
                    .. parsed.GetValue(clear) ? [] : notes.Notes,
                    .. words.Length > 0 ? [(shell.Time.GetUtcNow(), words)] : Array.Empty<(DateTimeOffset, string)>(),
                ],
            });
        });
        return command;
    }

    private static Command Tag(Shell shell)
    {
        (Argument<string> run, Argument<string[]> tags, HelpedOption<string> root) = (RunArgument(), TagsArgument(), InOption());
        var command = new HelpedCommand("tag", "Adds tags to a run. A tag is a word without blanks and commas.") { run, tags, root };
        command.SetAction(parsed => Change(shell, parsed, root, run, true, notes => notes with
        {
            Tags = [.. notes.Tags.Union(parsed.GetValue(tags)!.Select(Checked))],
        }));
        return command;
    }

    private static Command Untag(Shell shell)
    {
        (Argument<string> run, Argument<string[]> tags, HelpedOption<string> root) = (RunArgument(), TagsArgument(), InOption());
        var command = new HelpedCommand("untag", "Takes tags from a run.") { run, tags, root };
        command.SetAction(parsed => Change(shell, parsed, root, run, true, notes =>
        {
            string[] gone = [.. parsed.GetValue(tags)!.Select(Checked)];
            return gone.FirstOrDefault(tag => !notes.Tags.Contains(tag)) is { } unknown
                ? throw new UsageException($"TAG: the run has no tag '{unknown}'. It has {(notes.Tags.Count == 0 ? "none" : string.Join(", ", notes.Tags))}.")
                : notes with { Tags = [.. notes.Tags.Except(gone)] };
        }));
        return command;
    }

    private static Command Remove(Shell shell)
    {
        var runs = new Argument<string[]>("RUN") { Description = s_run, Arity = ArgumentArity.OneOrMore, HelpName = "RUN" };
        HelpedOption<string> root = InOption();
        var yes = new HelpedFlag("Options", "--yes", "do not ask, for scripts");
        var command = new HelpedCommand("remove", "Removes runs, each after a question. Only folders of runs with nothing else in them are removed.")
        {
            runs, root, yes,
        };
        command.SetAction(parsed =>
        {
            string below = parsed.GetValue(root) ?? RunFinder.DefaultFolder;
            RunEntry[] entries = [.. parsed.GetValue(runs)!.Select(name => RunFinder.Find(below, name)).DistinctBy(run => Path.GetFullPath(run.Folder))];
            foreach (RunEntry entry in entries)
            {
                RequireRemovable(entry);
            }

            if (!parsed.GetValue(yes) && shell.Ask is null)
            {
                throw new UsageException("there is no terminal to ask whether the run is to be removed; give --yes to remove it without a question.");
            }

            foreach (RunEntry entry in entries)
            {
                string question = $"Remove {Problem.Safe(entry.Folder)} ({entry.Kind}, {entry.Best}; {RunRemoval.Size(entry)})? [y/N] ";
                bool agreed = parsed.GetValue(yes) || shell.Ask!(question)?.Trim().ToLowerInvariant() is "y" or "yes";
                if (agreed)
                {
                    // While a person thought about it, it may have gone on, or have got another file.
                    RequireRemovable(RunReader.IsRun(entry.Folder) ? RunReader.Read(entry.Folder, entry.Name)
                        : throw new IOException($"'{entry.Folder}' is not there any more."));
                    RunRemoval.Remove(entry);
                }

                shell.Output.Data.WriteLine($"{Problem.Safe(entry.Folder)} {(agreed ? "removed" : "kept")}");
            }
        });
        return command;
    }

    private static void RequireRemovable(RunEntry entry)
    {
        if (RunRemoval.WhyNot(entry) is { } reason)
        {
            throw new IOException($"'{entry.Folder}' is not removed: {reason}");
        }
    }

    private static Argument<string[]> TagsArgument() => new("TAG") { Description = "a word", Arity = ArgumentArity.OneOrMore, HelpName = "TAG" };

    private static void Change(
        Shell shell, ParseResult parsed, HelpedOption<string> root, Argument<string> run, bool writes, Func<RunNotes, RunNotes> change)
    {
        RunEntry entry = RunFinder.Find(parsed.GetValue(root) ?? RunFinder.DefaultFolder, parsed.GetValue(run)!);
        RunNotes notes = RunNotes.Read(entry.Folder);
        if (writes)
        {
            notes = change(notes);
            notes.Write(entry.Folder);
        }

        TextWriter output = shell.Output.Writer;
        output.WriteLine($"{Problem.Safe(entry.Folder)}{string.Concat(notes.Tags.Select(tag => $" #{Problem.Safe(tag)}"))}");
        foreach ((DateTimeOffset time, string text) in notes.Notes)
        {
            output.WriteLine($"  {RunTable.Time(time)}  {Problem.Safe(text)}");
        }
    }

    private static string Checked(string tag) =>
        tag.TrimStart('#') is { Length: > 0 } word && !word.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c == ',') ? word
            : throw new UsageException($"TAG: '{tag}' will not do; give a word without blanks and commas, such as thesis.");
}
