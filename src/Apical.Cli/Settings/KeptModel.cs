namespace Apical.Cli.Settings;

/// <summary>Which weights of a run are written as a model.</summary>
internal enum KeptModel
{
    /// <summary>Those after the last epoch.</summary>
    Last,

    /// <summary>Those after the best epoch.</summary>
    Best,

    /// <summary>Both, each in a file of its own.</summary>
    Both,

    /// <summary>None.</summary>
    None,
}
