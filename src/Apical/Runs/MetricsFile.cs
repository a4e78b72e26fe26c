using System.Text;

namespace Apical.Runs;

/// <summary>Appends to <c>metrics.csv</c>: one row per number, whole lines only, in the file when <see cref="Append"/> returns.</summary>
/// <remarks>Several threads may append to one object. A second writer of the same file is refused; readers are not.</remarks>
public sealed class MetricsFile : IDisposable
{
    /// <summary>The first line of every file.</summary>
    public const string Header = "rule,run,epoch,step,metric,layer,value";

    /// <summary>What the name of the lock of a file ends with.</summary>
    public const string LockEnding = ".lock";

    private const int Looks = 50;                       // half a second, in which a folder is deleted

    private readonly Lock _turn = new();
    private readonly Stack<HeldFile> _locks = [];
    private readonly FileStream _stream;
    private readonly string _path;
    private long _end;

    private MetricsFile(HeldFile held, FileStream stream, string path)
    {
        _locks.Push(held);
        (_stream, _path, _end) = (stream, Path.GetFullPath(path), stream.Length);
    }

    /// <summary>Opens a file for appending, or creates it. A last line cut short when a run was killed is removed first.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <exception cref="IOException">Someone else is writing this file.</exception>
    /// <exception cref="InvalidDataException">The file is something else than metrics.</exception>
    public static MetricsFile Open(string path) => Open(path, fresh: false);

    /// <summary>Whether a process, this one included, has a file open for appending. One left behind by a kill is not.</summary>
    /// <param name="path">The file; it need not exist.</param>
    public static bool IsBeingWritten(string path) => LockFile.IsHeld(path + LockEnding);

    /// <summary>Whether opening a run or its measurements failed because another writes them, rather than because a disk is full, say.</summary>
    /// <param name="error">What opening threw.</param>
    public static bool IsTaken(IOException error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return error is not DiskException && error.InnerException is IOException cause && LockFile.IsTaken(cause);
    }

    /// <summary>Called when the file is not as it was left, before its lock is looked at: what happens in that moment can be tested so.</summary>
    internal Action? Looked { get; set; }

    /// <summary>As <see cref="Open(string)"/>; a fresh file loses all it held, another rows after <paramref name="keepEpochs"/> and marks of failure.</summary>
    internal static MetricsFile Open(string path, bool fresh, int? keepEpochs = null) => Open(Lock(path), path, fresh, keepEpochs);

