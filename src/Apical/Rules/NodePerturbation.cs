using Apical.Data;
using Apical.Networks;

namespace Apical.Rules;

/// <summary>
/// Node perturbation: every unit is disturbed a little, and each moves with or against its disturbance as the loss fell or rose. No feedback but the loss.
/// </summary>
/// <remarks>
/// <code>
///   ξ_i ~ N(0, σ²) added to a_i, every layer at once, per sample
///   δ_i = (Loss(ξ) − Loss(0)) ξ_i / σ² / batch              lillicrap2016, Fig. S1
/// </code>
/// In expectation δ_i is the gradient, up to O(σ²). The supplement draws the scheme and gives no formula or σ; this is its usual form. Differs from
/// the paper: nothing that it states. The second pass drops the same units as the first.
/// </remarks>
public sealed class NodePerturbation : LearningRule
{
    private readonly NodePerturbationOptions _options;
    private readonly Rng _rng;
    private readonly Rng _noise = new(0);
    private readonly Pass _perturbed;
    private readonly Matrix?[] _xi;

    /// <summary>Prepares the second pass.</summary>
    /// <param name="network">The network to teach.</param>
    /// <param name="rng">ξ comes from the fork <c>perturbation</c> numbered by step (step · samples + sample); layers draw from it bottom up.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    public NodePerturbation(Network network, Rng rng, NodePerturbationOptions? options = null)
        : base(network)
    {
        ArgumentNullException.ThrowIfNull(rng);
        _options = options ?? new();
        _rng = rng;
        _perturbed = new Pass(network);
        _xi = new Matrix?[network.L + 1];
    }

    /// <inheritdoc/>
    public override Citation Source => Sources.Lillicrap2016;

    /// <inheritdoc/>
    protected override void Fill(Pass pass, Batch batch, Moment moment, TeachingSignals signals)
    {
        Matrix quiet = Network.Loss.PerSample(pass, batch.T);
        for (int sample = 0; sample < _options.Samples; sample++)
        {
            Draw(pass, moment, sample);
            Network.Forward(pass.X, _perturbed, pass.TrainingStep, _xi);

            // (Loss(ξ) − Loss(0)) / σ² / batch, one number per sample
            Matrix change = Network.Loss.PerSample(_perturbed, batch.T).Minus(quiet);
            change.Scale(1 / (_options.Sigma * _options.Sigma * batch.Size * _options.Samples));
            for (int i = 1; i <= Network.L; i++)
            {
                Matrix delta = _xi[i]!.TimesRow(change);
                if (sample == 0)
                {
                    signals[i] = delta;
                }
                else
                {
                    signals[i].Add(delta);
                }
            }
        }
    }

    private void Draw(Pass pass, Moment moment, int sample)
    {
        // One stream per step; layers draw from it in order.
        _rng.ForkInto(_noise, "perturbation", (moment.Step * _options.Samples) + sample);
        for (int i = 1; i <= Network.L; i++)
        {
            Matrix a = pass.A[i];
            Matrix xi = Workspace.Temporary(a.Rows, a.Columns, a.Backend);
            xi.FillNormal(_noise, 0, _options.Sigma);
            _xi[i] = xi;
        }
    }
}
