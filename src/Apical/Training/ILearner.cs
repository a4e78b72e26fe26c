using Apical.Data;
using Apical.Numerics.Matrices;
using Apical.Rules;

namespace Apical.Training;

/// <summary>Something that predicts and learns: a network with a rule, or a model with dynamics of its own.</summary>
public interface ILearner
{
    /// <summary>Everything that must be kept to continue with the same bits: weights, feedback, optimizer memory, by unique name.</summary>
    /// <remarks>The live matrices: save or clone them before the next step.</remarks>
    IEnumerable<KeyValuePair<string, Matrix>> State { get; }

    /// <summary>The output for each sample, as in use.</summary>
    /// <param name="x"><c>[inputs, batch]</c></param>
    /// <returns><c>[outputs, batch]</c>, from the current workspace.</returns>
    Matrix Predict(Matrix x);

    /// <summary>One training step.</summary>
    /// <param name="batch">Inputs and targets.</param>
    /// <param name="moment">When: the numbers of step and epoch.</param>
    StepResult Learn(Batch batch, Moment moment = default);

    /// <summary>Takes over a saved state, copying it.</summary>
    /// <param name="state">As <see cref="State"/> gave it.</param>
    /// <exception cref="ArgumentException">A name is missing or left over, or a shape or precision differs.</exception>
    void Restore(IReadOnlyDictionary<string, Matrix> state);
}
