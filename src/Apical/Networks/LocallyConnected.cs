using Apical.Numerics.Kernels;
using Apical.Numerics.Matrices;
using Apical.Numerics.Random;
using Apical.Parameters;

namespace Apical.Networks;

/// <summary>
/// Maps of units that each see a patch of the image below, with weights of their own: a convolutional layer without weight sharing
/// (lillicrap2016, note 5: 6 maps of 6×6 patches on 28×28 pixels are 3174 units).
/// </summary>
/// <remarks>Only connections that exist are stored: W has a row per unit and a column per pixel of its patch, so rules, optimizers, decay and initialisers do not see the others.</remarks>
public sealed class LocallyConnected : Layer
{
    private readonly LocalShape _shape;

    /// <summary>Draws the weights.</summary>
    /// <param name="shape">The image below, the maps and the patch.</param>
    /// <param name="activation">s</param>
    /// <param name="rng">Where the weights come from.</param>
    /// <param name="name">Prefix of the parameters' names, e.g. <c>layer1</c>.</param>
    /// <param name="initialiser">As for <see cref="Dense"/>; the fan-in that it is given is the number of pixels in a patch, the fan-out the number of units that see a pixel.</param>
    /// <param name="bias">One per unit. Default: true.</param>
    /// <param name="dropout">Default: 0.</param>
    /// <param name="precision">Default: single.</param>
    /// <exception cref="ArgumentException">A patch that is empty or does not fit into the image.</exception>
    public LocallyConnected(LocalShape shape, Activation activation, Rng rng, string name, Initialiser? initialiser = null, bool bias = true, double dropout = 0, Precision precision = Precision.Single)
        : base(Checked(shape).Inputs, shape.Outputs, activation, dropout)
    {
        ArgumentNullException.ThrowIfNull(rng);
        _shape = shape;
        int fanOut = shape.Maps * shape.PatchHeight * shape.PatchWidth;
        W = new Parameter(name + "/W", new Matrix(shape.Outputs, shape.Taps, precision));
        (initialiser ?? Initialiser.UniformFanIn).Fill(W.Value, rng.Fork("W"), shape.Taps, fanOut);
        if (bias)
        {
            Bias = new Parameter(name + "/b", new Matrix(shape.Outputs, 1, precision), decays: false);
            if (initialiser is null || initialiser == Initialiser.UniformFanIn)
            {
                Initialiser.UniformFanIn.Fill(Bias.Value, rng.Fork("b"), shape.Taps, fanOut);
            }
        }
    }

    /// <summary>The image below, the maps and the patch.</summary>
    public LocalShape Shape => _shape;

    /// <summary>The weights, <c>[fan-out, pixels of a patch]</c>; rows and columns are ordered as <see cref="LocalShape"/> says. Feedback in the place of Wᵀ is <c>[pixels of a patch, fan-out]</c>.</summary>
    public override Parameter W { get; }

    /// <summary>The biases, <c>[fan-out, 1]</c>, or null.</summary>
    public override Parameter? Bias { get; }

    /// <inheritdoc/>
    public override void Compute(Matrix h, Matrix a, Matrix output)
    {
        if (h.Rows != FanIn)
        {
            throw new ArgumentException($"Expected input of shape [{FanIn}, batch], got [{h.Rows}, {h.Columns}]. {W.Name} was built for {_shape}; samples are columns.", nameof(h));
        }

        LocalFields.Affine(in _shape, W.Value, h, Bias?.Value, Activation.Function, Activation.Parameter, a, output);
    }

    /// <inheritdoc/>
    public override Matrix CarryForward(Matrix h)
    {
        Matrix a = Workspace.Temporary(FanOut, h.Columns, h.Backend);
        LocalFields.Affine(in _shape, W.Value, h, null, ScalarFunction.Identity, 0, a, a);
        return a;
    }

    /// <inheritdoc/>
    public override Matrix CarryBack(Operand weights, Matrix signal) => LocalFields.CarryBack(in _shape, weights, signal);

    /// <inheritdoc/>
    public override void AddUpdates(Matrix delta, Matrix presynaptic, Updates updates)
    {
        if (Frozen)
        {
            return;
        }

        Matrix gradient = Workspace.Temporary(W.Value.Rows, W.Value.Columns, delta.Backend);
        LocalFields.AddCorrelation(gradient.T, in _shape, 1, presynaptic, delta, keep: 0);
        updates.Add(W, gradient);
        if (Bias is not null)
        {
            updates.Add(Bias, delta.RowSums());
        }
    }

    /// <inheritdoc/>
    public override void AddTransposedUpdate(Parameter feedback, Matrix signal, Matrix h, Updates updates)
    {
        Matrix gradient = Workspace.Temporary(W.Value.Columns, W.Value.Rows, signal.Backend);
        LocalFields.AddCorrelation(gradient, in _shape, 1, h, signal, keep: 0);
        updates.Add(feedback, gradient);
    }

    /// <inheritdoc/>
    public override void AddCorrelation(Matrix x, double factor, Matrix h, Matrix signal) => LocalFields.AddCorrelation(x, in _shape, factor, h, signal);

    private static LocalShape Checked(LocalShape shape) => shape.IsValid ? shape
        : throw new ArgumentException($"{shape}: expected at least one map, and a patch that is not empty and fits into the image.", nameof(shape));
}
