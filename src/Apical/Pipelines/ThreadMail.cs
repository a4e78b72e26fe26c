namespace Apical.Pipelines;

/// <summary>Messages from one thread to another, in room that is used again.</summary>
internal sealed class ThreadMail
{
    private const int SpinsBeforeSleep = 20;

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _there = new(0);
    private readonly Queue<byte[]> _messages = [];
    private readonly Dictionary<int, Stack<byte[]>> _used = [];          // by length
    private bool _broken;

    /// <summary>Puts a copy of a message there.</summary>
    public void Put(ReadOnlySpan<byte> message)
    {
        byte[]? copy = null;
        lock (_lock)
        {
            _ = _used.TryGetValue(message.Length, out Stack<byte[]>? used) && used.TryPop(out copy);
        }

        copy ??= new byte[message.Length];
        message.CopyTo(copy);
        lock (_lock)
        {
            _messages.Enqueue(copy);
        }

        _there.Release();
    }

    /// <summary>Waits for the next message.</summary>
    /// <exception cref="BrokenLinkException">None will come.</exception>
    public void Take(Span<byte> message)
    {
        var spin = new SpinWait();
        while (_there.CurrentCount == 0 && spin.Count < SpinsBeforeSleep)
        {
            spin.SpinOnce(sleep1Threshold: -1);
        }

        _there.Wait();
        byte[] first;
        lock (_lock)
        {
            if (_broken)
            {
                _there.Release();                       // for whoever else waits, or will
                throw new BrokenLinkException("Another stage of the pipeline failed.");
            }

            first = _messages.Dequeue();
        }

        if (first.Length != message.Length)
        {
            throw new InvalidOperationException($"Expected a message of {message.Length} bytes, got {first.Length}: stages do not do the same.");
        }

        first.CopyTo(message);
        lock (_lock)
        {
            if (!_used.TryGetValue(first.Length, out Stack<byte[]>? used))
            {
                _used.Add(first.Length, used = []);
            }

            used.Push(first);
        }
    }

    /// <summary>Nothing more will come.</summary>
    public void Break()
    {
        lock (_lock)
        {
            _broken = true;
        }

        _there.Release();
    }
}
