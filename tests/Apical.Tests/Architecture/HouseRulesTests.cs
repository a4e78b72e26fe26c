using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Apical.Tests.Architecture;

/// <summary>The house rules that a machine can check (CONTRIBUTING.md).</summary>
public sealed partial class HouseRulesTests
{
    private const int MaxLines = 300, MaxRuleLines = 120, MaxColumns = 160;
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    // Asks the processor for its name and its vector widths, and computes nothing.
    private static readonly string[] s_mayAskTheProcessor = ["Apical/Runs/MachineFacts.cs"];

    // One output decides by a threshold, sample by sample, outside of training.
    private static readonly string[] s_mayTouchEntries = ["Apical.Learning.Evaluation", "Apical.Models.BroadcastSimulation"];    // noise sample by sample

    private static readonly Assembly[] s_libraries = [typeof(Apical.Numerics.Matrices.Matrix).Assembly, typeof(Apical.Rules.LearningRule).Assembly,
        Assembly.Load("Apical.Report"), Assembly.Load("Apical.Papers"), Assembly.Load("Apical.Exchange"), Assembly.Load("Apical.Cluster")];

    private static readonly Assembly[] s_assemblies = [.. s_libraries, Assembly.Load("Apical.Cli")];

    [Fact]
    public void Classes_are_sealed_static_or_abstract()
    {
        var open = from assembly in s_assemblies
                   from type in assembly.GetTypes()
                   where type.IsClass && !type.IsSealed && !type.IsAbstract && !type.IsDefined(typeof(CompilerGeneratedAttribute))
                   select type.FullName;
        Assert.Empty(open);
    }

    [Fact]
    public void No_method_is_overridden_twice()
    {
        var twice = from assembly in s_assemblies
                    from type in assembly.GetTypes()
                    from method in type.GetMethods(Declared)
                    let first = method.GetBaseDefinition()
                    where first.DeclaringType!.Assembly == assembly
                        && Between(type, first.DeclaringType).Any(t => t.GetMethods(Declared).Any(m => m.GetBaseDefinition() == first))
                    select $"{type.FullName}.{method.Name}";
        Assert.Empty(twice);
    }

    [Fact]
    public void Files_are_short() => Assert.Empty(
        Repository.Sources.Where(file => file.Lines > Limit(file)).Select(file => $"{file.Path} has {file.Lines} lines, {Limit(file)} allowed"));

    /// <summary>On narrow pages panels stand below each other: their letters are true everywhere.</summary>
    [Fact]
    public void Captions_name_panels_by_letters() => Assert.Empty(
        from file in Repository.Sources
        where file.Path.StartsWith("Apical.Papers/", StringComparison.Ordinal)
        from Match place in PanelByPlace().Matches(file.Text)
        select $"{file.Path}: {place.Value}");

    [GeneratedRegex(@"\b(Left|Middle|Right|Above|Below|right|left): |(?<!\w)\((left|middle|right)\)|(?<=and|,) (left|right), ")]
    private static partial Regex PanelByPlace();

    [Fact]
    public void Lines_are_at_most_160_columns()
    {
        var wide = from file in Repository.Sources.Select(source => (source.Path, source.Text)).Concat(Repository.Tests)
                   from line in file.Text.Split('\n').Index()
                   where line.Item.TrimEnd('\r').Length > MaxColumns
                   select $"{file.Path}({line.Index + 1}) has {line.Item.Length} columns";
        Assert.Empty(wide);
    }

    [Fact]
    public void Files_hold_one_type_named_as_the_file()
    {
        Assert.Empty(Repository.Sources.Where(file => file.TopLevelTypes.Count > 1).Select(file => $"{file.Path}: {string.Join(", ", file.TopLevelTypes)}"));
        Assert.Empty(Repository.Sources
            .Where(file => file.TopLevelTypes.Count == 1 && Path.GetFileName(file.Path).Split('.')[0] != file.TopLevelTypes[0])
            .Select(file => $"{file.Path} holds {file.TopLevelTypes[0]}"));

        // The finder of types does find them.
        Assert.InRange(Repository.Sources.Count(file => file.TopLevelTypes.Count == 1), Repository.Sources.Count * 0.9, Repository.Sources.Count);
    }

