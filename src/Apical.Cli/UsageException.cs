namespace Apical.Cli;

/// <summary>The command was used in a wrong way. The message is one line that says what is wrong and what is allowed.</summary>
internal sealed class UsageException : Exception
{
    /// <summary>A mistake described by <paramref name="message"/>.</summary>
    public UsageException(string message)
        : base(message)
    {
    }

    /// <summary>A mistake that the library found.</summary>
    public UsageException(Exception found)
        : base(Problem.Line(found), found)
    {
    }
}
