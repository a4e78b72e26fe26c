using Apical.Networks;
using Apical.Parameters;

namespace Apical.Rules;

/// <summary>Draws the matrices B_1 .. B_{L−1} that bring errors to hidden layers.</summary>
public static class FeedbackMatrices
{
    /// <summary>One matrix per hidden layer, shaped like the transpose of the weights above it, so that it can take their place.</summary>
    /// <param name="network">Gives the shapes.</param>
    /// <param name="rng">B_i comes from the fork <c>B{i}</c>.</param>
    /// <param name="options">How B_i is drawn.</param>
    /// <param name="from">The first i; 0 for feedback that goes on to the input.</param>
    /// <returns>Entry i is B_i; entry L, and 0 unless asked for, are null.</returns>
    public static Parameter?[] LayerByLayer(Network network, Rng rng, FeedbackOptions options, int from = 1)
    {
        options.Scale.RequireFit(network.L - 1);
        var feedback = new Parameter?[network.L + 1];
        for (int i = from; i < network.L; i++)
        {
            Connections above = network[i + 1].Connections;
            feedback[i] = Draw(i, above.Taps, options.Unshared ? above.Outputs : above.Rows, network, rng, options);
        }

        return feedback;
    }

    /// <summary>One matrix <c>[n_i, n_L]</c> per hidden layer, straight from the output.</summary>
    /// <returns>Entry i is B_i; entries 0 and L are null.</returns>
    public static Parameter?[] FromOutput(Network network, Rng rng, FeedbackOptions options)
    {
        options.Scale.RequireFit(network.L - 1);
        var feedback = new Parameter?[network.L + 1];
        for (int i = 1; i < network.L; i++)
        {
            feedback[i] = Draw(i, network[i].FanOut, network[network.L].FanOut, network, rng, options);
        }

        return feedback;
    }

    /// <summary>
    /// One matrix Q_i per layer 1..last, shaped like the transpose of the weights above it, that is to invert them. It is drawn with their fan-in and fan-out
    /// exchanged; without an initialiser it is their pseudo-inverse, or, where they are no full matrix, drawn with <see cref="Initialiser.Glorot"/>.
    /// </summary>
    /// <returns>Entry i is Q_i; the others are null.</returns>
    public static Parameter?[] Inverses(Network network, Rng rng, int last, Initialiser? initialiser)
    {
        var feedback = new Parameter?[network.L + 1];
        for (int i = 1; i <= last; i++)
        {
            Connections above = network[i + 1].Connections;
            Initialiser how = initialiser ?? (above.IsFull ? Initialiser.PseudoInverseOf(network[i + 1].W.Value) : Initialiser.Glorot);
            feedback[i] = new Parameter($"Q{i}", Drawn(above.Taps, above.Rows, network.Precision, rng.Fork($"Q{i}"), how, above.Reach));
        }

        return feedback;
    }

    /// <summary>A fresh matrix <c>[rows, columns]</c> of a connection with the fan-in given.</summary>
    public static Matrix Drawn(int rows, int columns, Precision precision, Rng rng, Initialiser initialiser, int fanIn)
    {
        var w = new Matrix(rows, columns, precision);
        initialiser.Fill(w, rng, fanIn, rows);
        return w;
    }

    /// <summary>
    /// Proposes the gradient ⟨error hᵀ⟩ + decay · Q, where there are connections, of error <c>[inputs, batch]</c> below and h <c>[outputs, batch]</c> above,
    /// ⟨ ⟩ being the mean over the batch; without decay that of full connections stays in two factors.
    /// </summary>
    public static void AddGradient(Connections above, Parameter Q, Matrix error, Matrix h, double decay, Updates updates)
    {
        if (decay == 0)
        {
            above.AddFeedbackUpdate(Q, h, h.Columns == 1 ? error : error.Scaled(1.0 / h.Columns), updates);
            return;
        }

        Matrix gradient = Q.Value.Scaled(decay);
        above.Correlate(gradient, 1.0 / h.Columns, error, h);
        updates.Add(Q, gradient);
    }

    /// <summary>The matrices that are there, in order; entry i is that of layer i.</summary>
    public static IReadOnlyList<Feedback> List(Parameter?[] feedback, FeedbackKind kind) =>
        [.. Enumerable.Range(0, feedback.Length).Where(i => feedback[i] is not null).Select(i => new Feedback(feedback[i]!, i, kind))];

    /// <summary>The same matrices, in which no entry may be negative.</summary>
    /// <exception cref="ArgumentException">One is.</exception>
    public static Parameter?[] NotNegative(Parameter?[] feedback, FeedbackOptions options) =>
        feedback.FirstOrDefault(B => B?.Value.Min() < 0) is { } negative
            ? throw new ArgumentException(
                $"Monotone rules need feedback of 0 or more, and {options.Initialiser} gave {negative} negative entries. Use positive-fan-in, " +
                    "standard-uniform or abs-normal:MEAN,SD.")
            : feedback;

    private static Parameter Draw(int i, int rows, int columns, Network network, Rng rng, FeedbackOptions options)
    {
        // B_i [n_i, …] carries back what a connection with fan-in n_i carried forward.
        var B = new Matrix(rows, columns, network.Precision);
        options.Initialiser.Fill(B, rng.Fork($"B{i}"), fanIn: rows, fanOut: columns);
        FeedbackBalance.Multiply(options.Scale, $"B{i}", B, options.Scale.At(i, network.L - 1));
        return new Parameter($"B{i}", B);
    }
}
