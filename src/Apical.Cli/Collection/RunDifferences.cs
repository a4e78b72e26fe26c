using System.Text.Json.Nodes;
using Apical.Cli.Output;
using Spectre.Console;

namespace Apical.Cli.Collection;

/// <summary><c>apical runs compare</c>: which settings of two runs differ, and which numbers.</summary>
internal sealed class RunDifferences
{
    private readonly RunEntry _a, _b;

    /// <summary>Finds them.</summary>
    /// <exception cref="UsageException">One is a run and the other an experiment, or damaged.</exception>
    public RunDifferences(RunEntry a, RunEntry b)
    {
        (_a, _b) = (a, b);
        foreach (RunEntry entry in new[] { a, b })
        {
            if (entry.Status == RunState.Damaged)
            {
                throw new UsageException($"'{entry.Folder}' cannot be compared, it is damaged: {entry.Reason}");
            }
        }

        if (a.Claims is null != b.Claims is null)
        {
            throw new UsageException($"'{a.Folder}' and '{b.Folder}' are a run and an experiment of a paper, "
                + "which have no settings in common; give two of a kind.");
        }

        Settings = Differing(Facts(a), Facts(b));
        Numbers = a.Claims is not null ? Differing(Claims(a), Claims(b)) : Scores();
    }

    /// <summary>Settings with another value in each; a dash where there is none.</summary>
    public IReadOnlyList<(string Name, string A, string B)> Settings { get; }

    /// <summary>Numbers with another value in each.</summary>
    public IReadOnlyList<(string Name, string A, string B)> Numbers { get; }

    /// <summary>Writes them for people.</summary>
    public void Write(Shell shell)
    {
        TextWriter output = shell.Output.Writer;
        output.WriteLine($"A  {Problem.Safe(_a.Name)}  ({_a.Status.Word()})");
        output.WriteLine($"B  {Problem.Safe(_b.Name)}  ({_b.Status.Word()})");
        Write(shell, Settings, "setting", "All settings are the same.");
        Write(shell, Numbers, _a.Claims is null ? "on test samples" : "claim", "All numbers are the same, as far as they are shown.");
    }

    /// <summary>The same for a program.</summary>
    public JsonObject ToJson() => new() { ["a"] = _a.ToJson(), ["b"] = _b.ToJson(), ["settings"] = Json(Settings), ["numbers"] = Json(Numbers) };

    private static JsonArray Json(IReadOnlyList<(string Name, string A, string B)> rows) =>
        new([.. rows.Select(row => new JsonObject { ["name"] = row.Name, ["a"] = row.A, ["b"] = row.B })]);

    private static void Write(Shell shell, IReadOnlyList<(string Name, string A, string B)> rows, string heading, string none)
    {
        shell.Output.Writer.WriteLine();
        if (rows.Count == 0)
        {
            shell.Output.Writer.WriteLine(none);
            return;
        }

        Table table = Tables.New().AddColumn(Tables.Words(heading)).AddColumn(Tables.Words("A")).AddColumn(Tables.Words("B"));
        foreach (var (name, a, b) in rows)
        {
            table.AddRow(Tables.Name(name), Tables.Name(a), Tables.Name(b));
        }

        Tables.Write(shell, table);
    }

    // In the order of the first, then what only the second has.
    private static IReadOnlyList<(string Name, string A, string B)> Differing(
        IReadOnlyList<(string Name, string Value)> a, IReadOnlyList<(string Name, string Value)> b)
    {
        static string Of(IReadOnlyList<(string Name, string Value)> all, string name) =>
            all.Where(one => one.Name == name).Select(one => one.Value).FirstOrDefault() ?? Show.Nothing;
        return
        [
            .. from name in a.Concat(b).Select(one => one.Name).Distinct()
               let row = (Name: name, A: Of(a, name), B: Of(b, name))
               where row.A != row.B
               select row,
        ];
    }

    private static IReadOnlyList<(string Name, string Value)> Facts(RunEntry entry) =>
    [
        .. Flat.Settings(entry),
        .. entry.Claims is null ? Array.Empty<(string, string)>() : [("scale", Flat.Text(entry.Record?["scale"])), ("seed", Flat.Text(entry.Record?["seed"]))],
        ("version of Apical", Flat.Text(entry.Record?["apicalVersion"])),
        ("git commit", Flat.Text(entry.Record?["git"]?["commit"])),
        ("changes not committed", Flat.Text(entry.Record?["git"]?["dirty"])),
        .. Flat.Items(entry.Record?["data"]).Select(set => ($"checksum of {Flat.Text(set["set"])}", Flat.Text(set["checksum"]))),
        ("vectors", Flat.Text(entry.Record?["machine"]?["vectorBits"])),
    ];

    private static IReadOnlyList<(string Name, string Value)> Claims(RunEntry entry) =>
        [.. Flat.Items(entry.Record?["claims"]).Select(claim => (Flat.Text(claim["text"]), Flat.Text(claim["measured"])))];

    private IReadOnlyList<(string Name, string A, string B)> Scores()
    {
        // Two runs of one rule each are held against each other whatever their rules.
        if (_a.Scores is [var a] && _b.Scores is [var b])
        {
            return Differing(Numbers(a with { Name = "" }), Numbers(b with { Name = "" }));
        }

        return Differing([.. _a.Scores.SelectMany(Numbers)], [.. _b.Scores.SelectMany(Numbers)]);

        static IReadOnlyList<(string Name, string Value)> Numbers(RunScore score) =>
        [
            ($"{score.Name} accuracy (%)".Trim(), Show.Spread(score.TestAccuracy, Show.Percent)),
            ($"{score.Name} loss".Trim(), Show.Spread(score.TestLoss, Show.Loss)),
            ($"{score.Name} failed".Trim(), $"{score.Failed} of {score.Runs}"),
        ];
    }
}
