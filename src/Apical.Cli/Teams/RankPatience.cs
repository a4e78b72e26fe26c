using System.Globalization;

namespace Apical.Cli.Teams;

/// <summary>How long a rank waits for others before it ends all.</summary>
internal static class RankPatience
{
    /// <summary>Seconds, where nothing else is asked for: as long as a step, a measurement or a checkpoint of another rank may take.</summary>
    public const int TenMinutes = 600;

    private const string Variable = "APICAL_PATIENCE";

    /// <summary>How long a rank may be silent.</summary>
    /// <param name="shell">Has the variable that says so.</param>
    /// <param name="seconds">Where it does not.</param>
    /// <exception cref="UsageException">It says something else.</exception>
    public static TimeSpan Of(Shell shell, int seconds)
    {
        if (shell.Variable(Variable) is not { Length: > 0 } text)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long asked) && asked > 0
            ? TimeSpan.FromSeconds(Math.Min(asked, int.MaxValue))
            : throw new UsageException($"{Variable} is '{text}'. Expected a whole number of seconds, 1 or more: for so long a rank waits for others before it "
                + $"ends all. Without it they are {seconds.ToString(CultureInfo.InvariantCulture)}.");
    }
}
