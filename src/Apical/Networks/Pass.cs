using Apical.Numerics.Kernels;
using Apical.Numerics.Matrices;

namespace Apical.Networks;

/// <summary>One forward pass, in the papers' indices: H[0] = x, and A[i], H[i], D(i) of layer i = 1..L.</summary>
/// <remarks>The matrices are workspace temporaries: valid until the scope that made them is left. The object is reused from step to step.</remarks>
public sealed class Pass
{
    private const double NormalisationFloor = 1e-5;     // added to the variance, so that a silent unit stays silent

    private readonly Matrix?[] _d;
    private readonly Matrix?[] _unmasked;
    private readonly Matrix?[] _masks;
    private readonly Matrix?[] _normalised;             // entry i: what layer i takes in, where it normalises
    private readonly Matrix?[] _mean;
    private readonly Matrix?[] _deviation;

    /// <summary>Room for a pass through <paramref name="network"/>.</summary>
    public Pass(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        Network = network;
        A = new Matrix[network.L + 1];
        H = new Matrix[network.L + 1];
        _d = new Matrix?[network.L + 1];
        _unmasked = new Matrix?[network.L + 1];
        _masks = new Matrix?[network.L + 1];
        _normalised = new Matrix?[network.L + 1];
        _mean = new Matrix?[network.L + 1];
        _deviation = new Matrix?[network.L + 1];
    }

    /// <summary>What was passed through.</summary>
    public Network Network { get; }

    /// <summary>Number of layers.</summary>
    public int L => Network.L;

    /// <summary>A[i] = W_i h_{i−1} + b_i, <c>[n_i, batch]</c>; A[0] is not used.</summary>
    public Matrix[] A { get; }

    /// <summary>H[0] = x; H[i] = s_i(A[i]), <c>[n_i, batch]</c>.</summary>
    public Matrix[] H { get; }

    /// <summary>The training step that chose the dropout masks; null for a pass in use, in which nothing is dropped.</summary>
    public long? TrainingStep { get; private set; }

    /// <summary>Whether this was a training pass, in which units may be dropped.</summary>
    public bool IsTraining => TrainingStep is not null;

    /// <summary>Whether anything has been passed through yet.</summary>
    internal bool HasBegun => H[0] is not null;

    /// <summary>Samples in the batch.</summary>
    public int Batch => H[0].Columns;

    /// <summary>What layer i takes in, h_{i−1} or, where it normalises its input, (h_{i−1} − μ) / σ: the presynaptic activity of its weights.</summary>
    /// <param name="i">1..L</param>
    /// <returns><c>[n_{i−1}, batch]</c></returns>
    public Matrix Input(int i) => _normalised[i] ?? H[i - 1];

    /// <summary>Undoes the normalisation at the input of layer i: σ ⊙ x + μ, or x where there is none.</summary>
    /// <param name="i">1..L</param>
    /// <param name="x"><c>[n_{i−1}, batch]</c></param>
    public Matrix Denormalise(int i, Matrix x) => _mean[i] is { } mean ? x.TimesColumn(_deviation[i]!).PlusColumn(mean) : x;

    /// <summary>As <see cref="Denormalise"/> for a difference of two inputs: σ ⊙ x.</summary>
    /// <param name="i">1..L</param>
    /// <param name="x"><c>[n_{i−1}, batch]</c></param>
    public Matrix DenormaliseChange(int i, Matrix x) => _deviation[i] is { } deviation ? x.TimesColumn(deviation) : x;

    /// <summary>(x − μ) / σ with the statistics that layer i found in this pass, or x where it does not normalise.</summary>
    /// <param name="i">1..L</param>
    /// <param name="x"><c>[n_{i−1}, any batch]</c></param>
    public Matrix Normalise(int i, Matrix x) => _mean[i] is { } mean ? x.MinusColumn(mean).DividedByColumn(_deviation[i]!) : x;

    /// <summary>D_i = s_i′(a_i), <c>[n_i, batch]</c>, dropout mask and gates included; computed when first asked for, so valid in the workspace scope of that call.</summary>
    /// <param name="i">1..L</param>
    public Matrix D(int i)
    {
        if (_d[i] is { } known)
        {
            return known;
        }

        Matrix slope = Network[i].Activation.Slope(_unmasked[i] ?? H[i]);
        return _d[i] = _masks[i] is { } mask ? slope.Times(mask) : slope;
    }

