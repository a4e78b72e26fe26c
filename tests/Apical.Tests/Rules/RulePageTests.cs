using System.Text.RegularExpressions;
using Apical.Models;
using Apical.Optimizers;
using Apical.Specs;
using Apical.Tests.Architecture;

namespace Apical.Tests.Rules;

/// <summary>What docs/rules says of a rule, or of a model that stands where rules stand, is what the code does.</summary>
public sealed partial class RulePageTests
{
    private static readonly string s_folder = Path.Combine(Repository.Root, "docs", "rules");

    public static TheoryData<string> Ids => [.. ModelCatalog.All.Select(model => model.Id)];

    public static TheoryData<string> Pages => [.. Directory.EnumerateFiles(s_folder, "*.md").Select(path => Path.GetFileName(path)).Order()];

    [Fact]
    public void Every_rule_has_a_page_and_every_page_a_rule() =>
        Assert.Equal(ModelCatalog.All.Select(model => model.Id + ".md").Append("README.md").Order(), Pages.Select(row => row.Data).Order());

    [Theory, MemberData(nameof(Ids))]
    public void The_index_lists_the_rule(string id) => Assert.Contains($"| [`{id}`]({id}.md) ", Text("README.md"));

    [Theory, MemberData(nameof(Ids))]
    public void A_page_has_all_its_parts(string id)
    {
        string text = Text(id + ".md");
        Assert.StartsWith($"# `{id}`", text);
        Assert.Equal(
            ["Equations", "Settings", "Use", "What to expect", "Differs from the paper", "Source"],
            Heading().Matches(text).Select(match => match.Groups[1].Value.Replace("papers", "paper")));
    }

    [Theory, MemberData(nameof(Ids))]
    public void A_page_lists_the_settings_with_their_defaults_and_meanings(string id)
    {
        IEnumerable<string> rows = ModelCatalog.Find(id).Settings.Select(setting => $"| `{setting.Key}` | `{setting.Default}` | {setting.Meaning} |");
        Assert.Equal(rows, SettingRow().Matches(Text(id + ".md")).Select(match => match.Value));
    }

    [Theory, MemberData(nameof(Ids))]
    public void A_page_names_the_source_that_the_rule_names(string id)
    {
        Network network = Network.Dense("3-2-2", new Rng(1), Activation.Tanh);
        string source = (ModelCatalog.Find(id).Source ?? RuleCatalog.Make(id, network, new Rng(1)).Source).Text;
        Assert.Contains(source.TrimEnd('.'), Text(id + ".md"));
    }

    [Theory, MemberData(nameof(Pages))]
    public void The_commands_of_a_page_name_rules_and_settings_that_exist(string page)
    {
        string[] rules = [.. Commands().Matches(Text(page)).SelectMany(match => match.Groups["many"].Success ? Spec.Split(match.Groups["many"].Value)
            : [match.Groups["one"].Value])];
        Assert.NotEmpty(rules);
        foreach (string rule in rules)
        {
            ModelChoice.Parse(rule).Make(new() { Net = NetworkSpec.Parse("3-2-2"), Rng = new Rng(1), Optimizer = new Sgd() });
        }
    }

    [Theory, MemberData(nameof(Pages))]
    public void The_code_of_a_page_is_compiled_and_run(string page)
    {
        string compiled = File.ReadAllText(Path.Combine(Repository.Root, "tests", "Apical.Tests", "Rules", nameof(RulePageExamples) + ".cs"));
        string[] lines = [.. CodeBlock().Matches(Text(page)).SelectMany(match => match.Groups[1].Value.Split('\n')).Select(line => line.Trim()).Where(line =>
            line.Length > 0)];
        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.Contains(line, compiled));
    }

    private static string Text(string page) => File.ReadAllText(Path.Combine(s_folder, page)).ReplaceLineEndings("\n");

    [GeneratedRegex(@"^## (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^\| `[\w-]+` \| `[^`]+` \| .* \|$", RegexOptions.Multiline)]
    private static partial Regex SettingRow();

    [GeneratedRegex(@"^apical .*?(?:--rules (?<many>\S+)|--rule (?<one>\S+))", RegexOptions.Multiline)]
    private static partial Regex Commands();

    [GeneratedRegex(@"```csharp\n([\s\S]*?)```")]
    private static partial Regex CodeBlock();
}
