namespace Apical.Networks;

/// <summary>
/// Which units and inputs are silenced: that depends on the seed, the step and the layer only. Those that are not are scaled by 1/(1 − dropout).
/// </summary>
/// <param name="rng">Masks come from its forks by layer and step.</param>
internal sealed class DropoutMasks(Rng rng)
{
    private const string InputName = "input";           // no layer's weights are called so

    private readonly Rng _mask = new(0);

    /// <summary>Where masks come from.</summary>
    public Rng Rng => rng;

    /// <summary>The mask of a layer, <c>[units, batch]</c>.</summary>
    public Matrix Of(Layer layer, int batch, long step) =>
        Draw(layer.W.Name, Workspace.Temporary(layer.Connections.Outputs, batch, layer.W.Value.Backend), step, layer.Dropout);

    /// <summary>What is left of inputs, <c>[inputs, batch]</c>.</summary>
    public Matrix OnInput(Matrix x, long step, double dropout) => x.Times(Draw(InputName, Workspace.Temporary(x.Rows, x.Columns, x.Backend), step, dropout));

    private Matrix Draw(string name, Matrix mask, long step, double dropout)
    {
        rng.ForkInto(_mask, name, step);
        mask.FillUniform(_mask, 0, 1);
        mask.Apply(ScalarFunction.GreaterThan, dropout);
        mask.Scale(1 / (1 - dropout));
        return mask;
    }
}
