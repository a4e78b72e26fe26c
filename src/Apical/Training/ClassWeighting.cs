namespace Apical.Training;

/// <summary>What samples of each class count.</summary>
public enum ClassWeighting
{
    /// <summary>Each sample once.</summary>
    None,

    /// <summary>Each class as a whole the same: a sample n / (k · n_c) times, of n samples in k classes, n_c of them in its own.</summary>
    Balanced,
}
