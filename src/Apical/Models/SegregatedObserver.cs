using Apical.Data;
using Apical.Networks;
using Apical.Numerics.Algebra;
using Apical.Rules;

namespace Apical.Models;

/// <summary>
/// Looks at <see cref="SegregatedDendrites"/> in units of its own: its signals beside a network of rates, how often units fire, and one sample in time.
/// </summary>
internal sealed class SegregatedObserver : ITaught, IConverges, IRecords
{
    private const int UnitsTraced = 3, UnitsOfRaster = 20;
    private const double PerSecond = 1000;

    private readonly SegregatedDendrites _model;
    private readonly SegregatedDynamics _dynamics;
    private readonly SegregatedSimulation _simulation;
    private readonly Workspace _workspace;
    private readonly Rng _noise, _step = new(0);
    private readonly Network _network;

    /// <summary>Looks at a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="dynamics">Its numbers.</param>
    /// <param name="simulation">Units for this use alone.</param>
    /// <param name="workspace">Where it computes.</param>
    /// <param name="noise">Noise for this use alone.</param>
    public SegregatedObserver(SegregatedDendrites model, SegregatedDynamics dynamics, SegregatedSimulation simulation, Workspace workspace, Rng noise)
    {
        (_model, _dynamics, _simulation, _workspace, _noise) = (model, dynamics, simulation, workspace, noise);
        _network = Network.Dense(
            string.Join('-', model.Widths), new Rng(0), Activation.Sigmoid, Loss.SquaredError, Activation.Sigmoid, Initialiser.Zeros,
            precision: model.Precision);
    }

    /// <inheritdoc/>
    public Citation? Source => SegregatedDendrites.Info.Source;

    /// <summary>
    /// h_i = σ(k (φ_max κ W_i h_{i−1} + b_i)), κ the kernel's sum: what the units come to at rest, without noise and apical conductance. A copy of the weights
    /// as they are now.
    /// </summary>
    public Network Network
    {
        get
        {
            for (int i = 1; i <= _network.L; i++)
            {
                double coupling = i < _network.L ? _dynamics.HiddenCoupling : SegregatedDynamics.OutputCoupling;
                _network[i].W.Value.Fill(0);
                _network[i].W.Value.AddScaled(coupling * SegregatedWeights.MostRate * Heard, _dynamics.Weights.W[i].Value);
                _network[i].Bias!.Value.Fill(0);
                _network[i].Bias!.Value.AddScaled(coupling, _dynamics.Weights.Bias[i].Value);
            }

            return _network;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<Feedback> Feedback =>
        [.. Enumerable.Range(1, _dynamics.Weights.L - 1).Select(i => new Feedback(_dynamics.Weights.Y[i], i, FeedbackKind.Direct))];

    // What a spike comes to in all.
    private double Heard => _dynamics.Options.Mode == SegregatedMode.Rate ? 1 : _dynamics.Kernel.Sum;

    /// <summary>δ_i as training makes them, from units at rest, and what they are multiplied by, as a fraction of φ_max.</summary>
    /// <inheritdoc/>
    public void Teach(Pass pass, Batch batch, Moment moment, TeachingSignals signals)
    {
        ArgumentNullException.ThrowIfNull(signals);
        SegregatedUnits units = Run(batch, moment);
        signals.Clear();
        for (int i = 1; i <= _dynamics.Weights.L; i++)
        {
            if (i == _dynamics.Weights.L || _dynamics.Options.HiddenLearns)
            {
                signals[i] = _model.Delta(units, i);
                signals.SetPresynaptic(i, units.Heard[i - 1].Scaled(1 / SegregatedWeights.MostRate).T.ToMatrix());
            }
        }
    }

    /// <inheritdoc/>
    public DynamicsReading Watch(Batch batch, Moment moment = default)
    {
        using Workspace.Scope scope = _workspace.Enter();
        SegregatedUnits units = Run(batch, moment);
        IEnumerable<int> layers = Enumerable.Range(1, _dynamics.Weights.L);
        if (_dynamics.Options.Mode == SegregatedMode.Rate)
        {
            return new() { Rates = [.. layers.Select(i => PerSecond * units.Heard[i].Mean())] };
        }

        SegregatedSample[] samples = [.. _simulation.Samples.Take(batch.Size)];
        double time = samples.Sum(sample => sample.Lengths.Forward + sample.Lengths.Target);
        return new() { Rates = [.. layers.Select(i => PerSecond * samples.Sum(sample => sample.Spikes[i]) / time / _model.Widths[i])] };
    }

    /// <summary>V^b, V^a and V of the first units of each layer, in each millisecond or step, and the plateau potentials that each phase ended in.</summary>
    /// <inheritdoc/>
    public Recording Record(Batch sample, Moment moment = default)
    {
        ArgumentNullException.ThrowIfNull(sample);
        if (sample.Size != 1)
        {
            throw new ArgumentException($"One sample can be followed, not {sample.Size}.", nameof(sample));
        }

        using Workspace.Scope scope = _workspace.Enter();
        var recorder = new SegregatedRecorder(_dynamics, UnitsTraced, UnitsOfRaster);
        if (_dynamics.Options.Mode == SegregatedMode.Rate)
        {
            SegregatedUnits rates = Run(sample, moment);
            return recorder.OfRates(rates);
        }

        SegregatedSample simulation = _simulation.Samples[0];
        simulation.Step = _ => recorder.Note(simulation);
        try
        {
            Run(sample, moment);
        }
        finally
        {
            simulation.Step = null;
        }

        return recorder.OfSpikes(simulation);
    }

    /// <summary>See <see cref="SegregatedDendrites.Contraction"/>.</summary>
    public double Contraction(Batch sample, Moment moment = default)
    {
        if (_dynamics.Weights.L != 2)
        {
            throw new ArgumentException($"The theorem is about one hidden layer, not {_dynamics.Weights.L - 1}.");
        }

        using Workspace.Scope scope = _workspace.Enter();
        SegregatedUnits units = Run(sample, moment);
        Matrix beta = _dynamics.Weights.W[2].Value.TimesColumn(SlopeOf(units.MeanV[2]))
            .Scaled(SegregatedWeights.MostRate * SegregatedDynamics.OutputCoupling * Heard);
        Matrix gamma = _dynamics.Weights.Y[1].Value.TimesColumn(SlopeOf(units.Before[1])).Scaled(Heard);
        double norm = LinearAlgebra.SpectralNorm(LinearAlgebra.Identity(beta.Rows, beta.Precision).Minus(beta.Dot(gamma)));
        return norm * norm;

        static Matrix SlopeOf(Matrix v) => v.Map(ScalarFunction.Sigmoid).Map(ScalarFunction.SigmoidSlope).T.ToMatrix();
    }

    // In the caller's workspace where there is one: what Teach makes must outlive it.
    private SegregatedUnits Run(Batch batch, Moment moment)
    {
        _simulation.Units.Clear();
        _dynamics.Weights.Turn();
        _noise.ForkInto(_step, "step", moment.Step);
        return _simulation.Learn(batch.X, batch.T, _step);
    }
}
