namespace Apical.Cluster;

/// <summary>MPI is not there, cannot be used, or a call of it failed.</summary>
public sealed class MpiException : IOException
{
    /// <summary>With a message for people.</summary>
    public MpiException(string message)
        : base(message)
    {
    }

    /// <summary>With a message for people, and its cause.</summary>
    public MpiException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Without words.</summary>
    public MpiException()
    {
    }
}
