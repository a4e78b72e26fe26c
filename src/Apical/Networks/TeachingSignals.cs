namespace Apical.Networks;

/// <summary>
/// What a rule says to each layer in one step: δ_i, an error-like quantity at a_i; which layers learn; and, where a rule wants it,
/// another presynaptic activity than h_{i−1}, a penalty on the weights and a factor on the step.
/// </summary>
/// <remarks>The matrices are workspace temporaries; the object is reused from step to step.</remarks>
public sealed class TeachingSignals
{
    private readonly Matrix?[] _delta;
    private readonly Matrix?[] _presynaptic;
    private readonly Matrix?[] _atInput;
    private readonly double[] _penalty;

    /// <summary>Room for the signals of a network with <paramref name="layers"/> layers.</summary>
    public TeachingSignals(int layers)
    {
        _delta = new Matrix?[layers + 1];
        _presynaptic = new Matrix?[layers + 1];
        _atInput = new Matrix?[layers + 1];
        _penalty = new double[layers + 1];
    }

    /// <summary>Number of layers.</summary>
    public int L => _delta.Length - 1;

    /// <summary>Factor on the forward step; 1 unless a rule shortens it, as the robust Sherman–Morrison update does.</summary>
    public double StepScale { get; set; } = 1;

    /// <summary>δ_i, <c>[n_i, batch]</c>; signed like a gradient and averaged over the batch.</summary>
    /// <param name="i">1..L</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    /// <exception cref="InvalidOperationException">The layer does not learn in this step.</exception>
    public Matrix this[int i]
    {
        get => _delta[Check(i)] ?? throw new InvalidOperationException($"Layer {i} gets no teaching signal in this step; ask Learns({i}) first.");
        set => _delta[Check(i)] = value;
    }

    /// <summary>Whether layer i learns in this step.</summary>
    public bool Learns(int i) => _delta[i] is not null;

    /// <summary>The presynaptic activity that replaces h_{i−1}, <c>[n_{i−1}, batch]</c>, or null for h_{i−1} itself.</summary>
    /// <param name="i">1..L</param>
    public Matrix? Presynaptic(int i) => _presynaptic[i];

    /// <summary>Replaces h_{i−1} in the update of layer i.</summary>
    /// <param name="i">1..L</param>
    /// <param name="activity"><c>[n_{i−1}, batch]</c></param>
    public void SetPresynaptic(int i, Matrix activity) => _presynaptic[i] = activity;

    /// <summary>
    /// The signal that the rule's feedback brings to what layer i takes in, <c>[n_{i−1}, batch]</c>, which scale and shift of its normalisation follow; null
    /// where it brings none.
    /// </summary>
    /// <param name="i">1..L</param>
    public Matrix? AtInput(int i) => _atInput[i];

    /// <summary>Notes the signal at what layer i takes in.</summary>
    /// <param name="i">1..L</param>
    /// <param name="signal"><c>[n_{i−1}, batch]</c></param>
    public void SetAtInput(int i, Matrix signal) => _atInput[i] = signal;

    /// <summary>λ of an L2 penalty λ/2 ‖W_i‖² that the rule puts on the weights in this step; 0 unless it does.</summary>
    /// <param name="i">1..L</param>
    public double Penalty(int i) => _penalty[i];

    /// <summary>Puts an L2 penalty λ/2 ‖W_i‖² on the weights of layer i in this step: λ W_i is added to their gradient.</summary>
    /// <param name="i">1..L</param>
    /// <param name="lambda">λ</param>
    public void SetPenalty(int i, double lambda) => _penalty[i] = lambda;

    /// <summary>Forgets everything, for the next step.</summary>
    public void Clear()
    {
        Array.Clear(_delta);
        Array.Clear(_presynaptic);
        Array.Clear(_atInput);
        Array.Clear(_penalty);
        StepScale = 1;
    }

    private int Check(int i) => i >= 1 && i <= L ? i
        : throw new ArgumentOutOfRangeException(nameof(i), i, $"Layers are counted 1 to {L}.");
}
