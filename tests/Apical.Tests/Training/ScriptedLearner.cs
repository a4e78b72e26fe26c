using Apical.Learning;

namespace Apical.Tests.Training;

/// <summary>A learner that learns nothing, says what the test tells it to, and remembers what it was shown.</summary>
internal sealed class ScriptedLearner(Func<Batch, Moment, StepResult>? script = null) : ILearner
{
    public List<(long Step, double Epoch, int[] Samples)> Seen { get; } = [];

    public Precision Precision => Precision.Single;

    public IReadOnlyList<Parameter> Parameters => [];

    public LearnerState State => new();

    public Matrix Predict(Matrix x, long first = 0) => x;

    public Evaluation Evaluate(ISamples data) => default;

    public StepResult Learn(Batch batch, Moment moment = default)
    {
        Seen.Add((moment.Step, moment.Epoch, [.. Enumerable.Range(0, batch.Size).Select(c => (int)batch.X[0, c])]));
        return script?.Invoke(batch, moment) ?? new(1, 0);
    }

    public void Restore(LearnerState state)
    {
    }
}
