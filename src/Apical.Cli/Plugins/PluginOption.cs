using System.CommandLine;
using Apical.Cli.Help;
using Apical.Cli.Settings;

namespace Apical.Cli.Plugins;

/// <summary>The option <c>--plugin</c>. It acts before the others are parsed, since they know names that plugins bring.</summary>
internal static class PluginOption
{
    /// <summary>Its name.</summary>
    public const string Name = "--plugin";

    /// <summary>The option, for a command and those below it.</summary>
    public static HelpedList Create() => new(
        "Plugins", Name, "DLL", "an assembly with rules, models, probes, data sets or experiments of your own (docs/extending.md); may be given several times")
    {
        Recursive = true,
    };

    /// <summary>What a command line says of plugins, whatever else is on it.</summary>
    /// <returns>The plugins given, and what <c>--resume</c>, <c>--config</c> and <c>--out</c> name, if they are there.</returns>
    public static (IReadOnlyList<string> Paths, string? Resume, string? Config, string? Out) Read(IReadOnlyList<string> args)
    {
        Option plugin = Create();
        Option<string> resume = new("--resume"), config = new(RunConfig.Name), output = new("--out");
        var root = new RootCommand { plugin, resume, config, output };
        root.TreatUnmatchedTokensAsErrors = false;
        ParseResult parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        IEnumerable<string> Values(Option option) => parsed.GetResult(option)?.Tokens.Select(token => token.Value) ?? [];
        return ([.. Values(plugin)], Values(resume).FirstOrDefault(), Values(config).FirstOrDefault(), Values(output).FirstOrDefault());
    }
}
