namespace Apical.Tests.Probes;

/// <summary>Backpropagation's output error alone, and dynamics that are as the test says.</summary>
internal sealed class WatchedRule(Network network, DynamicsReading reading) : LearningRule(network), IConverges
{
    public override Citation Source { get; } = new("mine", "Our own.");

    public DynamicsReading Watch(Batch batch, Moment moment = default) => reading;

    protected override void Fill(Pass pass, Batch batch, Moment moment, TeachingSignals signals) =>
        signals[Network.L] = Network.Loss.OutputError(pass, batch.T);
}
