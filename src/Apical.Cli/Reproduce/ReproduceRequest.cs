using Apical.Cli.Parts;
using Apical.Papers;

namespace Apical.Cli.Reproduce;

/// <summary>What to reproduce, and where results go.</summary>
/// <param name="Experiments">In this order.</param>
/// <param name="IsList">Whether several were asked for, so that the result for a program is an array and each experiment has a folder of its own.</param>
/// <param name="Setup">Scale, seed, data.</param>
/// <param name="Threads">Threads in all.</param>
/// <param name="Out">Folder, or null for one with a name of its own.</param>
/// <param name="Json">Where to write the result for a program: a file, <c>-</c>, or null.</param>
/// <param name="Quiet">Whether only the claims are printed.</param>
/// <param name="Strict">Whether a claim that does not hold is an error.</param>
internal sealed record ReproduceRequest(
    IReadOnlyList<Experiment> Experiments, bool IsList, Setup Setup, int Threads, string? Out, string? Json, bool Quiet, bool Strict)
{
    /// <summary>What is done of it here.</summary>
    public Share Share { get; init; } = Share.Whole;

    /// <summary>Whether the standard output gets claims for people.</summary>
    public bool PrintsTables => Json != "-" && !(Quiet && Json is not null);

    /// <summary>Whether the standard output gets more than claims.</summary>
    public bool PrintsWords => Json != "-" && !Quiet;
}
