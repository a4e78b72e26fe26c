using Apical.Optimizers;

namespace Apical.Tests.Optimizers;

/// <summary>An update's own L2 penalty is weight decay for that parameter in that step.</summary>
public sealed class PenaltyTests
{
    public static TheoryData<string> Names => [.. OptimizerCatalog.All.Select(optimizer => optimizer.Name)];

    [Theory, MemberData(nameof(Names))]
    public void A_penalty_moves_weights_as_the_same_weight_decay_does_in_every_optimizer(string name)
    {
        Parameter decayed = Weights(), penalised = Weights(), plain = Weights();
        Optimizer byDecay = Optimizer.Create(name, weightDecay: 0.25), byPenalty = Optimizer.Create(name, weightDecay: 0.125), without = Optimizer.Create(name);
        for (int step = 0; step < 4; step++)
        {
            byDecay.Step(Propose(decayed, 0, step), 0);
            byPenalty.Step(Propose(penalised, 0.125, step), 0);
            without.Step(Propose(plain, 0, step), 0);
        }

        Assert.Equal(decayed.Value.ToArray(), penalised.Value.ToArray());
        Assert.NotEqual(plain.Value.ToArray(), penalised.Value.ToArray());
    }

    [Fact]
    public void The_gradient_of_an_update_has_its_penalty_in_it()
    {
        var w = new Parameter("W", Matrix.Of([[10, 20]], Precision.Double));
        var updates = new Updates();
        updates.Add(w, Matrix.Of([[3]], Precision.Double), Matrix.Of([[1], [2]], Precision.Double));
        updates.Penalise(w, 0.5);
        updates.Penalise(new Parameter("other", w.Value), 7);

        // 3 · (1, 2) + 0.5 · (10, 20)
        Assert.Equal([8, 16], updates.GradientOf(w)!.ToArray());
    }

    private static Parameter Weights()
    {
        var w = new Parameter("W", new Matrix(3, 4, Precision.Double));
        w.Value.FillNormal(new Rng(1));
        return w;
    }

    private static Updates Propose(Parameter w, double penalty, int step)
    {
        Matrix delta = new(3, 2, Precision.Double), h = new(4, 2, Precision.Double);
        delta.FillNormal(new Rng(2).Fork("delta", step), 0, 0.1);
        h.FillNormal(new Rng(2).Fork("h", step));
        var updates = new Updates();
        updates.Add(w, delta, h);
        updates.Penalise(w, penalty);
        return updates;
    }
}
