namespace Apical.Tests.Models;

/// <summary>A capability that another project thinks of: a learner whose units fire.</summary>
internal interface IFires
{
    /// <summary>The share of units that fired, over all samples so far.</summary>
    double Rate { get; }
}
