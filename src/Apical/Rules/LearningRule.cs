using Apical.Data;
using Apical.Networks;
using Apical.Parameters;

namespace Apical.Rules;

/// <summary>
/// Turns a forward pass into a teaching signal δ_i for each layer. All rules end in the same local update, ΔW_i ∝ −δ_i h_{i−1}ᵀ, so any two can be
/// compared layer by layer on the same pass.
/// </summary>
public abstract class LearningRule : ITaught
{
    /// <summary>A rule for a network; it reads the network's weights and never changes them in <see cref="Teach(Pass, Batch, Moment)"/>.</summary>
    protected LearningRule(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        Network = network;
    }

    /// <summary>The network it teaches.</summary>
    public Network Network { get; }

    /// <summary>Where the rule comes from.</summary>
    public abstract Citation Source { get; }

    /// <summary>The weights that belong to the rule: B_i, Q_i. Empty when there are none.</summary>
    public virtual IReadOnlyList<Feedback> Feedback => [];

    /// <summary>Factors on the feedback as it was drawn.</summary>
    /// <value>Default: as drawn.</value>
    public virtual FeedbackScale FeedbackScale => FeedbackScale.One;

    /// <summary>Whether feedback whose factors are to be measured (<see cref="FeedbackScale.Balanced"/>) has them.</summary>
    internal bool IsBalanced { get; set; }

    /// <summary>The same, as files and optimizers see them.</summary>
    public IEnumerable<Parameter> Parameters => Feedback.Select(feedback => feedback.Parameter);

    /// <summary>δ_i for each layer that learns. Pure: nothing changes, and asking twice gives the same bits.</summary>
    /// <param name="pass">The forward pass of the batch.</param>
    /// <param name="batch">Targets.</param>
    /// <param name="moment">When: noise is forked from its step.</param>
    /// <returns>New signals; in a training loop, reuse them with the other overload.</returns>
    public TeachingSignals Teach(Pass pass, Batch batch, Moment moment = default)
    {
        var signals = new TeachingSignals(Network.L);
        Teach(pass, batch, moment, signals);
        return signals;
    }

    /// <summary>As <see cref="Teach(Pass, Batch, Moment)"/>, into reused signals.</summary>
    /// <param name="pass">The forward pass of the batch.</param>
    /// <param name="batch">Targets.</param>
    /// <param name="moment">When: noise is forked from its step.</param>
    /// <param name="signals">Cleared, then filled.</param>
    /// <exception cref="ArgumentException">The pass went through another network or nowhere yet, or the signals are for another number of layers.</exception>
    public void Teach(Pass pass, Batch batch, Moment moment, TeachingSignals signals)
    {
        ArgumentNullException.ThrowIfNull(pass);
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(signals);
        if (pass.Network != Network)
        {
            throw new ArgumentException(
                $"This rule teaches a {Network.Widths} network; the pass went through another one ({pass.Network.Widths}).", nameof(pass));
        }

        if (!pass.HasBegun)
        {
            throw new ArgumentException("Nothing was passed through yet: call Network.Forward(batch.X, pass) first.", nameof(pass));
        }

        if (signals.L != Network.L)
        {
            throw new ArgumentException($"This rule teaches {Network.L} layers; the signals have room for {signals.L}.", nameof(signals));
        }

        signals.Clear();
        Fill(pass, batch, moment, signals);
    }

    /// <summary>
    /// Measures the factors of <see cref="FeedbackScale.Balanced"/> feedback and puts them on, once, before training; nothing for other feedback. Recipes do so
    /// with the first samples of the training set; a learner whose rule was not balanced does so with its first batch.
    /// </summary>
    /// <param name="batch">Some samples: a hundred do. The more, the better the sizes are known.</param>
    public void Balance(Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (FeedbackScale.IsBalanced && !IsBalanced)
        {
            FeedbackBalance.PutOn(this, batch, []);
            IsBalanced = true;
        }
    }

    /// <summary>Updates for what the rule owns. Pure. Nothing for fixed feedback.</summary>
    /// <param name="pass">The forward pass of the batch.</param>
    /// <param name="signals">What <see cref="Teach(Pass, Batch, Moment)"/> said in this step.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="moment">When: noise is forked from it.</param>
    /// <param name="updates">Receives the updates.</param>
    public virtual void LearnFeedback(Pass pass, TeachingSignals signals, Batch batch, Moment moment, Updates updates)
    {
    }

    /// <summary>Puts the weights back where the rule allows them, after every update and once at the start. Nothing by default.</summary>
    public virtual void Constrain()
    {
    }

    /// <summary>Computes the signals into cleared room.</summary>
    protected abstract void Fill(Pass pass, Batch batch, Moment moment, TeachingSignals signals);
}
