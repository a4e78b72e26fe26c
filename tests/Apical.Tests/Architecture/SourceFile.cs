using System.Text.RegularExpressions;

namespace Apical.Tests.Architecture;

/// <summary>A C# file under src.</summary>
/// <param name="Path">From src on, with '/'.</param>
/// <param name="Text">All of it.</param>
internal sealed partial record SourceFile(string Path, string Text)
{
    /// <summary>The part of the house: project or folder below src/Apical, e.g. <c>Numerics</c>, <c>Rules</c>, <c>Cli</c>.</summary>
    public string Part
    {
        get
        {
            string[] parts = Path.Split('/');
            return parts[0] != "Apical" ? parts[0]["Apical.".Length..] : parts.Length > 2 ? parts[1] : "";
        }
    }

    /// <summary>The text without comments and without what stands in strings.</summary>
    public string Code { get; } = Noise().Replace(Text, match => match.Value[0] == '/' ? "" : "\"\"");

    public int Lines => Text.Split('\n').Length - (Text.EndsWith('\n') ? 1 : 0);

    /// <summary>Classes, structs and the like that stand at the margin, that is, in no other type.</summary>
    public IReadOnlyList<string> TopLevelTypes => [.. TypeAtTheMargin().Matches(Code).Select(match => match.Groups["name"].Value)];

    [GeneratedRegex("""(?:\$*@?\$*\"\"\"[\s\S]*?\"\"\")|(?:@\$?|\$@)"(?:""|[^"])*"|\$?"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])'|//[^\n]*|/\*[\s\S]*?\*/""")]
    private static partial Regex Noise();

    [GeneratedRegex(
        @"^(?:(?:public|internal|file|sealed|static|abstract|readonly|unsafe|partial|ref)\s+)*"
        + @"(?:record\s+struct|record\s+class|class|struct|interface|enum|record|delegate\s+[\w<>\[\]?,. ]+?)\s+(?<name>\w+)",
        RegexOptions.Multiline)]
    private static partial Regex TypeAtTheMargin();
}
