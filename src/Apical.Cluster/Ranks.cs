namespace Apical.Cluster;

/// <summary>The ranks that <c>mpirun</c> or <c>srun</c> started, of which this process is one.</summary>
/// <remarks>Open MPI or MPICH is looked for when <see cref="Join"/> is called. One thread at a time.</remarks>
public sealed unsafe class Ranks : IRanks, IDisposable
{
    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(10), s_words = TimeSpan.FromSeconds(2);

    private static Ranks? s_joined;

    private readonly Mpi _mpi;
    private bool _left;

    private Ranks(Mpi mpi, Launcher launcher)
    {
        _mpi = mpi;
        (Rank, Size, Host, LauncherName) = (mpi.Rank, mpi.Size, mpi.Host, launcher.Name);
        Hosts = Agreement.Texts(this, Host);
    }

    /// <inheritdoc/>
    public int Rank { get; }

    /// <inheritdoc/>
    public int Size { get; }

    /// <summary>The machine of this rank.</summary>
    public string Host { get; }

    /// <summary>The machine of each.</summary>
    public IReadOnlyList<string> Hosts { get; }

    /// <summary>What started them.</summary>
    public string LauncherName { get; }

    /// <summary>The MPI, with its version and the name of its library.</summary>
    public string Library => $"{_mpi.Version} ({_mpi.Path})";

    /// <summary>Whether this process has joined its ranks.</summary>
    public static bool HaveJoined => Volatile.Read(ref s_joined) is not null;

    /// <summary>Notices that calls wait for too long; null where nobody is to.</summary>
    public Patience? Patience { get; set; }

    /// <summary>Joins the other ranks; null where this process was not started as one of several.</summary>
    /// <param name="variable">Looks up an environment variable.</param>
    /// <exception cref="MpiException">There is a launcher, but its MPI cannot be found or does not see all ranks.</exception>
    public static Ranks? Join(Func<string, string?> variable)
    {
        if (Launcher.Of(variable) is not { } launcher)
        {
            return null;
        }

        if (s_joined is not null)
        {
            throw new InvalidOperationException("This process has joined its ranks already; MPI begins once.");
        }

        Mpi mpi;
        using (new SignalGuard())
        {
            mpi = Mpi.Load(launcher.Libraries) ?? throw new MpiException(
                $"{launcher.Name} started this process, but its library ({string.Join(", ", launcher.Libraries)}) is not found. "
                    + $"Install it where the loader looks (LD_LIBRARY_PATH), or name it with {Launcher.LibraryVariable}.");
            mpi.Start();
        }

        if (launcher.Size is { } expected && expected != mpi.Size)
        {
            int seen = mpi.Size;
            if (seen == 1)
            {
                mpi.Finish();                           // each is alone with itself; launchers complain of those that end without
            }

            throw new MpiException($"{launcher.Name} started {expected} ranks, but the library that was found, {mpi.Name} ({mpi.Path}), sees {seen} of them: "
                + $"they do not belong together. With this library, use {mpi.StartedBy}; or name the library of what started them with "
                + $"{Launcher.LibraryVariable}=PATH.");
        }

        return s_joined = new(mpi, launcher);
    }

    /// <summary>Whether the MPI of what started this process is found, so that it can join the other ranks.</summary>
    /// <param name="variable">Looks up an environment variable.</param>
    public static bool CanJoin(Func<string, string?> variable)
    {
        using var guard = new SignalGuard();
        return Launcher.Of(variable) is { } launcher && Mpi.Load(launcher.Libraries) is not null;
    }

    /// <summary>The libraries of MPI that are installed, with their versions.</summary>
    public static IReadOnlyList<string> Installed()
    {
        using var guard = new SignalGuard();
        IEnumerable<Mpi> found = Launcher.AllLibraries.Select(name => Mpi.Load([name])).OfType<Mpi>();
        return [.. found.DistinctBy(mpi => mpi.Version).Select(mpi => $"{mpi.Version} ({mpi.Path})")];
    }

