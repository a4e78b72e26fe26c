namespace Apical.Papers.Lechner2020;

/// <summary>What was tuned for each model, and kind of network, on some data.</summary>
/// <param name="found">For smooth activations, and for relu.</param>
internal sealed class TunedModels(params (string Model, string Kind, Tuning Smooth, Tuning Relu)[] found)
{
    private const string Relu = "relu";

    /// <summary>As parameters of an experiment.</summary>
    /// <param name="kinds">FC, CNN or both.</param>
    /// <param name="withRelu">Whether networks with relu are trained, too.</param>
    public IEnumerable<ISetting> Settings(string[] kinds, bool withRelu) =>
        from one in found
        where kinds.Contains(one.Kind)
        from setting in withRelu ? new[] { ("", one.Smooth), (", relu", one.Relu) } : [("", one.Smooth)]
        select new Told($"{one.Model} {one.Kind}{setting.Item1}", $"{setting.Item2}", "ours, found as the tuning says");

    /// <summary>For a cell.</summary>
    /// <param name="model">BP, DFA, FA or mDFA.</param>
    /// <param name="kind">FC or CNN.</param>
    /// <param name="activation">Of the hidden layers.</param>
    public Tuning Of(string model, string kind, string activation)
    {
        (_, _, Tuning smooth, Tuning relu) = found.First(one => one.Model == model && one.Kind == kind);
        return activation == Relu ? relu : smooth;
    }
}
