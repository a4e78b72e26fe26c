using Apical.Data;

namespace Apical.Rules;

/// <summary>A rule or model with dynamics of its own that can write down what happens inside it while it sees and learns a sample.</summary>
public interface IRecords
{
    /// <summary>Follows one sample through all phases of learning. Pure: nothing changes, and asking twice gives the same numbers.</summary>
    /// <param name="sample">A batch of one.</param>
    /// <param name="moment">When: noise is forked from its step.</param>
    Recording Record(Batch sample, Moment moment = default);
}
