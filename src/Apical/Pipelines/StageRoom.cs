using Apical.Data;
using Apical.Networks;
using Apical.Rules;

namespace Apical.Pipelines;

/// <summary>What a stage keeps of a batch from when it passes forward until its layers have learned from it.</summary>
internal sealed class StageRoom
{
    private readonly (int First, int Last) _layers;
    private readonly Matrix?[] _h;                      // entry i is h_i, all samples; from what the first layer takes in to what the last hands up
    private readonly Matrix?[] _noise, _change;
    private readonly Batch? _copy;

    /// <summary>Room for batches of a size.</summary>
    /// <param name="network">The whole network.</param>
    /// <param name="layers">The layers of the stage.</param>
    /// <param name="like">A batch of that size.</param>
    /// <param name="keeps">Whether other batches are drawn before this one is done with, so that what it holds must be copied.</param>
    public StageRoom(Network network, (int First, int Last) layers, Batch like, bool keeps)
    {
        _layers = layers;
        (_h, _noise, _change) = (new Matrix?[network.L + 1], new Matrix?[network.L + 1], new Matrix?[network.L + 1]);
        for (int i = layers.First == 1 ? 1 : layers.First - 1; i <= layers.Last; i++)
        {
            _h[i] = new(network[i].FanOut, like.Size, network.Precision);
        }

        IsTop = layers.Last == network.L;
        A = IsTop ? new(network[network.L].FanOut, like.Size, network.Precision) : null;
        Sent = new(network[network.L].FanOut, like.Size, network.Precision);
        (Pass, Signals) = (new(network), new(network.L));
        if (keeps)
        {
            _copy = new(new Matrix(layers.First == 1 ? like.X.Rows : 0, like.Size, network.Precision), new(like.T.Rows, like.Size, network.Precision));
        }
    }

    /// <summary>Whether the output layer is among the layers.</summary>
    public bool IsTop { get; }

    /// <summary>The batch; of one that is kept the targets, and the inputs at the first stage.</summary>
    public Batch Batch { get; private set; } = null!;

    /// <summary>When it is learned from.</summary>
    public Moment Moment { get; private set; }

    /// <summary>a_L, <c>[n_L, batch]</c>, at the last stage.</summary>
    public Matrix? A { get; }

    /// <summary>What the output sent, <c>[n_L, batch]</c>.</summary>
    public Matrix Sent { get; }

    /// <summary>The pass, in which only the layers of the stage are filled, and what the first of them takes in.</summary>
    public Pass Pass { get; }

    /// <summary>The signals of these layers.</summary>
    public TeachingSignals Signals { get; }

    /// <summary>h_i of all samples.</summary>
    /// <param name="i">From the layer below the first to the last; not 0.</param>
    public Matrix H(int i) => _h[i]!;

    /// <summary>ε of a layer whose feedback learns from noise, <c>[n_i, batch]</c>.</summary>
    /// <param name="i">1..L−1</param>
    public Matrix Noise(int i) => _noise[i] ??= new(_h[i]!.Rows, _h[i]!.Columns, _h[i]!.Precision);

    /// <summary>By how much that noise changed the output, <c>[n_L, batch]</c>.</summary>
    /// <param name="i">1..L−1</param>
    public Matrix Change(int i) => _change[i] ??= new(Sent.Rows, Sent.Columns, Sent.Precision);

    /// <summary>Whether a stage below was asked to stop.</summary>
    public bool Stops { get; set; }

    /// <summary>Begins with a batch.</summary>
    public void Take(Batch batch, Moment moment)
    {
        (Batch, Moment) = (batch, moment);
        if (_copy is not null)
        {
            if (_layers.First == 1)
            {
                _copy.X.CopyFrom(batch.X);
            }

            _copy.T.CopyFrom(batch.T);
            Batch = _copy;
        }

        Signals.Clear();
        Pass.Begin(Batch.X, moment.Step);
        for (int i = _layers.First == 1 ? 1 : _layers.First - 1; i <= _layers.Last; i++)
        {
            Pass.Set(i, i == Pass.L ? A! : _h[i]!, _h[i]!);
        }
    }
}
