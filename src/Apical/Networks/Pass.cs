using Apical.Parameters;

namespace Apical.Networks;

/// <summary>One forward pass, in the papers' indices: H[0] = x, and A[i], H[i], D(i) of layer i = 1..L.</summary>
/// <remarks>The matrices are workspace temporaries: valid until the scope that made them is left. The object is reused from step to step.</remarks>
public sealed class Pass
{
    private readonly Matrix[] _a;
    private readonly Matrix[] _h;
    private readonly Matrix[] _s;                       // entry i: s(a_i), before mask and pooling
    private readonly Matrix?[] _d;
    private readonly Matrix?[] _masks;
    private readonly Matrix?[] _masked;                 // entry i: what was pooled
    private readonly NormalisedInput?[] _inputs;        // entry i: what layer i takes in, where it normalises

    /// <summary>Room for a pass through <paramref name="network"/>.</summary>
    public Pass(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        Network = network;
        int room = network.L + 1;
        (_a, _h, _s) = (new Matrix[room], new Matrix[room], new Matrix[room]);
        (_d, _masks, _masked) = (new Matrix?[room], new Matrix?[room], new Matrix?[room]);
        _inputs = [null, .. network.Layers.Select(layer => layer.Normalisation is { } norm ? new NormalisedInput(norm) : null)];
    }

    /// <summary>What was passed through.</summary>
    public Network Network { get; }

    /// <summary>Number of layers.</summary>
    public int L => Network.L;

    /// <summary>A[i] = W_i h_{i−1} + b_i, <c>[n_i, batch]</c>; A[0] is not used.</summary>
    public ReadOnlySpan<Matrix> A => _a;

    /// <summary>x as it was given, <c>[inputs, batch]</c>.</summary>
    public Matrix X { get; private set; } = null!;

    /// <summary>
    /// H[0] = x, or what dropout of inputs leaves of it; H[i] = s_i(A[i]), <c>[n_i, batch]</c>. Another activity is put there with
    /// <see cref="Network.ForwardFrom"/>.
    /// </summary>
    public ReadOnlySpan<Matrix> H => _h;

    /// <summary>The training step that chose the dropout masks; null for a pass in use, in which nothing is dropped.</summary>
    public long? TrainingStep { get; private set; }

    /// <summary>Whether this was a training pass, in which units may be dropped.</summary>
    public bool IsTraining => TrainingStep is not null;

    /// <summary>Whether anything has been passed through yet.</summary>
    internal bool HasBegun => _h[0] is not null;

    /// <summary>Samples in the batch.</summary>
    public int Batch => _h[0].Columns;

    /// <summary>What layer i takes in, h_{i−1} or, where it normalises, γ (h_{i−1} − μ) / σ + β: the presynaptic activity of its weights.</summary>
    /// <param name="i">1..L</param>
    /// <returns><c>[n_{i−1}, batch]</c></returns>
    public Matrix Input(int i) => _inputs[i]?.Value ?? _h[i - 1];

    /// <summary>Undoes the normalisation at the input of layer i: σ (x − β) / γ + μ, or x where there is none.</summary>
    /// <param name="i">1..L</param>
    /// <param name="x"><c>[n_{i−1}, batch]</c></param>
    public Matrix Denormalise(int i, Matrix x) => _inputs[i]?.Undo(x) ?? x;

    /// <summary>As <see cref="Denormalise"/> for a difference of two inputs: σ x / γ.</summary>
    /// <param name="i">1..L</param>
    /// <param name="x"><c>[n_{i−1}, batch]</c></param>
    public Matrix DenormaliseChange(int i, Matrix x) => _inputs[i]?.UndoChange(x) ?? x;

    /// <summary>γ (x − μ) / σ + β with the statistics that layer i found in this pass, or x where it does not normalise.</summary>
    /// <param name="i">1..L</param>
    /// <param name="x"><c>[n_{i−1}, any batch]</c></param>
    public Matrix Normalise(int i, Matrix x) => _inputs[i]?.Apply(x) ?? x;

