using Apical.Data;
using Apical.Networks;
using Apical.Parameters;

namespace Apical.Rules;

/// <summary>Feedback alignment: errors travel back layer by layer, through fixed random matrices in place of the transposed weights.</summary>
/// <remarks>
/// <code>
///   δ_L = ∂Loss/∂a_L
///   δ_i = (B_i δ_{i+1}) ⊙ D_i             i = L−1 .. 1       meulemans2019, (3.18); lillicrap2016, Fig. S3, S4
///   sparse: a fixed random fraction p of the entries of every W_i and B_i is held at 0      lillicrap2016, main text and Fig. S5
/// </code>
/// B_i is <c>[n_i, n_{i+1}]</c>, drawn once. Differs from the paper: B_i is scaled by a setting, where the paper scales by trial (Note 5);
/// in sparse networks W_{i+1} and B_i have masks of their own.
/// </remarks>
public sealed class FeedbackAlignment : LearningRule
{
    private readonly Parameter?[] _B;                   // entry i is B_i; 0 and L stay empty
    private readonly Matrix?[] _mask;                   // entry i keeps W_i sparse

    /// <summary>Draws the feedback.</summary>
    /// <param name="network">The network to teach.</param>
    /// <param name="rng">B_i comes from the fork <c>B{i}</c>, masks from <c>mask W{i}</c> and <c>mask B{i}</c>.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    public FeedbackAlignment(Network network, Rng rng, FeedbackAlignmentOptions? options = null)
        : base(network)
    {
        options ??= new();
        FeedbackScale = options.Feedback.Scale;
        _B = FeedbackMatrices.LayerByLayer(network, rng, options.Feedback);
        _mask = new Matrix?[network.L + 1];
        if (options.Sparsity > 0)
        {
            for (int i = 1; i <= network.L; i++)
            {
                _mask[i] = Mask(network[i].W.Value, rng.Fork($"mask W{i}"), options.Sparsity);
                if (_B[i] is { } B)
                {
                    B.Value.MultiplyBy(Mask(B.Value, rng.Fork($"mask B{i}"), options.Sparsity));
                }
            }
        }
    }

    /// <inheritdoc/>
    public override Citation Source => Sources.Lillicrap2016;

    /// <inheritdoc/>
    public override FeedbackScale FeedbackScale { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Feedback> Feedback => FeedbackMatrices.List(_B, FeedbackKind.LayerByLayer);

    /// <inheritdoc/>
    public override void Constrain()
    {
        for (int i = 1; i <= Network.L; i++)
        {
            if (_mask[i] is { } mask)
            {
                Network[i].W.Value.MultiplyBy(mask);
            }
        }
    }

    /// <inheritdoc/>
    protected override void Fill(Pass pass, Batch batch, Moment moment, TeachingSignals signals)
    {
        signals[Network.L] = Network.Loss.OutputError(pass, batch.T);
        pass.CarryDown(signals, _B);                    // δ_i = (B_i δ_{i+1}) ⊙ D_i,  i = L−1 .. 1
    }

    private static Matrix Mask(Matrix like, Rng rng, double sparsity)
    {
        var mask = new Matrix(like.Rows, like.Columns, like.Precision);
        mask.FillUniform(rng, 0, 1);
        mask.Apply(ScalarFunction.GreaterThan, sparsity);
        return mask;
    }
}
