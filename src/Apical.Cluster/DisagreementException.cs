namespace Apical.Cluster;

/// <summary>Ranks that were to do one thing differ; all of them know it.</summary>
public sealed class DisagreementException : IOException
{
    /// <summary>With a message for people.</summary>
    public DisagreementException(string message)
        : base(message)
    {
    }

    /// <summary>With a message for people, and its cause.</summary>
    public DisagreementException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Without words.</summary>
    public DisagreementException()
    {
    }

    /// <summary>Whether a person has been told already.</summary>
    public bool Said { get; set; }
}
