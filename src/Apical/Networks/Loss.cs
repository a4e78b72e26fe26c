using Apical.Specs;

namespace Apical.Networks;

/// <summary>What the network is to make small; averaged over the batch.</summary>
public abstract class Loss : IReadable<Loss>
{
    /// <summary>−Σ t ln h on a softmax output; targets sum to 1 per sample.</summary>
    public static Loss CrossEntropy { get; } = new CrossEntropyLoss();

    /// <summary>−Σ t ln h + (1 − t) ln(1 − h) on a sigmoid output.</summary>
    public static Loss BinaryCrossEntropy { get; } = new BinaryCrossEntropyLoss();

    /// <summary>½ Σ (h − t)², on any output.</summary>
    public static Loss SquaredError { get; } = new SquaredErrorLoss();

    private static Forms<Loss> Forms { get; } = new Forms<Loss>("loss")
        .Add("cross-entropy", CrossEntropy, "ce").Add("binary-cross-entropy", BinaryCrossEntropy, "bce").Add("squared-error", SquaredError, "mse");

    /// <summary>The names that <see cref="Parse"/> knows; ce, bce and mse are short for them.</summary>
    public static IReadOnlyList<string> Names => Forms.Usages;

    /// <summary>The name, as <see cref="Parse"/> reads it.</summary>
    public abstract string Name { get; }

    /// <summary>The output activation that this loss is made for; null when any will do.</summary>
    public abstract Activation? Output { get; }

    /// <summary>Reads a name.</summary>
    /// <exception cref="ArgumentException">An unknown name; the message lists the known ones.</exception>
    public static Loss Parse(string text) => Forms.Parse(text);

    /// <summary>The loss of each sample.</summary>
    /// <param name="pass">A forward pass.</param>
    /// <param name="targets"><c>[outputs, batch]</c></param>
    /// <returns><c>[1, batch]</c></returns>
    public Matrix PerSample(Pass pass, Matrix targets)
    {
        Check(pass, targets);
        return Each(pass, targets);
    }

    /// <summary>The loss averaged over the batch.</summary>
    /// <param name="pass">A forward pass.</param>
    /// <param name="targets"><c>[outputs, batch]</c></param>
    public double Mean(Pass pass, Matrix targets) => PerSample(pass, targets).Sum() / targets.Columns;

    /// <summary>δ_L = ∂Loss/∂a_L, of the loss averaged over the batch.</summary>
    /// <param name="pass">A forward pass.</param>
    /// <param name="targets"><c>[outputs, batch]</c></param>
    /// <returns><c>[outputs, batch]</c></returns>
    public Matrix OutputError(Pass pass, Matrix targets)
    {
        Matrix e = Residual(pass, targets).Scaled(1.0 / targets.Columns);
        return Output is null ? pass.ToA(e, pass.L) : e;
    }

    /// <summary>
    /// The gradient of each sample's loss at the output that it looks at: ∂/∂h_L where any output will do, ∂/∂a_L where the loss brings its own (softmax,
    /// sigmoid).
    /// For all our losses that is h_L − t.
    /// </summary>
    /// <param name="pass">A forward pass.</param>
    /// <param name="targets"><c>[outputs, batch]</c></param>
    /// <returns>e_L, <c>[outputs, batch]</c>; not divided by the batch size.</returns>
    public Matrix Residual(Pass pass, Matrix targets)
    {
        Check(pass, targets);
        return Weighed(pass.H[pass.L].Minus(targets), targets);
    }

    /// <summary>What belongs to samples, each times the weight of its sample; as it is where all count alike.</summary>
    /// <param name="rows"><c>[any, batch]</c></param>
    /// <param name="targets"><c>[outputs, batch]</c></param>
    public Matrix Weighed(Matrix rows, Matrix targets) => Weigh(rows, targets);

    /// <summary>This loss with a weight for the samples of each class, by which their loss and their error are multiplied.</summary>
    /// <param name="weights">Of each class, at least 0 and finite; two for a single output.</param>
    /// <param name="low">Target of the other classes; of a single output that of class 0.</param>
    /// <param name="high">Target of the right class; of a single output that of class 1.</param>
    /// <param name="outputs">Number of outputs: one for each class, or a single one for two.</param>
    /// <param name="precision">Of the network.</param>
    /// <exception cref="ArgumentException">Weights that do not fit.</exception>
    public Loss Weighted(IReadOnlyList<double> weights, double low, double high, int outputs, Precision precision)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.Any(weight => !(weight >= 0 && double.IsFinite(weight))) || !(low < high) || weights.Count != (outputs == 1 ? 2 : outputs))
        {
            throw new ArgumentException(
                $"Expected a weight of at least 0 for each class of {outputs} outputs, and rising targets; got {string.Join(", ", weights)}, "
                    + $"and {low}, {high}.");
        }

        // w is linear in the target: at the target of each class it is the weight of that class.
        double[] steps = outputs == 1 ? [weights[1] - weights[0]] : [.. weights];
        double[] v = [.. steps.Select(step => step / (high - low))];
        return new WeightedLoss(this, Matrix.Of(outputs, 1, v, precision), (outputs == 1 ? weights[0] : 0) - low * v.Sum());
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>The loss of each sample, <c>[1, batch]</c>; shapes are checked already.</summary>
    protected abstract Matrix Each(Pass pass, Matrix targets);

    private protected virtual Matrix Weigh(Matrix rows, Matrix targets) => rows;

    internal static void Check(Pass pass, Matrix targets)
    {
        Matrix h = pass.H[pass.L];
        if (h.Rows != targets.Rows || h.Columns != targets.Columns)
        {
            throw new ArgumentException(
                $"The network put out [{h.Rows}, {h.Columns}], the targets are [{targets.Rows}, {targets.Columns}]; " +
                    "both must be [outputs, batch].", nameof(targets));
        }
    }

    private sealed class CrossEntropyLoss : Loss
    {
        public override string Name => "cross-entropy";

        public override Activation Output => Activation.Softmax;

        // −Σ t ln h = Σ t (ln Σ eᵃ − a): from a, because h may round to 0.
        protected override Matrix Each(Pass pass, Matrix targets)
        {
            // Only differences of logits count: without the largest taken off, a large one would round what is small away.
            Matrix a = pass.A[pass.L], b = a.MinusRow(a.ColumnMax());
            return b.LogSumExp().Times(targets.ColumnSums()).Minus(targets.ColumnProducts(b));
        }
    }

    private sealed class BinaryCrossEntropyLoss : Loss
    {
        public override string Name => "binary-cross-entropy";

        public override Activation Output => Activation.Sigmoid;

        // −t ln h − (1 − t) ln(1 − h) = t ln(1 + e⁻ᵃ) + (1 − t) ln(1 + eᵃ): no large numbers whose difference is small
        protected override Matrix Each(Pass pass, Matrix targets)
        {
            Matrix a = pass.A[pass.L], no = a.Map(ScalarFunction.Softplus), yes = a.Map(ScalarFunction.Negate).Map(ScalarFunction.Softplus);
            return targets.Times(yes).Plus(targets.Map(ScalarFunction.Negate).Shifted(1).Times(no)).ColumnSums();
        }
    }

    private sealed class SquaredErrorLoss : Loss
    {
        public override string Name => "squared-error";

        public override Activation? Output => null;

        protected override Matrix Each(Pass pass, Matrix targets) => pass.H[pass.L].Minus(targets).ColumnSumsOfSquares().Scaled(0.5);
    }
}