    /// <summary>As <see cref="Open(string, bool, int?)"/>, with a lock that was taken before; let go of when this is disposed, or cannot be opened.</summary>
    internal static MetricsFile Open(HeldFile held, string path, bool fresh, int? keepEpochs)
    {
        FileStream? stream = null;
        try
        {
            if (Directory.Exists(path))
            {
                throw new InvalidDataException($"'{path}' is a folder, and a file was expected there. Move it away, or put the file back from a copy.");
            }

            if (keepEpochs is { } last && !fresh && File.Exists(path))
            {
                MetricsRepair.DropAfter(last, path);
            }

            stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete, bufferSize: 0);
            if (!stream.CanSeek)
            {
                throw new InvalidDataException($"'{path}' is a pipe or a device, and a file was expected there. Move it away.");
            }

            if (fresh)
            {
                stream.SetLength(0);
            }

            MetricsRepair.EndWhole(stream, path);
            return new MetricsFile(held, stream, path);
        }
        catch (Exception error)
        {
            stream?.Dispose();
            held.Dispose();
            if (DiskException.IsOne(error))
            {
                throw new DiskException(path, error);
            }

            throw;
        }
    }

    /// <summary>Appends rows in one piece, and hands them to the operating system before it returns.</summary>
    /// <param name="rows">Usually everything one replicate measured in one epoch.</param>
    /// <exception cref="ArgumentException">A rule or metric name is empty or holds control characters.</exception>
    /// <exception cref="DiskException">The disk is full, or a limit is reached; the file is as before.</exception>
    /// <exception cref="IOException">Another program has deleted or replaced the file, or its folder; where that can be done, it is put back.</exception>
    public void Append(params IEnumerable<MetricRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            MetricsText.AppendLine(text, row);
        }

        byte[] bytes = Encoding.UTF8.GetBytes(text.ToString());
        lock (_turn)
        {
            KeepPlace();
            try
            {
                _stream.Write(bytes);
                _stream.Flush();
                _end += bytes.Length;
            }
            catch (Exception error) when (DiskException.IsOne(error))
            {
                _stream.SetLength(_end);                // better without this epoch than with half a line
                throw new DiskException(_path, error);
            }
        }
    }

    /// <summary>Sees to it that what is written goes where people look for it, and nobody else writes there.</summary>
    /// <exception cref="IOException">The folder is gone, or the file is another now; where that can be done, this one is put back.</exception>
    internal void RequirePlace()
    {
        lock (_turn)
        {
            KeepPlace();
        }
    }

    /// <summary>Has what was appended survive a power cut, too. What builds on it, such as a checkpoint, is written afterwards.</summary>
    internal void Sync()
    {
        lock (_turn)
        {
            try
            {
                _stream.Flush(flushToDisk: true);
            }
            catch (Exception error) when (DiskException.IsOne(error))
            {
                throw new DiskException(_path, error);
            }
        }
    }

    /// <summary>Has these rows and no others.</summary>
    internal void Replace(IEnumerable<MetricRow> rows)
    {
        lock (_turn)
        {
            KeepPlace();
            _stream.SetLength(0);
            MetricsRepair.EndWhole(_stream, _path);
            _end = _stream.Length;
        }

        Append(rows);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_turn)
        {
            _stream.Dispose();
            while (_locks.TryPop(out HeldFile? held))
            {
                held.Dispose();
            }
        }
    }

    /// <summary>
    /// Takes a lock beside the file, because a lock on the file itself keeps readers out as well (Unix) or does not keep writers out.
    /// The system drops it when the process dies; a lock file that stays behind locks nothing.
    /// </summary>
    internal static HeldFile Lock(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            return HeldFile.Take(path + LockEnding);
        }
        catch (IOException error) when (error is not (DirectoryNotFoundException or PathTooLongException))
        {
            throw !LockFile.IsTaken(error) ? new DiskException(path, error)
                : new IOException($"Expected to be the only writer of '{path}', but another run is writing it. "
                + "Wait for that run to end, or choose another folder.", error);
        }
    }

    private void KeepPlace()
    {
        string folder = Path.GetDirectoryName(_path)!;
        try
        {
            KeepFile(folder);
        }
        catch (Exception error) when ((error is FileNotFoundException or DirectoryNotFoundException) && !Directory.Exists(folder))
        {
            throw RunPlace.Gone(folder);                // it went while it was looked at
        }
    }

    private void KeepFile(string folder)
    {
        for (int tries = Looks; ; tries--)
        {
            if (!Directory.Exists(folder))
            {
                throw RunPlace.Gone(folder);
            }

            if (!_locks.Peek().IsThere)
            {
                _locks.Push(Lock(_path));               // who deletes it lets others in
            }

            // A file that is open cannot be written by others on Windows, which may tell its length late.
            long length = RegularFile.LengthOf(_path);
            bool there = length >= 0;
            if (there && (OperatingSystem.IsWindows() || (length == _end && _stream.Length == _end)))
            {
                return;
            }

            Looked?.Invoke();
            if (_locks.Peek().IsInPlace)
            {
                throw PutBack(there);
            }

            if (_locks.Peek().IsThere || tries == 1)
            {
                throw new IOException(
                    $"Another run began to write '{_path}' while this one did, for its lock was deleted. This one stops, and leaves it alone.");
            }

            Thread.Sleep(10);                           // nobody took it: it was deleted just now, and with it perhaps all of the folder
        }
    }

    /// <summary>What was written here comes back into its place; what another program has put there stays beside it.</summary>
    /// <returns>What is to be told of it.</returns>
    private IOException PutBack(bool there)
    {
        byte[] mine = new byte[_end];
        _stream.Position = 0;
        bool whole = _stream.ReadAtLeast(mine, mine.Length, throwOnEndOfStream: false) == mine.Length;
        _stream.Position = Math.Min(_end, _stream.Length);
        if (!whole)
        {
            return new IOException($"'{_path}' was cut short by another program while this run wrote it. Put it back from a copy before you go on.");
        }

        string aside = $"{_path}.other-{Path.GetRandomFileName()}";
        if (there)
        {
            File.Move(_path, aside);
        }

        AtomicFile.Write(_path, stream => stream.Write(mine));
        string what = there ? $"replaced or changed by another program while this run wrote it; that one is '{aside}' now, and this run's"
            : "deleted while this run wrote it, and what it had measured";
        return new IOException($"'{_path}' was {what} is back in its place. Leave it alone, and go on with the run.");
    }
}
