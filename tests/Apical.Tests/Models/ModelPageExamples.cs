using Apical.Models;
using Apical.Optimizers;
using Apical.Tests.Rules;

namespace Apical.Tests.Models;

/// <summary>The C# of the pages of models in docs/rules, which stands there word for word (<see cref="RulePageTests"/>), compiled and run.</summary>
public sealed class ModelPageExamples
{
    [Fact]
    public void A_microcircuit()
    {
        var rng = new Rng(1);
        var request = new ModelRequest { Net = NetworkSpec.Parse("30-50-10"), Rng = rng, Optimizer = new Sgd(5e-4) };
        var circuit = new DendriticMicrocircuit(request, new() { Pattern = 20, Start = LateralStart.Random });
        Batch batch = World.Draw(circuit.Network, rng, 1);
        Recording seen = circuit.Record(batch);
        Assert.NotEmpty(seen.Traces);
        Assert.Equal(circuit.Predict(batch.X).ToArray(), circuit.Predict(batch.X).ToArray());
    }
}
