using Apical.Networks;
using Apical.Optimizers;

namespace Apical.Models;

/// <summary>What a <see cref="DendriticMicrocircuit"/> is made of, or why it cannot be.</summary>
internal static class MicrocircuitParts
{
    private const int MostSteps = 1_000_000;            // a stop waits for the end of a training step

    /// <summary>Its bottom-up weights as a network, attenuated as basal dendrites are.</summary>
    /// <exception cref="ArgumentException">Layers or an output that will not do.</exception>
    public static Network Network(ModelRequest request, MicrocircuitOptions options)
    {
        // The paper teaches rates by squared errors; a loss that brings its own output has targets between 0 and 1.
        Activation output = request.Output is { IsElementwise: true } asked ? asked
            : request.Output is null && request.Loss.Output is null ? Activation.Identity : Activation.Sigmoid;
        if (!output.IsInvertible)
        {
            throw new ArgumentException(
                $"Targets of a microcircuit are potentials, and {output} has no inverse. Use --output sigmoid, tanh, softplus or identity.", nameof(request));
        }

        output.RequireMargin(options.Margin);
        Network network = request.Net.With(request.Hidden, output, request.Initialiser, request.Bias, 0, BatchNorm.None)
            .Build(request.Rng.Fork("network"), Loss.SquaredError, request.Precision);
        for (int i = 1; i <= network.L; i++)
        {
            if (!network[i].Connections.IsFull || !network[i].HasPlainUnits)
            {
                throw new ArgumentException(
                    $"A microcircuit has fully connected layers; layer {i} of {network.Widths} is: {network[i]}. Use a --net such as 30-50-10.",
                        nameof(request));
            }

            double kept = options.Basal / options.Conductance(i < network.L);
            network[i].W.Value.Scale(kept);
            network[i].Bias?.Value.Scale(kept);
        }

        request.Start?.Take(network);
        return network;
    }

    /// <summary>Refuses steps of integration that overshoot, and optimizers other than plain gradient descent.</summary>
    /// <exception cref="ArgumentException">With what would do.</exception>
    public static void Check(ModelRequest request, MicrocircuitOptions options)
    {
        double fastest = Math.Max(options.Conductance(hidden: true), options.Conductance(hidden: false) + options.Nudge);
        double most = new[] { options.InputLowPass, options.WeightLowPass }.Where(tau => tau > 0).Append(1 / fastest).Min();
        if (options.Step > most)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"dt={options.Step}: an Euler step must not be longer than the fastest time constant, here {most:0.###} ms, or potentials overshoot and ")
                + "blow up. Use a smaller dt, smaller conductances or longer low-passes.", nameof(options));
        }

        if (!(options.Lag + options.Step <= options.Pattern))
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"pattern={options.Pattern}: a pattern must last longer than lag={options.Lag} ms and a step of {options.Step} ms, or nothing is learned."),
                nameof(options));
        }

        if (Math.Max(options.Pattern, options.Settle) / options.Step > MostSteps)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"pattern={options.Pattern} and settle={options.Settle} with dt={options.Step}: a sample is shown for at most {MostSteps} steps. ")
                + "Give a shorter one or a longer dt.",
                nameof(options));
        }

        request.RequireNoExtras("dendritic-microcircuit");
        Optimizer? other = new[] { request.Optimizer, request.FeedbackOptimizer }.FirstOrDefault(optimizer => optimizer is not (null or Sgd));
        if (request.Optimizer.WeightDecay > 0)
        {
            throw new ArgumentException("A microcircuit's synapses do not decay: leave --weight-decay out.", nameof(request));
        }

        if (other is not null)
        {
            throw new ArgumentException(
                $"A microcircuit integrates its plasticity itself; the optimizer is {other.Name}. Use sgd, whose rate it takes.", nameof(request));
        }
    }
}
