using Apical.Data;

namespace Apical.Rules;

/// <summary>A rule or model with dynamics of its own that can tell what its equilibrium or simulation is doing.</summary>
public interface IConverges
{
    /// <summary>Looks at the dynamics on a batch as in training. Pure: nothing changes, and asking twice gives the same numbers.</summary>
    /// <param name="batch">Inputs and targets.</param>
    /// <param name="moment">When: noise is forked from its step.</param>
    DynamicsReading Watch(Batch batch, Moment moment = default);
}
