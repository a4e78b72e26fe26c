using Apical.Specs;

namespace Apical.Optimizers;

/// <summary>The optimizers by name.</summary>
public static class OptimizerCatalog
{
    private const string Kept = "share of the running mean that is kept; at least 0, below 1", Quotient = "ε, which keeps the quotient finite; above 0",
        Inside = "whether ε stands inside the root", Velocity = "share of the velocity that is kept; at least 0, below 1";

    /// <summary>All of them, simplest first.</summary>
    public static IReadOnlyList<OptimizerInfo> All { get; } =
    [
        OptimizerInfo.Of("Plain gradient descent.", new Settings<Sgd>(() => new())) with { StepsScale = true },
        OptimizerInfo.Of("Gradient descent with heavy-ball momentum.", new Settings<Momentum>(() => new())
            .Number("mu", o => o.Mu, (o, x) => o.Mu = x, Velocity)) with { StepsScale = true },
        OptimizerInfo.Of("Nesterov's accelerated gradient: momentum that looks ahead.", new Settings<Nag>(() => new())
            .Number("mu", o => o.Mu, (o, x) => o.Mu = x, Velocity)) with { StepsScale = true },
        OptimizerInfo.Of("A rate per weight that falls with the sum of its squared gradients.", new Settings<Adagrad>(() => new())
            .Number("epsilon", o => o.Epsilon, (o, x) => o.Epsilon = x, Quotient)
            .Flag("inside-root", o => o.EpsilonInsideRoot, (o, x) => o.EpsilonInsideRoot = x, Inside)),
        OptimizerInfo.Of("A rate per weight from running means of squared moves and squared gradients.", new Settings<Adadelta>(() => new())
            .Number("rho", o => o.Rho, (o, x) => o.Rho = x, Kept)
            .Number("epsilon", o => o.Epsilon, (o, x) => o.Epsilon = x, "ε, the size of the first moves; above 0")
            .Flag("scaled", o => o.RemembersScaled, (o, x) => o.RemembersScaled = x, "whether moves are remembered times the learning rate")),
        OptimizerInfo.Of("Gradients divided by the root of their running mean square.", new Settings<RmsProp>(() => new())
            .Number("rho", o => o.Rho, (o, x) => o.Rho = x, Kept)
            .Number("epsilon", o => o.Epsilon, (o, x) => o.Epsilon = x, Quotient)
            .Flag("inside-root", o => o.EpsilonInsideRoot, (o, x) => o.EpsilonInsideRoot = x, Inside)),
        OptimizerInfo.Of("Running mean of the gradient over the root of its running mean square, bias-corrected.", new Settings<Adam>(() => new())
            .Number("beta1", o => o.Beta1, (o, x) => o.Beta1 = x, "for the gradient: " + Kept)
            .Number("beta2", o => o.Beta2, (o, x) => o.Beta2 = x, "for its square: " + Kept)
            .Number("epsilon", o => o.Epsilon, (o, x) => o.Epsilon = x, Quotient)
            .Flag("inside-root", o => o.EpsilonInsideRoot, (o, x) => o.EpsilonInsideRoot = x, Inside)),
        OptimizerInfo.Of("Every weight moves by the same amount, against the sign of its gradient.", new Settings<SignSgd>(() => new())),
        OptimizerInfo.Of("Steps that grow while the gradient keeps its sign and shrink when it changes; for full batches.", new Settings<Rprop>(() => new())),
    ];

    /// <summary>The entry of a name, in capitals or not.</summary>
    /// <exception cref="ArgumentException">No such optimizer; the message names the closest and lists those there are.</exception>
    public static OptimizerInfo Find(string name) => All.FirstOrDefault(optimizer => optimizer.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException(Unknown.Message("optimizer", name, [.. All.Select(optimizer => optimizer.Name)]));
}
