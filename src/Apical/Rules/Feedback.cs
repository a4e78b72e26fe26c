using Apical.Parameters;

namespace Apical.Rules;

/// <summary>One of the matrices that a rule owns: which it is, and what it stands for.</summary>
/// <param name="Parameter">The matrix under its name in files.</param>
/// <param name="Layer">i, the layer that it belongs to: B_i brings signals to layer i; 0 for what belongs to none.</param>
/// <param name="Kind">What it stands for.</param>
public sealed record Feedback(Parameter Parameter, int Layer, FeedbackKind Kind)
{
    /// <summary>The name in files and reports.</summary>
    public string Name => Parameter.Name;

    /// <summary>The current value; its shape is that of what it stands for, such as <c>[n_i, n_{i+1}]</c>.</summary>
    public Matrix Value => Parameter.Value;
}
