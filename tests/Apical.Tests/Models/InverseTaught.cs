using Apical.Learning;

namespace Apical.Tests.Models;

/// <summary>
/// A learner with signals of its own and no rule: two linear layers, of which the lower one learns by what the inverse of the upper brings down,
/// δ_1 = W_2⁻¹ δ_2.
/// </summary>
internal sealed class InverseTaught : ILearner, ITaught, IKeepsInverses
{
    private readonly Parameter _v;

    public InverseTaught(Network network, Matrix v) => (Network, _v) = (network, new("V", v));

    public Network Network { get; }

    public IReadOnlyList<Feedback> Feedback => [new(_v, 1, FeedbackKind.LayerByLayer)];

    public Precision Precision => Network.Precision;

    public IReadOnlyList<Parameter> Parameters => [.. Network.Parameters, _v];

    public LearnerState State => new LearnerState().Add(Parameters);

    public void Teach(Pass pass, Batch batch, Moment moment, TeachingSignals signals)
    {
        signals.Clear();
        signals[2] = Network.Loss.OutputError(pass, batch.T);
        signals[1] = _v.Value.Dot(signals[2]);
    }

    public Matrix V(int i) => _v.Value;

    public double Denominator(int i) => 0.75;

    public Matrix Predict(Matrix x, long first = 0) => Network.Forward(x).H[Network.L];

    public Evaluation Evaluate(ISamples data) => Evaluation.Of(Network, data);

    public StepResult Learn(Batch batch, Moment moment = default) => throw new NotSupportedException("It is looked at only.");

    public void Restore(LearnerState state) => state.CopyTo(State);
}
