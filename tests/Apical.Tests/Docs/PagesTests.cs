using System.Reflection;
using System.Text.RegularExpressions;
using Apical.Tests.Architecture;

namespace Apical.Tests.Docs;

/// <summary>What CONTRIBUTING and the pages on architecture, analysis and probes point to is there: files, headings, classes.</summary>
public sealed partial class PagesTests
{
    private static readonly HashSet<string> s_types =
    [
        .. new[] { typeof(Apical.Numerics.Matrices.Matrix).Assembly, typeof(Apical.Rules.LearningRule).Assembly, typeof(Apical.Papers.Experiment).Assembly,
            Assembly.GetExecutingAssembly() }
            .SelectMany(assembly => assembly.GetTypes()).Select(type => type.Name),
    ];

    public static TheoryData<string> Pages => ["CONTRIBUTING.md", "docs/architecture.md", "docs/extending.md", "docs/analysis.md", "docs/probes.md"];

    [Theory, MemberData(nameof(Pages))]
    public void Links_lead_somewhere(string page)
    {
        MatchCollection links = Link().Matches(Text(page));
        Assert.NotEmpty(links);
        foreach (Match link in links)
        {
            string target = Path.GetRelativePath(Repository.Root, Path.Combine(Repository.Root, Path.GetDirectoryName(page)!, link.Groups[1].Value));
            Assert.True(Path.Exists(Path.Combine(Repository.Root, target)), target);
            if (link.Groups[2].Success)
            {
                Assert.Contains(link.Groups[2].Value, Heading().Matches(Text(target)).Select(heading =>
                    heading.Groups[1].Value.Trim().ToLowerInvariant().Replace(' ', '-')));
            }
        }
    }

    [Theory, MemberData(nameof(Pages))]
    public void Files_and_classes_that_it_names_exist(string page)
    {
        string[] quoted = [.. Quoted().Matches(Text(page)).Select(match => match.Groups[1].Value).Where(word =>
            !word.Contains("my-rule", StringComparison.OrdinalIgnoreCase) && !word.Contains("MyRule", StringComparison.Ordinal))];
        Assert.NotEmpty(quoted);
        Assert.All(quoted.Where(word => SourcePath().IsMatch(word)), path => Assert.True(Path.Exists(Path.Combine(Repository.Root, path)), path));
        Assert.All(quoted.Where(word => TypeName().IsMatch(word)), word => Assert.Contains(word.Split('.')[0], s_types));
    }

    private static string Text(string page) => File.ReadAllText(Path.Combine(Repository.Root, page)).ReplaceLineEndings("\n");

    [GeneratedRegex(@"\]\((?!https?:)([^)#\s]+)(?:#([^)]+))?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"`([^`\n]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^(src|tests|docs)/[\w./-]+$")]
    private static partial Regex SourcePath();

    [GeneratedRegex(@"^[A-Z]\w*(Tests|Catalog|Cases|Sets|Learner|Examples)(\.\w+)?$")]
    private static partial Regex TypeName();
}
