namespace Apical.Cli;

/// <summary>What the command tells the program that called it.</summary>
internal static class ExitCode
{
    /// <summary>It did what it was asked.</summary>
    public const int Done = 0;

    /// <summary>It could not.</summary>
    public const int Failed = 1;

    /// <summary>It was asked in the wrong way.</summary>
    public const int Usage = 2;

    /// <summary>A claim does not hold, and <c>--strict</c> was given.</summary>
    public const int ClaimDoesNotHold = 3;

    /// <summary>It was stopped by a signal, with everything kept: the same command, or the one that it names, goes on. (EX_TEMPFAIL: try again.)</summary>
    public const int Stopped = 75;
}
