namespace Apical.Papers.Lechner2020;

/// <summary>What was tuned for a model: section 4 names what, and does not give what was found.</summary>
/// <param name="Optimizer">As the optimizer catalog knows it.</param>
/// <param name="Rate">The learning rate.</param>
/// <param name="Initial">How forward weights are drawn.</param>
internal sealed record Tuning(string Optimizer, double Rate, string Initial)
{
    private static readonly (string Model, string Kind, Tuning Smooth, Tuning Relu)[] s_found =
    [
        (ClassTable.Bp, "FC", new("rmsprop", 1e-4, "uniform-fan-in"), new("rmsprop", 1e-4, "uniform-fan-in")),
        (ClassTable.Dfa, "FC", new("sgd", 0.01, "zeros"), new("sgd", 0.01, "uniform-fan-in")),
        (ClassTable.Fa, "FC", new("sgd", 0.01, "zeros"), new("sgd", 0.01, "uniform-fan-in")),
        (ClassTable.Mdfa, "FC", new("sgd", 0.01, "zeros"), new("sgd", 0.01, "uniform-fan-in")),
        (ClassTable.Bp, "CNN", new("rmsprop", 1e-4, "uniform-fan-in"), new("rmsprop", 1e-4, "uniform-fan-in")),
        (ClassTable.Dfa, "CNN", new("sgd", 0.001, "zeros"), new("sgd", 0.001, "uniform-fan-in")),
        (ClassTable.Fa, "CNN", new("sgd", 0.01, "zeros"), new("sgd", 0.01, "uniform-fan-in")),
        (ClassTable.Mdfa, "CNN", new("sgd", 0.001, "zeros"), new("sgd", 0.001, "uniform-fan-in")),
    ];

    /// <summary>As parameters of an experiment.</summary>
    /// <param name="kinds">FC, CNN or both.</param>
    /// <param name="withRelu">Whether networks with relu are trained, too.</param>
    public static IEnumerable<ISetting> Settings(string[] kinds, bool withRelu) =>
        from one in s_found
        where kinds.Contains(one.Kind)
        from setting in withRelu ? new[] { ("", one.Smooth), (", relu", one.Relu) } : [("", one.Smooth)]
        select new Fixed<string>($"{one.Model} {one.Kind}{setting.Item1}", $"{setting.Item2}", "ours, found as the tuning says");

    /// <summary>For a cell.</summary>
    /// <param name="model">BP, DFA, FA or mDFA.</param>
    /// <param name="kind">FC or CNN.</param>
    /// <param name="activation">Of the hidden layers.</param>
    public static Tuning Of(string model, string kind, string activation) =>
        s_found.First(one => one.Model == model && one.Kind == kind) is var found && activation == "relu" ? found.Relu : found.Smooth;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Optimizer}, rate {Rate}, weights {Initial}");
}
