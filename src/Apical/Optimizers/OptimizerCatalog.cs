namespace Apical.Optimizers;

/// <summary>The optimizers by name.</summary>
public static class OptimizerCatalog
{
    /// <summary>All of them, simplest first.</summary>
    public static IReadOnlyList<OptimizerInfo> All { get; } =
    [
        new("sgd", "Plain gradient descent.", Sgd.DefaultLearningRate, (eta, _) => new Sgd(eta)),
        new("momentum", "Gradient descent with heavy-ball momentum.", Momentum.DefaultLearningRate, (eta, s) => new Momentum(eta) { Mu = s.Number("mu", 0.9) }),
        new("nag", "Nesterov's accelerated gradient: momentum that looks ahead.", Nag.DefaultLearningRate, (eta, s) => new Nag(eta) { Mu = s.Number("mu", 0.9) }),
        new("adagrad", "A rate per weight that falls with the sum of its squared gradients.", Adagrad.DefaultLearningRate, (eta, s) => new Adagrad(eta) { Epsilon = s.Number("epsilon", 1e-10), EpsilonInsideRoot = s.Flag("inside-root") }),
        new("adadelta", "A rate per weight from running means of squared moves and squared gradients.", Adadelta.DefaultLearningRate, (eta, s) => new Adadelta(eta) { Rho = s.Number("rho", 0.9), Epsilon = s.Number("epsilon", 1e-6), RemembersScaled = s.Flag("scaled") }),
        new("rmsprop", "Gradients divided by the root of their running mean square.", RmsProp.DefaultLearningRate, (eta, s) => new RmsProp(eta) { Rho = s.Number("rho", 0.99), Epsilon = s.Number("epsilon", 1e-8), EpsilonInsideRoot = s.Flag("inside-root") }),
        new("adam", "Running mean of the gradient over the root of its running mean square, bias-corrected.", Adam.DefaultLearningRate, (eta, s) => new Adam(eta) { Beta1 = s.Number("beta1", 0.9), Beta2 = s.Number("beta2", 0.999), Epsilon = s.Number("epsilon", 1e-8), EpsilonInsideRoot = s.Flag("inside-root") }),
        new("signsgd", "Every weight moves by the same amount, against the sign of its gradient.", SignSgd.DefaultLearningRate, (eta, _) => new SignSgd(eta)),
        new("rprop", "Steps that grow while the gradient keeps its sign and shrink when it changes; for full batches.", Rprop.DefaultLearningRate, (eta, _) => new Rprop(eta)),
    ];

    /// <summary>The entry of a name, in capitals or not; settings behind it (<c>rmsprop:rho=0.9</c>) do not matter.</summary>
    /// <exception cref="ArgumentException">No such optimizer; the message lists those there are.</exception>
    public static OptimizerInfo Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string own = name.Split(':')[0];
        return All.FirstOrDefault(o => o.Name.Equals(own, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException($"There is no optimizer '{own}'. Known: {string.Join(", ", All.Select(o => o.Name))}.", nameof(name));
    }
}