    /// <inheritdoc/>
    public void Exchange<T>(ReadOnlySpan<T> send, Span<T> receive)
        where T : unmanaged
    {
        RequireLength(receive.Length, send.Length);
        int piece = Bytes<T>(send.Length / Size);
        Patience?.Begin();
        fixed (T* theirs = send, mine = receive)
        {
            for (int round = 1; round < Size; round++)
            {
                int to = (Rank + round) % Size, from = (Rank + Size - round) % Size;
                _mpi.SendReceive((byte*)theirs + ((nint)to * piece), to, (byte*)mine + ((nint)from * piece), from, piece);
            }
        }

        Patience?.End();
    }

    /// <inheritdoc/>
    public void Gather<T>(ReadOnlySpan<T> mine, Span<T> all)
        where T : unmanaged
    {
        RequireLength(all.Length, mine.Length * Size);
        Patience?.Begin();
        fixed (T* from = mine, to = all)
        {
            _mpi.AllGather((byte*)from, (byte*)to, Bytes<T>(mine.Length));
        }

        Patience?.End();
    }

    /// <inheritdoc/>
    public void Spread<T>(Span<T> all)
        where T : unmanaged
    {
        Patience?.Begin();
        fixed (T* place = all)
        {
            _mpi.AllGather(null, (byte*)place, Bytes<T>(all.Length / Size));
        }

        Patience?.End();
    }

    /// <inheritdoc/>
    public void Send<T>(int to, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        fixed (T* from = values)
        {
            _mpi.Send((byte*)from, Bytes<T>(values.Length), to);
        }
    }

    /// <inheritdoc/>
    public bool IsThere(int from) => _mpi.IsThere(from);

    /// <inheritdoc/>
    public void Receive<T>(int from, Span<T> values)
        where T : unmanaged
    {
        fixed (T* place = values)
        {
            _mpi.Receive((byte*)place, Bytes<T>(values.Length), from);
        }
    }

    /// <summary>These ranks as stages of a pipeline; to be disposed before they are left.</summary>
    public RankLinks Links() => new(_mpi, Rank, Size, () => Patience);

    /// <summary>MPI's own sum, for a check.</summary>
    /// <param name="mine">What this rank has.</param>
    public float[] AllReduce(ReadOnlySpan<float> mine)
    {
        float[] sums = new float[mine.Length];
        fixed (float* from = mine, to = sums)
        {
            _mpi.AllReduce(from, to, mine.Length);
        }

        return sums;
    }

    /// <summary>Waits until all have come so far.</summary>
    public void Barrier() => _mpi.Barrier();

    /// <summary>Ends all ranks at once.</summary>
    /// <param name="code">The exit code.</param>
    public void Abort(int code)
    {
        _left = true;
        _mpi.Abort(code);
    }

    /// <summary>With which exit code this process ends, should MPI not let go of it.</summary>
    /// <value>Default 1: what does not say that it has come to its end has failed.</value>
    public int Code { get; set; } = 1;

    /// <summary>What is done before it ends so, such as to say why; from another thread.</summary>
    public Action? LastWords { get; set; }

    /// <summary>Leaves, when all leave.</summary>
    public void Dispose()
    {
        if (_left)
        {
            return;
        }

        _left = true;
        if (!_mpi.MayNotLetGo)
        {
            _mpi.Finish();
            return;
        }

        _mpi.Barrier();                                 // from here on there is nothing that one may wait for
        using var gone = new ManualResetEventSlim();
        var watch = new Thread(() =>
        {
            if (!gone.Wait(s_farewell))
            {
                try
                {
                    LastWords?.Invoke();
                }
                finally
                {
                    Thread.Sleep(s_words);              // who ends first and has failed ends the others, before they have said theirs
                    Mpi.Exit(Code);
                }
            }
        })
        {
            IsBackground = true,
        };
        watch.Start();
        _mpi.Finish();
        gone.Set();
        watch.Join();
    }

    private static int Bytes<T>(int count)
        where T : unmanaged => checked(count * sizeof(T));

    private static void RequireLength(int length, int expected)
    {
        if (length != expected)
        {
            throw new ArgumentException($"Expected room for {expected} numbers, got {length}.");
        }
    }
}
