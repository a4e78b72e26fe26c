using Apical.Data;
using Apical.Networks;

namespace Apical.Rules;

/// <summary>Brings a network to rest by sweeps through its layers; see <see cref="Chain"/>.</summary>
internal sealed class EquilibriumSweeps
{
    private const double Bound = 1e6;                   // a sample that still changes by more has run away

    private readonly InverseMapping _backward;
    private readonly DynamicalOptions _options;
    private readonly Chain _chain;

    public EquilibriumSweeps(InverseMapping backward, DynamicalOptions options)
    {
        (_backward, _options) = (backward, options);
        if (Network.Layers.FirstOrDefault(layer => layer.NormalisesInput) is { } norm)
        {
            throw new ArgumentException($"Activities settle sample by sample, and {norm.Name} normalises what it takes in. Leave batch normalisation away.");
        }

        Activation? output = Network.Loss.Output;
        _chain = new Chain(Network.L)
        {
            Mu = options.Mu,
            MostSweeps = options.Sweeps,
            Tolerance = options.ToleranceIn(Network.Precision),
            OutputIsSoftmax = output == Activation.Softmax,
            Output = output is null || output == Activation.Softmax ? ScalarFunction.Identity : output.Function,
        };
        for (int i = 2; i <= Network.L; i++)
        {
            (ChainLayer layer, Activation s) = (_chain[i], Target.ActivationOf(Network, i));
            (layer.Function, layer.Parameter) = (s.Function, s.Parameter);
            (layer.Inverse, layer.InverseParameter) = (s.InverseFunction, s.InverseParameter);
            (layer.Low, layer.High) = backward.Bounds(i);
        }
    }

    private Network Network => _backward.Network;

    /// <summary>Lets a batch come to rest.</summary>
    /// <param name="pass">A pass of the batch.</param>
    /// <param name="taught">Where the target is on: the batch; null in a free phase.</param>
    /// <param name="start">Where it starts; null for the activities of the pass.</param>
    /// <param name="into">Receives it.</param>
    /// <exception cref="RunawayException">A sample runs away.</exception>
    public void Settle(Pass pass, Batch? taught, Phase? start, Phase into)
    {
        if (taught is not null)
        {
            Loss.Check(pass, taught.T);
        }

        int L = Network.L;
        _chain.First = Phase.Of(pass, 1);
        for (int i = 1; i <= L; i++)
        {
            Matrix from = start?.H[i] ?? Target.Output(pass, i), h = Workspace.Temporary(from.Rows, pass.Batch, from.Backend);
            h.CopyFrom(from);
            _chain[i].H = into.H[i] = h;
            (_chain[i].W, _chain[i].Bias) = (Network[i].W.Value, Network[i].Bias?.Value);
            _chain[i].V = i < L ? _backward.V(i) : null;
        }

        (_chain.Target, _chain.Step) = (taught?.T, taught is null ? null : Steps(taught));
        (into.Sweeps, into.Change, into.Unsettled) = (Row(pass), Row(pass), Row(pass));
        _chain.Settle(into.Sweeps, into.Change, into.Unsettled);
        if (!(into.Change.Max() <= Bound))
        {
            throw new RunawayException(
                $"The activities of a sample run away instead of settling (μ = {_options.Mu}, {Network.Widths}): feedback gives back more than the layers took "
                    + "in. Take a smaller mu, smaller learning rates, or inverses that fit the weights better (a larger --feedback-lr, inverse=pseudo); the "
                    + "form with a difference, dynamical-dtp, asks less of them.");
        }

        Network.Forward(pass.H[0], into.Pass, activities: into.H);
    }

    /// <summary>η̂ of each sample, <c>[1, batch]</c>: samples may have weights.</summary>
    public Matrix Steps(Batch taught)
    {
        Matrix steps = Workspace.Temporary(1, taught.Size, taught.T.Backend);
        steps.Fill(_options.Step);
        return Network.Loss.Weighed(steps, taught.T);
    }

    private static Matrix Row(Pass pass) => Workspace.Temporary(1, pass.Batch, pass.H[0].Backend);
}
