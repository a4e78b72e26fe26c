using System.Diagnostics;
using System.Globalization;

namespace Apical.Cluster;

/// <summary>A rank that asks rank 0.</summary>
internal sealed class Asker : Dealing
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(1), s_beat = TimeSpan.FromMilliseconds(200), s_asleep = TimeSpan.FromSeconds(5);

    private readonly Lock _talking = new();
    private readonly Thread _thread;
    private readonly ManualResetEventSlim _end = new();
    private bool _left, _over;

    public Asker(IRanks ranks, TimeSpan patience, Action<string> lost)
        : base(ranks, patience, lost)
    {
        _thread = new(() =>
        {
            Guard(Beat);
            _over = true;
            _end.Set();
        })
        { Name = "Apical heartbeat", IsBackground = true };
        _thread.Start();
    }

    public override int? Next(long list, int jobs) => Talk(Ask.Job, list, jobs) is >= 0 and var job ? (int)job : null;

    public override void Leave()
    {
        lock (_talking)
        {
            _left = true;
        }

        _end.Wait();
    }

    private protected override void End()
    {
        Leave();
        _thread.Join();
        _end.Dispose();
    }

    // Says that this rank is there, hears whether all stop, and at last that it may go.
    private void Beat()
    {
        while (!_over)
        {
            Thread.Sleep(s_beat);
            _ = Talk(_left ? Ask.Left : Ask.Beat, 0, 0);
        }
    }

    private long Talk(long what, long list, long jobs)
    {
        lock (_talking)
        {
            if (_over)
            {
                return Answer.End;
            }

            Ranks.Send<long>(0, [what, Stopping.IsCancellationRequested ? 1 : 0, list, jobs]);
            long began = Stopwatch.GetTimestamp(), looked = began;
            while (!Ranks.IsThere(0))
            {
                began = Stopwatch.GetElapsedTime(looked) > s_asleep ? Stopwatch.GetTimestamp() : began;         // this process was stopped for a while
                looked = Stopwatch.GetTimestamp();
                if (Stopwatch.GetElapsedTime(began) > Patience)
                {
                    Lost(string.Create(CultureInfo.InvariantCulture, $"rank 0 was not heard of for {Patience.TotalSeconds:0} s"));
                    _over = true;
                    return Answer.End;
                }

                Thread.Sleep(s_pause);
            }

            long[] answer = new long[1];
            Ranks.Receive<long>(0, answer);
            _over = answer[0] == Answer.End;
            if (answer[0] == Answer.Stop)
            {
                Stop();
            }

            return answer[0];
        }
    }
}
