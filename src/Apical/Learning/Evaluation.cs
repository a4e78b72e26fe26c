using Apical.Data;
using Apical.Networks;

namespace Apical.Learning;

/// <summary>How well a learner does on a data set.</summary>
/// <param name="Loss">The learner's loss, averaged over samples.</param>
/// <param name="Accuracy">
/// Fraction of samples classified rightly; NaN without labels, or when there is not one output per class or one for two classes. Several outputs
/// decide by the largest, one by which side of the targets' middle it lies.
/// </param>
/// <param name="NormalisedSquaredError">
/// Σ (h − t)² / Σ (t − t̄)², t̄ being the mean target of each output: 0 is perfect, 1 as good as always answering the mean.
/// </param>
public readonly record struct Evaluation(double Loss, double Accuracy, double NormalisedSquaredError)
{
    private const int Chunk = 500;                      // samples at a time: activations stay in the cache
    private const int NumbersAtOnce = 1 << 22;          // and of large samples fewer

    /// <summary>Passes the whole set through a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="data">Of the network's precision and sizes.</param>
    /// <param name="settle">What is done to each pass before its output is read; null for nothing.</param>
    public static Evaluation Of(Network network, ISamples data, Action<Pass>? settle = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        var pass = new Pass(network);
        return Of(
            data,
            (x, t, _) =>
            {
                network.Forward(x, pass);
                settle?.Invoke(pass);
                return (pass.H[pass.L], network.Loss.PerSample(pass, t).Sum());
            },
            network.SmallestBatch(training: false),
            Matrix.MostColumns(network.Layers.Max(layer => layer.Connections.Outputs), network.Precision));
    }

    /// <summary>Asks for the answers to a whole set; the loss is ½ ‖y − t‖².</summary>
    /// <param name="data">The set.</param>
    /// <param name="predict">From inputs <c>[features, batch]</c> and the number of the first sample to outputs y <c>[outputs, batch]</c>.</param>
    public static Evaluation OfSquares(ISamples data, Func<Matrix, long, Matrix> predict)
    {
        ArgumentNullException.ThrowIfNull(predict);
        return Of(data, (x, t, first) =>
        {
            Matrix y = predict(x, first);
            return (y, 0.5 * y.Minus(t).SumOfSquares());
        });
    }

    /// <summary>Asks for the answers to a whole set, some samples at a time.</summary>
    /// <param name="data">The set.</param>
    /// <param name="answer">
    /// From inputs <c>[features, batch]</c>, targets <c>[outputs, batch]</c> and the number of the first sample to outputs <c>[outputs, batch]</c> and the sum
    /// of the samples' losses.
    /// </param>
    /// <param name="smallest">The fewest samples that can be asked for at once, 1 or 2: with 2, no sample of a set of two or more is left alone.</param>
    /// <param name="most">The most that can be asked for at once. Default: any number.</param>
    public static Evaluation Of(
        ISamples data, Func<Matrix, Matrix, long, (Matrix Output, double Loss)> answer, int smallest = 1, int most = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(answer);
        Workspace workspace = Workspace.Current ?? new();
        int[] numbers = [.. Enumerable.Range(0, data.Count)];
        bool classifies = data.Classes > 0 && (data.Outputs == data.Classes || (data.Outputs == 1 && data.Classes == 2));
        int chunk = Math.Clamp(Math.Min(NumbersAtOnce / Math.Max(1, data.Features), most), smallest > 1 ? 3 : 1, Chunk);
        int[] guesses = new int[chunk], classes = new int[classifies ? chunk : 0];
        using Workspace.Scope all = workspace.Enter();
        double loss = 0, squares = 0, spread = 0;
        int? size = null;                               // of targets of which squares would leave the range of numbers, as a power of two
        long right = 0;
        TargetSummary targets = data.Summary;
        Backend backend = Backend.Cpu(data.Precision);
        for (int first = 0, next; first < data.Count; first = next)
        {
            using var scope = workspace.Enter();
            next = first + Portion(data.Count - first, chunk, smallest);
            ReadOnlySpan<int> some = numbers.AsSpan(first..next);
            Matrix x = Workspace.Temporary(data.Features, some.Length, backend), t = Workspace.Temporary(data.Outputs, some.Length, backend);
            Span<int> labels = classes.AsSpan(0, classifies ? some.Length : 0);
            data.Gather(some, x, t, labels);
            data.Expect(numbers.AsSpan(next, Portion(data.Count - next, chunk, smallest)));
            (Matrix h, double sum) = answer(x, t, first);
            loss += sum;
            Matrix spreads = t.MinusColumn(targets.Mean);
            size ??= spreads.Norm() is (> 1e-100 and < 1e100) or 0 ? 0 : spreads.SizePower();
            squares += h.Minus(t).TimesTwoTo(-size.Value).SumOfSquares();
            spread += spreads.TimesTwoTo(-size.Value).SumOfSquares();
            if (classifies)
            {
                right += Right(h, t, labels, guesses, targets.Middle);
            }
        }

        return new(loss / data.Count, !classifies ? double.NaN : (double)right / data.Count, squares / spread);
    }

    // 501 = 251 + 250, where one alone will not do; with a chunk of three or more nothing is left alone.
    private static int Portion(int left, int chunk, int smallest) => left == chunk + 1 && smallest > 1 ? (left + 1) / 2 : Math.Min(chunk, left);

    private static int Right(Matrix h, Matrix t, ReadOnlySpan<int> labels, int[] guesses, double middle)
    {
        int right = 0;
        if (h.Rows == 1)
        {
            // One output decides between two classes: the targets lie on either side of their middle.
            for (int c = 0; c < labels.Length; c++)
            {
                right += (h[0, c] > middle) == (t[0, c] > middle) ? 1 : 0;
            }

            return right;
        }

        h.ArgMax(guesses);
        for (int c = 0; c < labels.Length; c++)
        {
            right += guesses[c] == labels[c] ? 1 : 0;
        }

        return right;
    }
}