    /// <summary>
    /// D_i = s_i′(a_i), <c>[n_i, batch]</c>, dropout mask and gates included; computed when first asked for, so valid in the workspace scope of that call.
    /// </summary>
    /// <param name="i">1..L</param>
    /// <exception cref="NotSupportedException">The layer pools, and ∂h_i/∂a_i has entries off the diagonal.</exception>
    public Matrix D(int i)
    {
        if (Network[i].Pooling is not null)
        {
            throw new NotSupportedException(
                $"Layer {i} pools its units, so s_i is not one function per unit and has no slope D_i to divide by. Use a rule that only carries signals " +
                    $"back ({nameof(ToA)}), or no pooling.");
        }

        return UnitSlope(i);
    }

    /// <summary>What dropout and gates leave of other activities of layer i in this pass: x ⊙ mask, or x where there is none.</summary>
    /// <param name="i">1..L</param>
    /// <param name="x"><c>[units of layer i, batch]</c></param>
    public Matrix Masked(int i, Matrix x) => _masks[i] is { } mask ? x.Times(mask) : x;

    /// <summary>Whether ∂h_i/∂a_i is the identity, so that multiplying by it can be left out.</summary>
    public bool HasUnitSlope(int i) => Network[i].Activation == Activation.Identity && _masks[i] is null && _masked[i] is null;

    /// <summary>
    /// δ at a_{i+1}, carried back to h_i through the connections of layer i + 1, and through the normalisation of its input where there is one.
    /// </summary>
    /// <param name="weights">Of the kind of layer i + 1: its own (<c>W.T</c>) or feedback in their place; with full connections <c>[n_i, n_{i+1}]</c>.</param>
    /// <param name="delta"><c>[n_{i+1}, batch]</c></param>
    /// <param name="i">0..L−1</param>
    /// <returns>A signal <c>[n_i, batch]</c>, for <see cref="ToA"/>.</returns>
    public Signal ToH(Operand weights, Matrix delta, int i)
    {
        Signal signal = Network[i + 1].Connections.Back(weights, delta);
        return _inputs[i + 1] is { } input ? input.Back(signal.ToMatrix()) : signal;
    }

    /// <summary>As <see cref="ToH(Operand, Matrix, int)"/> from the δ_{i+1} that is there; what scale and shift of layer i + 1 follow is noted there.</summary>
    /// <param name="weights">Of the kind of layer i + 1.</param>
    /// <param name="signals">Hold δ_{i+1}.</param>
    /// <param name="i">0..L−1</param>
    /// <returns>A signal <c>[n_i, batch]</c>, for <see cref="ToA"/>.</returns>
    public Signal ToH(Operand weights, TeachingSignals signals, int i)
    {
        ArgumentNullException.ThrowIfNull(signals);
        if (!Scales(i + 1))
        {
            return ToH(weights, signals[i + 1], i);
        }

        Matrix signal = Network[i + 1].Connections.Back(weights, signals[i + 1]).ToMatrix();
        signals.SetAtInput(i + 1, signal);
        return _inputs[i + 1]!.Back(signal);
    }

    /// <summary>
    /// A signal that comes to h_i straight, past the layers above and their normalisation. Scale and shift of layer i + 1 follow the same signal.
    /// </summary>
    /// <param name="signal"><c>[n_i, batch]</c>, such as <c>new Signal(B, delta)</c>.</param>
    /// <param name="signals">Where it is noted for them.</param>
    /// <param name="i">1..L−1</param>
    /// <returns>The signal, for <see cref="ToA"/>.</returns>
    public Signal StraightToH(Signal signal, TeachingSignals signals, int i)
    {
        ArgumentNullException.ThrowIfNull(signals);
        if (Scales(i + 1))
        {
            signal = signal.ToMatrix();
            signals.SetAtInput(i + 1, signal.ToMatrix());
        }

        return signal;
    }

