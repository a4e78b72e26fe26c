using Apical.Models;
using Apical.Optimizers;

namespace Apical.Tests.Models;

/// <summary>Microcircuits that tests look into.</summary>
internal static class Microcircuits
{
    public static DendriticMicrocircuit Make(string net, MicrocircuitOptions options, double rate, Activation? output = null, Activation? hidden = null,
        WorkerPool? pool = null) => new(new()
        {
            Net = NetworkSpec.Parse(net),
            Rng = new Rng(7),
            Optimizer = new Sgd(rate),
            Hidden = hidden ?? Activation.Tanh,
            Output = output ?? Activation.Sigmoid,
            Loss = Apical.Networks.Loss.SquaredError,
            Precision = Precision.Double,
            Pool = pool,
        }, options);

    public static Batch Sample() => new(Matrix.Of([[0.5], [-1]], Precision.Double), Matrix.Of([[0.3], [0.8]], Precision.Double));
}
