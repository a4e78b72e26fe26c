namespace Apical.Exchange.Images;

/// <summary>
/// Images that are decoded when they are asked for. The first ones are kept, up to a given memory; of the others, those that are expected next are decoded
/// ahead by one thread in the background. What an image is like depends on none of that.
/// </summary>
/// <param name="decode">Decodes an image; several threads may call it.</param>
/// <param name="count">Images.</param>
/// <param name="cache">Bytes to keep.</param>
internal sealed class DecodedImages(Func<int, byte[]> decode, int count, long cache)
{
    private const long AheadBytes = 128_000_000;

    private readonly Lock _lock = new();
    private readonly byte[]?[] _kept = new byte[count][];
    private readonly Dictionary<int, Lazy<byte[]>> _ahead = [];
    private readonly Queue<(int Number, Lazy<byte[]> Image)> _order = new(), _todo = new();
    private long _room = cache;
    private int _largest = 1;
    private bool _working;

    /// <summary>Whether nothing is being decoded ahead.</summary>
    internal bool IsIdle
    {
        get
        {
            lock (_lock)
            {
                return !_working;
            }
        }
    }

    /// <summary>An image. An error in decoding it is passed on.</summary>
    public byte[] Of(int number)
    {
        if (Volatile.Read(ref _kept[number]) is { } kept)
        {
            return kept;
        }

        Lazy<byte[]>? begun;
        lock (_lock)
        {
            _ahead.Remove(number, out begun);
        }

        byte[] image = begun?.Value ?? decode(number);      // waits where the other thread is at it, and begins where it is not
        Keep(number, image);
        return image;
    }

    /// <summary>Has images decoded in the background. Of very many the first ones are.</summary>
    public void Expect(ReadOnlySpan<int> numbers)
    {
        bool begin;
        lock (_lock)
        {
            int most = (int)Math.Clamp(AheadBytes / _largest, 16, 4096);
            foreach (int number in numbers[..Math.Min(numbers.Length, most)])
            {
                if (_kept[number] is null && !_ahead.ContainsKey(number))
                {
                    var image = new Lazy<byte[]>(() => decode(number));
                    _ahead[number] = image;
                    _order.Enqueue((number, image));
                    _todo.Enqueue((number, image));
                }
            }

            while (_order.Count > most && _order.TryDequeue(out var oldest))
            {
                Forget(oldest);                             // asked for already, or expected by somebody who never came
            }

            begin = _todo.Count > 0 && !_working;
            _working |= begin;
        }

        if (begin)
        {
            ThreadPool.UnsafeQueueUserWorkItem(all => all.Work(), this, preferLocal: false);
        }
    }

    private bool Awaits((int Number, Lazy<byte[]> Image) one) => _ahead.TryGetValue(one.Number, out Lazy<byte[]>? image) && image == one.Image;

    private void Forget((int Number, Lazy<byte[]> Image) one)
    {
        if (Awaits(one))
        {
            _ahead.Remove(one.Number);
        }
    }

    private void Work()
    {
        while (true)
        {
            (int Number, Lazy<byte[]> Image) next;
            lock (_lock)
            {
                do
                {
                    if (!_todo.TryDequeue(out next))
                    {
                        _working = false;
                        return;
                    }
                }
                while (!Awaits(next));
            }

            try
            {
                _ = next.Image.Value;
            }
            catch (Exception)
            {
                // whoever asks for the image gets the error
            }
        }
    }

    private void Keep(int number, byte[] image)
    {
        lock (_lock)
        {
            _largest = Math.Max(_largest, image.Length);
            if (_kept[number] is null && _room >= image.Length)
            {
                _room -= image.Length;
                Volatile.Write(ref _kept[number], image);
            }
        }
    }
}