    /// <summary>
    /// (∂h_i/∂a_i)ᵀ signal: a signal at h_i, carried through pooling, mask and activation to a_i. Without pooling it is signal ⊙ D_i, in one pass over memory
    /// where nobody has asked for D_i.
    /// </summary>
    /// <param name="signal">
    /// At h_i, <c>[n_i, batch]</c>: a matrix, or a product such as <see cref="ToH(Operand, Matrix, int)"/> or <c>new Signal(B, delta)</c> gives.
    /// </param>
    /// <param name="i">1..L</param>
    /// <returns><c>[units of layer i, batch]</c></returns>
    public Matrix ToA(Signal signal, int i)
    {
        Layer layer = Network[i];
        if (_masked[i] is { } masked)
        {
            signal = layer.Pooling!.Back(signal.ToMatrix(), masked, _h[i]);
        }

        return _masks[i] is null && (_d[i] is null || layer.Activation == Activation.Identity)
            ? layer.Activation.TimesSlope(signal, _s[i]) : signal.ToMatrix().Times(UnitSlope(i));
    }

    /// <summary>Layer by layer through feedback: δ_i = (B_i δ_{i+1}) ⊙ D_i for i = L−1 .. 1, from the δ_L that is there.</summary>
    /// <param name="signals">Hold δ_L; receive δ_i.</param>
    /// <param name="B">Entry i is B_i, of the kind of the weights of layer i + 1.</param>
    public void CarryDown(TeachingSignals signals, ReadOnlySpan<Parameter?> B)
    {
        ArgumentNullException.ThrowIfNull(signals);
        for (int i = L - 1; i >= 1; i--)
        {
            signals[i] = ToA(ToH(B[i]!.Value, signals, i), i);
        }
    }

    /// <summary>
    /// Proposes the gradients of scale and shift of layer i, where it has them: along the signal that the rule brings to what the layer takes in, or W_iᵀ δ_i,
    /// which is that of the layer's own loss.
    /// </summary>
    internal void AddScaleUpdates(int i, TeachingSignals signals, Updates updates)
    {
        if (Scales(i))
        {
            Layer layer = Network[i];
            _inputs[i]!.AddUpdates(signals.AtInput(i) ?? layer.Connections.Back(layer.W.Value.T, signals[i]).ToMatrix(), updates);
        }
    }

    /// <summary>s(a_i), before mask and pooling, whatever was put in the place of h_i since.</summary>
    internal Matrix Units(int i) => _s[i];

    internal void FollowStatistics()
    {
        foreach (NormalisedInput? input in _inputs)
        {
            input?.Follow();
        }
    }

    // left: what dropout of inputs leaves of x
    internal void Begin(Matrix x, long? trainingStep, Matrix? left = null)
    {
        TrainingStep = trainingStep;
        (X, _h[0]) = (x, left ?? x);
    }

    /// <summary>Takes a_i and s(a_i), before mask and pooling.</summary>
    internal void Set(int i, Matrix a, Matrix s)
    {
        (_a[i], _s[i], _h[i]) = (a, s, s);
        (_d[i], _masks[i], _masked[i]) = (null, null, null);
    }

    /// <summary>Makes a mask part of s_i: h_i ⊙ mask, and D_i ⊙ mask.</summary>
    internal void Mask(int i, Matrix mask)
    {
        _masks[i] = _masks[i]?.Times(mask) ?? mask;
        _h[i] = _h[i].Times(mask);
    }

    /// <summary>Makes pooling the last part of s_i.</summary>
    internal void Pool(int i, Pooling pooling)
    {
        _masked[i] = _h[i];
        _h[i] = pooling.Of(_h[i]);
    }

    /// <summary>Puts h in the place of h_i.</summary>
    internal void Substitute(int i, Matrix h)
    {
        TrainingStep = null;
        _h[i] = h;
    }

    internal void TakeIn(int i) => _inputs[i]?.Take(i, _h[i - 1], IsTraining);

    private bool Scales(int i) => Network[i].Normalisation?.Scale is not null;

    private Matrix UnitSlope(int i)
    {
        if (_d[i] is { } known)
        {
            return known;
        }

        Matrix slope = Network[i].Activation.Slope(_s[i]);
        return _d[i] = _masks[i] is { } mask ? slope.Times(mask) : slope;
    }
}
