using Apical.Data;
using Apical.Learning;
using Apical.Networks;
using Apical.Numerics.Matrices;
using Apical.Numerics.Random;
using Apical.Optimizers;
using Apical.Rules;

namespace Apical.Cli.Bench;

/// <summary>A training step of one case, ready to run: forward, loss, signals, and the weights moved, on batches that lie in memory.</summary>
public sealed class StepBenchmark
{
    private const ulong Seed = 1;

    private readonly NetworkLearner _learner;
    private readonly Batch[] _batches;
    private int _next;

    /// <summary>Draws network, feedback and batches.</summary>
    /// <param name="benchCase">The case.</param>
    /// <param name="pool">Threads for large operations; null for the calling thread alone.</param>
    public StepBenchmark(BenchCase benchCase, WorkerPool? pool = null)
    {
        ArgumentNullException.ThrowIfNull(benchCase);
        Case = benchCase;
        var rng = new Rng(Seed);
        var network = Network.Dense(benchCase.Net, rng, Activation.Parse(benchCase.Activation), Loss.Parse(benchCase.Loss));
        _learner = new NetworkLearner(
            RuleCatalog.Make(benchCase.Rule, network, rng.Fork("rule")), Optimizer.Create(benchCase.Optimizer, benchCase.LearningRate), pool: pool);
        _batches = [.. Enumerable.Range(0, Math.Clamp(8192 / benchCase.Batch, 4, 64)).Select(i => Draw(network, rng.Fork("batch", i), benchCase.Batch))];
    }

    /// <summary>What is timed.</summary>
    public BenchCase Case { get; }

    /// <summary>Learns from the next batch, the first again after the last.</summary>
    public StepResult Step()
    {
        StepResult result = _learner.Learn(_batches[_next], new Moment(_next));
        _next = _next + 1 == _batches.Length ? 0 : _next + 1;
        return result;
    }

    /// <summary>Times the step.</summary>
    /// <param name="seconds">How long, warm-up not counted.</param>
    /// <exception cref="InvalidOperationException">Training diverged, so the time would mean nothing.</exception>
    public Timing Measure(double seconds)
    {
        var timing = Timing.Measure(() => Step(), seconds);
        double loss = Step().Loss;
        return double.IsFinite(loss) ? timing
            : throw new InvalidOperationException(
                $"{Case.Id} diverged (loss {loss}) at learning rate {Case.LearningRate}: times of such steps mean nothing; make the rate smaller.");
    }

    private static Batch Draw(Network network, Rng rng, int batch)
    {
        int outputs = network[network.L].FanOut;
        var x = new Matrix(network[1].FanIn, batch);
        var t = new Matrix(outputs, batch);
        x.FillNormal(rng);
        if (network.Loss == Loss.CrossEntropy)
        {
            var labels = new int[batch];
            for (int c = 0; c < batch; c++)
            {
                labels[c] = rng.NextInt(outputs);
                t[labels[c], c] = 1;
            }

            return new Batch(x, t, labels);
        }

        t.FillNormal(rng);
        if (network.Loss == Loss.BinaryCrossEntropy)
        {
            t.Apply(ScalarFunction.GreaterThan, 0);
        }

        return new Batch(x, t);
    }
}