    /// <summary>Whether D_i is 1 everywhere, so that multiplying by it can be left out.</summary>
    public bool HasUnitSlope(int i) => Network[i].Activation == Activation.Identity && _masks[i] is null;

    /// <summary>signal ⊙ D_i, without storing D_i when nobody has asked for it.</summary>
    /// <param name="signal"><c>[n_i, batch]</c></param>
    /// <param name="i">1..L</param>
    public Matrix TimesSlope(Matrix signal, int i) =>
        HasUnitSlope(i) ? signal
        : KnowsSlopeFromH(i) ? Network[i].Activation.TimesSlope(signal, H[i])
        : signal.Times(D(i));

    /// <summary>(weights signal) ⊙ D_i, in one pass over memory where nobody has asked for D_i.</summary>
    /// <param name="weights"><c>[n_i, units of the signal]</c></param>
    /// <param name="signal"><c>[its units, batch]</c></param>
    /// <param name="i">1..L</param>
    public Matrix TimesSlope(Operand weights, Matrix signal, int i) =>
        KnowsSlopeFromH(i) ? Network[i].Activation.TimesSlope(weights, signal, H[i]) : TimesSlope(weights.Dot(signal), i);

    /// <summary>A signal at a_{i+1}, carried back through layer i + 1 with the weights given, ⊙ D_i; in one pass over memory where nobody has asked for D_i.</summary>
    /// <param name="weights">Of the kind of layer i + 1: its own (<c>W.T</c>) or feedback in their place; for a dense layer <c>[n_i, n_{i+1}]</c>.</param>
    /// <param name="signal"><c>[n_{i+1}, batch]</c></param>
    /// <param name="i">1..L−1</param>
    /// <returns><c>[n_i, batch]</c></returns>
    public Matrix CarryBack(Operand weights, Matrix signal, int i) =>
        _normalised[i + 1] is { } normalised ? TimesSlope(ThroughNormalisation(i + 1, Network[i + 1].CarryBack(weights, signal), normalised), i)
        : KnowsSlopeFromH(i) ? Network[i + 1].CarryBack(weights, signal, Network[i].Activation, H[i])
        : TimesSlope(Network[i + 1].CarryBack(weights, signal), i);

    internal void Begin(Matrix x, long? trainingStep)
    {
        TrainingStep = trainingStep;
        Array.Clear(_d);
        Array.Clear(_unmasked);
        Array.Clear(_masks);
        Array.Clear(_normalised);
        Array.Clear(_mean);
        Array.Clear(_deviation);
        H[0] = x;
    }

    /// <summary>Makes a mask part of s_i: h_i ⊙ mask, and D_i ⊙ mask.</summary>
    internal void Mask(int i, Matrix mask)
    {
        _masks[i] = _masks[i]?.Times(mask) ?? mask;
        _unmasked[i] ??= H[i];
        H[i] = H[i].Times(mask);
    }

    internal void NormaliseInput(int i)
    {
        Matrix h = H[i - 1];
        if (h.Columns < 2)
        {
            throw new ArgumentException($"Layer {i} normalises its input over the batch, which takes at least two samples; this batch has {h.Columns}. Use larger batches, or a network without batch normalisation.");
        }

        Matrix mean = h.RowSums().Scaled(1.0 / h.Columns);
        Matrix centred = h.MinusColumn(mean);
        Matrix deviation = centred.RowSumsOfSquares().Scaled(1.0 / h.Columns);
        deviation.Apply(ScalarFunction.Shift, NormalisationFloor);
        deviation.Apply(ScalarFunction.Sqrt);
        (_mean[i], _deviation[i], _normalised[i]) = (mean, deviation, centred.DividedByColumn(deviation));
    }

    /// <summary>A gradient at x̃ = (x − μ) / σ, carried back to x: (g − ⟨g⟩ − x̃ ⟨g x̃⟩) / σ with ⟨ ⟩ the mean over the batch.</summary>
    private Matrix ThroughNormalisation(int i, Matrix g, Matrix normalised)
    {
        Matrix along = normalised.TimesColumn(g.Times(normalised).RowSums().Scaled(1.0 / Batch));
        return g.MinusColumn(g.RowSums().Scaled(1.0 / Batch)).Minus(along).DividedByColumn(_deviation[i]!);
    }

    private bool KnowsSlopeFromH(int i) => _d[i] is null && !HasUnitSlope(i) && _masks[i] is null;
}
