using Apical.Learning;
using Apical.Models;

namespace Apical.Tests.Models;

/// <summary>A model that learns nothing and says of every sample that the same happened in it: two phases, spikes in two layers, two quantities.</summary>
internal sealed class Recorded(int outputs) : ILearner, IRecords, IConverges
{
    public static ModelInfo Info { get; } = ModelInfo.Of("recorded", "made-up recordings", "Learns nothing and records.",
        request => new Recorded(request.Net.Widths[^1]));

    public static Recording Course { get; } = new("ms", [0, 1, 2, 3])
    {
        Phases = [("forward", 0), ("target", 2)],
        Spikes = [new(0, 1, [0.5, 2.5]), new(0, 2, []), new(2, 3, [1.5])],
        Traces =
        [
            new("V (mV)", 1, 1, [1, 2, 3, 4]), new("V (mV)", 1, 2, [4, 3, 2, 1]),
            new("apical (mV)", 1, 1, [0, 0, 5, 6]), new("V (mV)", 2, 1, [7, 7, 8, 8]),
        ],
    };

    public Batch? Seen { get; private set; }

    public Precision Precision => Precision.Single;

    public IReadOnlyList<Parameter> Parameters => [];

    public LearnerState State => new();

    public Matrix Predict(Matrix x, long first = 0) => new(outputs, x.Columns);

    public Evaluation Evaluate(ISamples data) => Evaluation.Of(data, (x, t, first) => (Predict(x, first), 1e-3 * x.Columns));

    public StepResult Learn(Batch batch, Moment moment = default) => new(1e-3, 0);

    public void Restore(LearnerState state)
    {
    }

    public Recording Record(Batch sample, Moment moment = default)
    {
        Seen = sample;
        return Course;
    }

    public DynamicsReading Watch(Batch batch, Moment moment = default) => new() { Rates = [24, 12.5], Unsettled = 0.25, Sweeps = 7, Residual = 1e-6 };
}
