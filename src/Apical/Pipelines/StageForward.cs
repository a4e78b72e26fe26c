using Apical.Networks;
using Apical.Rules;

namespace Apical.Pipelines;

/// <summary>The way up through the layers of a stage: of the batch, piece by piece, and of the noise from which feedback learns.</summary>
internal sealed class StageForward
{
    private readonly Network _network;
    private readonly INoisyFeedback? _noisy;
    private readonly ILinks _links;
    private readonly PipelineOptions _options;
    private readonly Placement _placement;
    private readonly Workspace _workspace;
    private readonly int _first, _last;

    /// <summary>Takes its place.</summary>
    public StageForward(LearningRule rule, ILinks links, PipelineOptions options, Placement placement, Workspace workspace)
    {
        (_network, _noisy, _links, _options, _placement, _workspace) = (rule.Network, rule as INoisyFeedback, links, options, placement, workspace);
        (_first, _last) = placement[links.Stage];
    }

    private int Stage => _links.Stage;

    private bool IsTop => _last == _network.L;

    /// <summary>Passes a batch through, and at all stages but the last the noise behind it.</summary>
    public void Run(StageRoom room)
    {
        int[] cut = _options.Cut(room.Batch.Size, _links.Stages);
        for (int piece = 0; piece < cut.Length - 1; piece++)
        {
            using Workspace.Scope scope = _workspace.Enter();
            Matrix h = Input(room, cut[piece], cut[piece + 1]);
            for (int i = _first; i <= _last; i++)
            {
                h = Compute(room, i, h, cut[piece]);
                _links.Poll();
            }

            if (!IsTop)
            {
                _links.Send(Stage + 1, Pieces.Bytes(h));
            }
        }

        PassStops(room);
        if (!IsTop)
        {
            Noise(room);
        }
    }

    /// <summary>Passes noise through: that of the layers of this stage, and what comes from those below.</summary>
    public void Noise(StageRoom room)
    {
        if (_noisy is null)
        {
            return;
        }

        for (int lane = 1; lane <= Math.Min(_last, _network.L - 1); lane++)
        {
            using Workspace.Scope scope = _workspace.Enter();
            Matrix y = lane < _first ? Received(room) : Disturbed(room, lane);
            for (int i = Math.Max(_first, lane + 1); i <= _last; i++)
            {
                y = Target.Forward(room.Pass, i, y);
                _links.Poll();
            }

            if (!IsTop)
            {
                _links.Send(Stage + 1, Pieces.Bytes(y));
                continue;
            }

            Matrix change = y.Minus(Target.Output(room.Pass, _network.L));
            if (lane >= _first)
            {
                room.Change(lane).CopyFrom(change);
            }
            else
            {
                _links.Send(_placement.StageOf(lane), Pieces.Bytes(change));
            }
        }
    }

    /// <summary>Waits for what the output made of the noise of the layers of this stage.</summary>
    public void HearChanges(StageRoom room)
    {
        for (int i = _first; _noisy is not null && !IsTop && i <= _last; i++)
        {
            _links.Receive(_links.Stages - 1, Pieces.Bytes(room.Change(i)));
        }
    }

    private Matrix Input(StageRoom room, int begin, int end)
    {
        bool whole = end - begin == room.Batch.Size;
        if (_first == 1)
        {
            return whole ? room.Batch.X : Piece(room.Batch.X, begin, end);
        }

        Matrix all = room.H(_first - 1), h = whole ? all : Workspace.Temporary(all.Rows, end - begin, all.Backend);
        _links.Receive(Stage - 1, Pieces.Bytes(h));
        if (!whole)
        {
            Pieces.Put(h, all, begin);
        }

        return h;
    }

    // Rules look at s(a) of hidden layers only, so a need not be kept; the output has both, and its softmax is taken of the whole batch.
    private Matrix Compute(StageRoom room, int i, Matrix input, int begin)
    {
        Matrix all = room.H(i);
        bool whole = input.Columns == all.Columns, top = i == _network.L;
        Matrix s = whole ? all : Workspace.Temporary(all.Rows, input.Columns, all.Backend);
        Matrix a = !top ? s : whole ? room.A! : Workspace.Temporary(all.Rows, input.Columns, all.Backend);
        _network[i].Compute(input, a, s);
        if (!whole)
        {
            Pieces.Put(s, all, begin);
            if (top)
            {
                Pieces.Put(a, room.A!, begin);
            }
        }

        return s;
    }

    private Matrix Received(StageRoom room)
    {
        Matrix like = room.H(_first - 1), y = Workspace.Temporary(like.Rows, like.Columns, like.Backend);
        _links.Receive(Stage - 1, Pieces.Bytes(y));
        return y;
    }

    private Matrix Disturbed(StageRoom room, int lane)
    {
        Matrix epsilon = room.Noise(lane);
        epsilon.CopyFrom(_noisy!.Noise(room.Pass, lane, room.Moment));
        return room.Pass.H[lane].Plus(epsilon);
    }

    // Behind each batch goes up whether a stage below was asked to stop.
    private void PassStops(StageRoom room)
    {
        Span<byte> stops = stackalloc byte[1];
        if (Stage > 0)
        {
            _links.Receive(Stage - 1, stops);
        }

        room.Stops = stops[0] != 0;
        if (!IsTop)
        {
            stops[0] = (byte)(room.Stops || _options.Stopping() ? 1 : 0);
            _links.Send(Stage + 1, stops);
        }
    }

    private static Matrix Piece(Matrix all, int begin, int end)
    {
        Matrix piece = Workspace.Temporary(all.Rows, end - begin, all.Backend);
        Pieces.Take(all, begin, piece);
        return piece;
    }
}