    [Fact]
    public void Unsafe_code_and_vector_instructions_stay_in_Numerics()
    {
        Assert.Empty(Repository.Sources.Where(file => file.Part is not ("Numerics" or "Cluster") && !s_mayAskTheProcessor.Contains(file.Path)
            && LowLevel().IsMatch(file.Code)).Select(file => file.Path));
        Assert.Contains(Repository.Sources, file => file.Part == "Numerics" && LowLevel().IsMatch(file.Code));
        Assert.DoesNotContain(Repository.Sources, file => file.Part == "Cluster" && file.Code.Contains("Intrinsics", StringComparison.Ordinal));
        Assert.Empty(
            from path in Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            where Path.GetFileName(path) is not ("Apical.Numerics.csproj" or "Apical.Cluster.csproj")
                && File.ReadAllText(path).Contains("AllowUnsafeBlocks", StringComparison.Ordinal)
            select path);
    }

    [Fact]
    public void Libraries_use_no_console_no_clock_of_their_own_and_no_other_random_numbers()
    {
        var wrong = from assembly in s_libraries
                    from type in assembly.GetTypes()
                    from member in Il.UsedBy(type)
                    where IsBanned(member)
                    select $"{type.FullName} uses {member.DeclaringType?.Name}.{member.Name}";
        Assert.Empty(wrong.Distinct());
    }

    [Fact]
    public void Rules_layers_and_probes_call_operations_and_never_touch_entries()
    {
        var wrong = from type in typeof(Apical.Rules.LearningRule).Assembly.GetTypes()
                    where type.Namespace is "Apical.Rules" or "Apical.Networks" or "Apical.Learning" or "Apical.Models" or "Apical.Probes"
                        && !s_mayTouchEntries.Contains(type.FullName)
                    from member in Il.UsedBy(type)
                    where member.DeclaringType == typeof(Apical.Numerics.Matrices.Matrix) && member.Name is "get_Item" or "set_Item" or "AsSpan"
                    select $"{type.FullName} calls Matrix.{member.Name}";
        Assert.Empty(wrong.Distinct());
    }

    [Fact]
    public void Public_members_of_networks_rules_and_probes_say_the_shape_of_their_matrices()
    {
        var silent = from file in Repository.Sources
                     where file.Part is "Networks" or "Rules" or "Learning" or "Models" or "Probes"
                     from Match member in DocumentedMember().Matches(file.Text)
                     let signature = member.Groups["signature"].Value
                     let doc = member.Groups["doc"].Value
                     where MatrixWord().IsMatch(signature) && !doc.Contains("<c>[", StringComparison.Ordinal)
                         && !doc.Contains("<inheritdoc", StringComparison.Ordinal)
                     select $"{file.Path}: {signature.Trim()}";
        Assert.Empty(silent);
        Assert.Contains(Repository.Sources, file => file.Part == "Networks"
            && DocumentedMember().Matches(file.Text).Any(m => MatrixWord().IsMatch(m.Groups["signature"].Value)));
    }

    private static IEnumerable<Type> Between(Type type, Type ancestor)
    {
        for (Type? t = type.BaseType; type != ancestor && t is not null && t != ancestor; t = t.BaseType)
        {
            yield return t;
        }
    }

    private static int Limit(SourceFile file) => file.Part == "Rules" ? MaxRuleLines : MaxLines;

    private static bool IsBanned(MemberInfo member) =>
        member is Type type ? type == typeof(Random)
        : member.DeclaringType == typeof(Random) || member.DeclaringType == typeof(Console)
            || ((member.DeclaringType == typeof(DateTime) || member.DeclaringType == typeof(DateTimeOffset))
                && member.Name is "get_Now" or "get_UtcNow" or "get_Today");

    [GeneratedRegex(@"\bunsafe\b|\bSystem\.Runtime\.Intrinsics\b")]
    private static partial Regex LowLevel();

    [GeneratedRegex(@"(?<doc>(?:^    ///[^\n]*\n)+)(?:^    \[[^\n]*\n)*^    (?<signature>(?:public|protected)\b[^\n{;=]*(?:\([^)]*\))?)",
        RegexOptions.Multiline)]
    private static partial Regex DocumentedMember();

    [GeneratedRegex(@"\bMatrix\b")]
    private static partial Regex MatrixWord();
}
