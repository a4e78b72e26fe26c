using Apical.Cli.Help;
using Apical.Cli.Settings;
using Apical.Training;

namespace Apical.Cli.Sweeps;

/// <summary>The option that stops hopeless combinations, of a sweep and of a comparison that is tuned.</summary>
internal static class HalvingOption
{
    /// <summary>Makes it.</summary>
    /// <param name="group">Under which heading of the help it stands.</param>
    /// <param name="name">Its name.</param>
    public static HelpedOption<Halving> Make(string group, string name) => new(
        group, name, "[N]",
        "stop hopeless combinations early: of each rule, the better half goes on to twice as many epochs, and so on; with N, one of N to N times as many",
        "all are trained to the end", text => new(Values.Whole(2)(text)), bare: "2");
}
