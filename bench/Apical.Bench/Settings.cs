using System.Globalization;

namespace Apical.Bench;

/// <summary>What the command line asks for.</summary>
/// <param name="Threads">Numbers of threads, measured in turn.</param>
/// <param name="Seconds">How long to time each contestant in each round.</param>
/// <param name="Rounds">How often the contestants take turns.</param>
/// <param name="Json">Where to write the results for a program, or null.</param>
/// <param name="Equilibrium">Whether to time the fixed point of dynamical target propagation instead.</param>
/// <param name="Online">Whether to time nets that learn while they run instead.</param>
internal sealed record Settings(IReadOnlyList<int> Threads, double Seconds, int Rounds, string? Json, bool Equilibrium = false, bool Online = false)
{
    private const string Usage = "Usage: Apical.Bench [--threads 1,2] [--seconds 0.2] [--rounds 3] [--json FILE] [--equilibrium yes] [--online yes]";

    /// <summary>Reads the arguments.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="settings">What they say.</param>
    /// <param name="problem">What is wrong with them, and what is allowed.</param>
    public static bool TryRead(string[] args, out Settings settings, out string problem)
    {
        settings = new([1, 2], 0.2, 3, null);
        for (int i = 0; i < args.Length; i += 2)
        {
            if (i + 1 == args.Length)
            {
                problem = $"{args[i]} needs a value. {Usage}";
                return false;
            }

            string value = args[i + 1];
            Settings? next = args[i] switch
            {
                "--threads" when value.Split(',').All(part => int.TryParse(part, out int n) && n is >= 1 and <= 1024) => settings with { Threads = [.. value.Split(',').Select(int.Parse)] },
                "--seconds" when double.TryParse(value, CultureInfo.InvariantCulture, out double s) && s is > 0 and <= 60 => settings with { Seconds = s },
                "--rounds" when int.TryParse(value, out int n) && n is >= 1 and <= 1000 => settings with { Rounds = n },
                "--equilibrium" when value is "yes" or "no" => settings with { Equilibrium = value == "yes" },
                "--online" when value is "yes" or "no" => settings with { Online = value == "yes" },
                "--json" when value.Length > 0 => settings with { Json = value },
                _ => null,
            };
            if (next is null)
            {
                problem = $"{args[i]} {value} will not do. {Usage}";
                return false;
            }

            settings = next;
        }

        problem = "";
        return true;
    }
}
