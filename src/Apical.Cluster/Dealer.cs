using System.Diagnostics;
using System.Globalization;

namespace Apical.Cluster;

/// <summary>Rank 0, which has the numbers.</summary>
internal sealed class Dealer : Dealing
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(1), s_asleep = TimeSpan.FromSeconds(5);

    private readonly Dictionary<long, int> _next = [];
    private readonly Lock _dealing = new();
    private readonly Thread _thread;
    private readonly bool[] _left, _released;
    private readonly long[] _heard;
    private volatile bool _ends;

    public Dealer(IRanks ranks, TimeSpan patience, Action<string> lost)
        : base(ranks, patience, lost)
    {
        (_left, _released, _heard) = (new bool[ranks.Size], new bool[ranks.Size], new long[ranks.Size]);
        _left[0] = _released[0] = true;
        Array.Fill(_heard, Stopwatch.GetTimestamp());
        _thread = new(() => Guard(Deal)) { Name = "Apical dealer", IsBackground = true };
        _thread.Start();
    }

    public override int? Next(long list, int jobs)
    {
        lock (_dealing)
        {
            int next = _next.GetValueOrDefault(list);
            if (next >= jobs || Stopping.IsCancellationRequested)
            {
                return null;
            }

            _next[list] = next + 1;
            return next;
        }
    }

    public override void Leave()
    {
        while (!Array.TrueForAll(_left, left => Volatile.Read(ref left)) && _thread.IsAlive)
        {
            Thread.Sleep(s_pause);
        }
    }

    private protected override void End()
    {
        _ends = true;
        _thread.Join();
    }

    private void Deal()
    {
        long[] asked = new long[Ask.Words];
        long looked = Stopwatch.GetTimestamp();
        while (!Array.TrueForAll(_released, released => released))
        {
            if (Stopwatch.GetElapsedTime(looked) > s_asleep)
            {
                Array.Fill(_heard, Stopwatch.GetTimestamp());           // it was this process that was stopped for a while
            }

            looked = Stopwatch.GetTimestamp();
            bool idle = true;
            for (int rank = 1; rank < Ranks.Size; rank++)
            {
                if (!_released[rank] && Ranks.IsThere(rank))
                {
                    Ranks.Receive<long>(rank, asked);
                    Ranks.Send<long>(rank, [AnswerTo(rank, asked)]);
                    _heard[rank] = Stopwatch.GetTimestamp();
                    idle = false;
                }
            }

            if (idle)
            {
                int silent = Enumerable.Range(0, Ranks.Size).FirstOrDefault(rank => !_released[rank] && Stopwatch.GetElapsedTime(_heard[rank]) > Patience, -1);
                if (silent >= 0)
                {
                    Lost(string.Create(CultureInfo.InvariantCulture, $"rank {silent} was not heard of for {Patience.TotalSeconds:0} s"));
                    return;
                }

                Thread.Sleep(s_pause);
            }
        }
    }

    private long AnswerTo(int rank, long[] asked)
    {
        if (asked[1] != 0)
        {
            Stop();
        }

        Volatile.Write(ref _left[rank], asked[0] == Ask.Left || _left[rank]);
        if (_left[rank] && _ends)
        {
            _released[rank] = true;
            return Answer.End;
        }

        return Stopping.IsCancellationRequested ? Answer.Stop : asked[0] == Ask.Job ? Next(asked[2], (int)asked[3]) ?? Answer.None : Answer.None;
    }
}
