using System.Reflection;
using System.Text.RegularExpressions;

namespace Apical.Tests.Architecture;

/// <summary>Who may know whom. A part may use those below it, never one beside or above it (docs/architecture.md).</summary>
public sealed partial class LayeringTests
{
    private static readonly string[] s_level1 = ["Parameters", "Networks", "Data", "Optimizers", "Analysis", "Runs"];

    /// <summary>Each part of the house and the parts that it may use. A new folder or project must be entered here.</summary>
    private static readonly Dictionary<string, string[]> s_mayUse = new()
    {
        ["Numerics"] = [],
        ["Specs"] = [],
        ["Parameters"] = ["Numerics"],
        ["Networks"] = ["Numerics", "Specs", "Parameters"],
        ["Data"] = ["Numerics", "Specs"],
        ["Optimizers"] = ["Numerics", "Specs", "Parameters"],
        ["Analysis"] = ["Numerics"],
        ["Runs"] = ["Numerics"],
        ["Rules"] = ["Numerics", "Specs", "Parameters", "Networks", "Data"],
        ["Online"] = ["Numerics", "Specs", "Parameters", "Networks", "Rules"],
        ["Branches"] = ["Numerics", "Specs", "Networks", "Data", "Rules", "Online"],
        ["Learning"] = ["Numerics", "Specs", .. s_level1, "Rules"],
        ["Models"] = ["Numerics", "Specs", .. s_level1, "Rules", "Learning"],
        ["Probes"] = ["Numerics", "Specs", .. s_level1, "Rules", "Learning", "Models"],
        ["Training"] = ["Numerics", "Specs", .. s_level1, "Rules", "Learning", "Models", "Probes"],
        ["Pipelines"] = ["Numerics", "Specs", .. s_level1, "Rules", "Learning", "Training"],
        ["Report"] = ["Numerics", "Specs", .. s_level1, "Rules", "Learning", "Models", "Probes", "Training"],
        ["Papers"] = ["Numerics", "Specs", .. s_level1, "Rules", "Learning", "Models", "Probes", "Training", "Pipelines", "Online",
            "Branches"],
        ["Exchange"] = ["Numerics", "Specs", .. s_level1, "Rules", "Learning", "Models", "Probes", "Training"],
        ["Cluster"] = ["Numerics", "Specs", .. s_level1, "Rules", "Learning", "Models", "Probes", "Training", "Pipelines"],
        ["Cli"] = ["Numerics", "Specs", .. s_level1, "Rules", "Learning", "Models", "Probes", "Training", "Pipelines", "Online", "Branches", "Report", "Papers",
            "Exchange", "Cluster"],
    };

    private static readonly Assembly[] s_assemblies = [typeof(Apical.Numerics.Matrices.Matrix).Assembly, typeof(Apical.Rules.LearningRule).Assembly,
        Load("Apical.Report"), Load("Apical.Papers"), Load("Apical.Exchange"), Load("Apical.Cluster"), Load("Apical.Cli")];

    [Fact]
    public void Every_part_has_its_place_in_the_table() =>
        Assert.Empty(Repository.Sources.Where(file => !s_mayUse.ContainsKey(file.Part)).Select(file => file.Path));

    [Fact]
    public void Files_lie_in_the_folder_of_their_namespace()
    {
        var wrong = from file in Repository.Sources
                    let space = Namespace().Match(file.Code)
                    where space.Success && space.Groups[1].Value != file.Part
                    select $"{file.Path} declares {space.Value}";
        Assert.Empty(wrong);
    }

    [Fact]
    public void Files_name_only_the_parts_that_they_may_use()
    {
        var wrong = from file in Repository.Sources
                    from Match use in Mention().Matches(file.Code)
                    let used = use.Groups[1].Value
                    where s_mayUse.ContainsKey(used) && !Allowed(file.Part, used)
                    select $"{file.Path} names Apical.{used}";
        Assert.Empty(wrong.Distinct());
    }

    [Fact]
    public void Compiled_code_uses_only_the_parts_that_it_may()
    {
        var wrong = from assembly in s_assemblies
                    from type in assembly.GetTypes()
                    let part = PartOf(type)
                    where part is not null
                    from member in Il.UsedBy(type)
                    from used in Il.Spread(member)
                    let usedPart = PartOf(used)
                    where usedPart is not null && !Allowed(part, usedPart)
                    select $"{type.FullName} uses {used.FullName}";
        Assert.Empty(wrong.Distinct());
    }

    [Fact]
    public void The_reader_of_compiled_code_sees_what_is_there()
    {
        // Else the test above could pass because nothing was found.
        string[] seen = [.. Il.UsedBy(typeof(Apical.Rules.FeedbackAlignment)).SelectMany(Il.Spread).Select(type => type.Name).Distinct()];
        Assert.Contains("Network", seen);                // a parameter
        Assert.Contains("Elementwise", seen);            // a call
        Assert.Contains("Parameter", seen);              // the entries of an array in a field
        Assert.Contains("Activation", Il.UsedBy(typeof(Apical.Networks.Network)).SelectMany(Il.Spread).Select(type => type.Name));
    }

    private static bool Allowed(string part, string used) => part == used || s_mayUse[part].Contains(used);

    private static string? PartOf(Type type) =>
        type.Namespace?.Split('.') is ["Apical", var part, ..] && s_mayUse.ContainsKey(part) ? part : null;

    private static Assembly Load(string name) => Assembly.Load(name);

    [GeneratedRegex(@"^namespace\s+Apical\.(\w+)", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"\bApical\.(\w+)")]
    private static partial Regex Mention();
}
