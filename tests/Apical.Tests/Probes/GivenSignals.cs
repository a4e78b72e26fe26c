namespace Apical.Tests.Probes;

/// <summary>A rule that says what the test tells it to: δ_i for the layers given, nothing for the others.</summary>
internal sealed class GivenSignals(Network network, params (int Layer, Matrix Delta)[] signals) : LearningRule(network)
{
    public double StepScale { get; init; } = 1;

    public IReadOnlyList<Feedback> Owned { get; init; } = [];

    public override IReadOnlyList<Feedback> Feedback => Owned;

    public override Citation Source { get; } = new("none", "Made up.");

    protected override void Fill(Pass pass, Batch batch, Moment moment, TeachingSignals filled)
    {
        filled.StepScale = StepScale;
        foreach ((int layer, Matrix delta) in signals)
        {
            filled[layer] = delta;
        }
    }
}
