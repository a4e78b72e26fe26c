namespace Apical.Pipelines;

/// <summary>Another stage failed, and nothing more will come from it.</summary>
public sealed class BrokenLinkException : IOException
{
    /// <summary>With a message for people.</summary>
    public BrokenLinkException(string message)
        : base(message)
    {
    }

    /// <summary>With a message for people, and its cause.</summary>
    public BrokenLinkException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Without words.</summary>
    public BrokenLinkException()
    {
    }
}
