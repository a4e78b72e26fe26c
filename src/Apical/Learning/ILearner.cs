using Apical.Data;
using Apical.Parameters;
using Apical.Rules;

namespace Apical.Learning;

/// <summary>
/// Something that predicts and learns: a network with a rule, or a model with dynamics of its own. Trainer, checkpoints, probes, comparisons and reports see
/// nothing else; what only some learners can do, they ask for (<see cref="Capability"/>).
/// </summary>
public interface ILearner
{
    /// <summary>The format of its numbers; data must come in it.</summary>
    Precision Precision { get; }

    /// <summary>What it has learned, weights and feedback, by unique name.</summary>
    IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>What a model file holds: the parameters, and whatever else <see cref="Predict"/> looks at that lasts from one step to the next.</summary>
    /// <value>Default: the parameters. The live matrices and numbers: save or copy them before the next step.</value>
    LearnerState Model => new LearnerState().Add(Parameters);

    /// <summary>What must be kept to continue with the same bits: parameters, the optimizers' memory, what lasts from one step to the next.</summary>
    /// <remarks>The live matrices and numbers: save or copy them before the next step.</remarks>
    LearnerState State { get; }

    /// <summary>The output for each sample, as in use. Pure: nothing changes, and asking twice gives the same bits.</summary>
    /// <remarks>
    /// A network that normalises by the batch at hand, in use too, is the one exception to what is said of <paramref name="first"/>: its answers are about the
    /// samples that are asked for together.
    /// </remarks>
    /// <param name="x"><c>[inputs, batch]</c></param>
    /// <param name="first">
    /// The number of the first sample, which the others follow. Noise is forked from a sample's number, so that how samples are batched changes no prediction.
    /// </param>
    /// <returns><c>[outputs, batch]</c>, from the current workspace.</returns>
    Matrix Predict(Matrix x, long first = 0);

    /// <summary>How well it does on a whole set, sample s of it having the number s. Pure as <see cref="Predict"/> is.</summary>
    /// <param name="data">Of the learner's precision and sizes.</param>
    Evaluation Evaluate(ISamples data);

    /// <summary>One training step.</summary>
    /// <param name="batch">Inputs and targets.</param>
    /// <param name="moment">When: the numbers of step and epoch.</param>
    StepResult Learn(Batch batch, Moment moment = default);

    /// <summary>Takes over a saved state, copying it.</summary>
    /// <param name="state">As <see cref="State"/> gave it.</param>
    /// <exception cref="ArgumentException">A name is missing or left over, or a shape or precision differs.</exception>
    void Restore(LearnerState state);

    /// <summary>Takes over what <see cref="Model"/> gave, copying it: it then predicts with the same bits.</summary>
    /// <param name="model">As <see cref="Model"/> gave it.</param>
    /// <exception cref="ArgumentException">A name is missing or left over, or a shape or precision differs.</exception>
    void RestoreModel(LearnerState model)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.CopyTo(Model);
    }

    /// <summary>What else it can be asked for, such as <see cref="ITaught"/>; null when it cannot. One that holds another passes the question on.</summary>
    /// <typeparam name="T">The interface of the capability.</typeparam>
    T? Capability<T>()
        where T : class => this as T;
}
