using System.CommandLine;

namespace Apical.Cli.Settings;

/// <summary>Questions to a command line.</summary>
internal static class Parsed
{
    /// <summary>Whether an option is really there; flags have a result even when they are not.</summary>
    public static bool Gives(this ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };

    /// <summary>The value of an option, or another where it is not given.</summary>
    public static T Or<T>(this ParseResult parsed, Option<T> option, T other) => parsed.Gives(option) ? parsed.GetValue(option)! : other;
}
