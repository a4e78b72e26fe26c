namespace Apical.Papers;

/// <summary>A data set that an experiment needs.</summary>
/// <param name="Name">Its name in the data catalogue.</param>
/// <param name="StandIn">The set that serves when it is not there; null when nothing does, and the experiment (or this part of it) is skipped.</param>
public sealed record Need(string Name, string? StandIn)
{
    /// <summary>MNIST, for which the built-in digits can stand in.</summary>
    public static Need Mnist { get; } = new("mnist", "digits");

    /// <summary>CIFAR-10, for which nothing stands in.</summary>
    public static Need Cifar10 { get; } = new("cifar10", null);
}
