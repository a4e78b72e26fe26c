using Apical.Runs;

namespace Apical.Probes;

/// <summary>The fraction of weights whose update has the gradient's sign, among those where both move:
/// <c>signAgreement</c>, from 0 to 1; 0.5 is chance.</summary>
public sealed class SignAgreementProbe : IProbe
{
    private static readonly Metric s_agreement = new("signAgreement", "Sign agreement");

    /// <inheritdoc/>
    public IReadOnlyList<Metric> Metrics { get; } = [s_agreement];

    /// <inheritdoc/>
    public void Measure(Probing at, List<Measurement> results)
    {
        if (at.Taught is not { } taught)
        {
            return;
        }

        for (int i = 1; i <= taught.Network.L; i++)
        {
            if (taught.Signals.Learns(i))
            {
                Matrix product = taught.UpdateOf(taught.Signals, i).Sign().Times(taught.UpdateOf(taught.Backprop, i).Sign());
                double agree = product.Map(ScalarFunction.GreaterThan, 0).Sum(), moving = product.Abs().Sum();
                results.Add(new(s_agreement, i, moving == 0 ? double.NaN : agree / moving));
            }
        }
    }
}
