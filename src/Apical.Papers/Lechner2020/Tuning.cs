namespace Apical.Papers.Lechner2020;

/// <summary>What was tuned for a model: section 4 names what, and does not give what was found.</summary>
/// <param name="Optimizer">As the optimizer catalog knows it.</param>
/// <param name="Rate">The learning rate.</param>
/// <param name="Initial">How forward weights are drawn.</param>
internal sealed record Tuning(string Optimizer, double Rate, string Initial)
{
    /// <summary>Weights that all start at zero.</summary>
    public const string Zeros = "zeros";

    private const string Uniform = "uniform-fan-in";

    private static readonly (string Model, string Kind, Tuning Smooth, Tuning Relu)[] s_found =
    [
        (ClassTable.Bp, "FC", new("adam", 1e-3, Uniform), new("adam", 1e-3, Uniform)),
        (ClassTable.Dfa, "FC", new("adam", 1e-3, Uniform), new("adam", 1e-3, Uniform)),
        (ClassTable.Fa, "FC", new("adam", 1e-3, Uniform), new("adam", 1e-3, Uniform)),
        (ClassTable.Mdfa, "FC", new("adam", 1e-4, Uniform), new("adam", 1e-4, Uniform)),
        (ClassTable.Bp, "CNN", new("adam", 1e-3, Uniform), new("adam", 1e-3, Uniform)),
        (ClassTable.Dfa, "CNN", new("adam", 1e-3, Zeros), new("adam", 1e-3, Uniform)),
        (ClassTable.Fa, "CNN", new("adam", 1e-3, Uniform), new("adam", 1e-3, Uniform)),
        (ClassTable.Mdfa, "CNN", new("adam", 1e-4, Zeros), new("adam", 1e-4, Uniform)),
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
