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
        from tuning in withRelu ? new[] { Named(one.Model, one.Kind, false), Named(one.Model, one.Kind, true) } : [Named(one.Model, one.Kind, false)]
        from setting in tuning.Settings
        select setting;

    /// <summary>For a cell.</summary>
    /// <param name="model">BP, DFA, FA or mDFA.</param>
    /// <param name="kind">FC or CNN.</param>
    /// <param name="activation">Of the hidden layers.</param>
    public Tuning Of(string model, string kind, string activation)
    {
        NamedTuning tuning = Named(model, kind, activation == Relu);
        return new(tuning.Optimizer.Value, tuning.Rate.Value, tuning.Initial.Value);
    }

    private NamedTuning Named(string model, string kind, bool relu)
    {
        (_, _, Tuning smooth, Tuning ofRelu) = found.First(one => one.Model == model && one.Kind == kind);
        return new($"{model} {kind}{(relu ? " with relu" : "")}", relu ? ofRelu : smooth);
    }
}
