using Apical.Networks;

namespace Apical.Pipelines;

/// <summary>The way of backpropagation down through the layers of a stage, piece by piece: each stage waits for the one above.</summary>
internal sealed class StageBackward(Network network, ILinks links, PipelineOptions options, (int First, int Last) layers, Workspace workspace)
{
    private readonly Pass _piece = new(network);

    /// <summary>Fills the signals of the layers.</summary>
    public void Run(StageRoom room)
    {
        bool top = layers.Last == network.L;
        for (int i = layers.First; i <= Math.Min(layers.Last, network.L - 1); i++)
        {
            room.Signals[i] = Workspace.Temporary(room.H(i).Rows, room.H(i).Columns, room.H(i).Backend);
        }

        int[] cut = options.Cut(room.Batch.Size, links.Stages);
        for (int piece = 0; piece < cut.Length - 1; piece++)
        {
            using Workspace.Scope scope = workspace.Enter();
            int begin = cut[piece], end = cut[piece + 1];
            Pass pass = Of(room, begin, end);
            Matrix delta;
            if (top)
            {
                delta = Columns(room.Signals[network.L], begin, end);
            }
            else
            {
                Matrix signal = Workspace.Temporary(room.H(layers.Last).Rows, end - begin, room.H(layers.Last).Backend);
                links.Receive(links.Stage + 1, Pieces.Bytes(signal));
                delta = pass.ToA(signal, layers.Last);
                Pieces.Put(delta, room.Signals[layers.Last], begin);
            }

            for (int i = layers.Last - 1; i >= layers.First; i--)
            {
                // δ_i = (W_{i+1}ᵀ δ_{i+1}) ⊙ D_i
                delta = pass.ToA(pass.ToH(network[i + 1].W.Value.T, delta, i), i);
                Pieces.Put(delta, room.Signals[i], begin);
                links.Poll();
            }

            if (layers.First > 1)
            {
                links.Send(links.Stage - 1, Pieces.Bytes(pass.ToH(network[layers.First].W.Value.T, delta, layers.First - 1).ToMatrix()));
            }
        }
    }

    private Pass Of(StageRoom room, int begin, int end)
    {
        if (end - begin == room.Batch.Size)
        {
            return room.Pass;
        }

        _piece.Begin(room.Batch.X, room.Moment.Step);
        for (int i = layers.First; i <= Math.Min(layers.Last, network.L - 1); i++)
        {
            Matrix h = Columns(room.H(i), begin, end);
            _piece.Set(i, h, h);
        }

        return _piece;
    }

    private static Matrix Columns(Matrix all, int begin, int end)
    {
        if (end - begin == all.Columns)
        {
            return all;
        }

        Matrix piece = Workspace.Temporary(all.Rows, end - begin, all.Backend);
        Pieces.Take(all, begin, piece);
        return piece;
    }
}
