namespace Apical.Runs;

/// <summary>Keeps others from writing a run, from before it is read until it is opened to go on: so what was read is what is gone on with.</summary>
public sealed class RunLock : IDisposable
{
    private HeldFile? _file;

    private RunLock(string folder, HeldFile file) => (Folder, _file) = (folder, file);

    /// <summary>The folder of the run.</summary>
    public string Folder { get; }

    /// <summary>Takes it.</summary>
    /// <param name="folder">The folder of a run.</param>
    /// <exception cref="DirectoryNotFoundException">There is no run.</exception>
    /// <exception cref="IOException">Another process is writing this run.</exception>
    public static RunLock Take(string folder)
    {
        _ = RunFolder.ReadRecord(folder);               // says so where no run is
        return new(folder, MetricsFile.Lock(Path.Combine(folder, RunFolder.MetricsName)));
    }

    /// <summary>Lets go of it, unless the run was opened since.</summary>
    public void Dispose() => _file?.Dispose();

    /// <summary>Hands it over to whoever lets go of it from now on.</summary>
    internal HeldFile HandOver()
    {
        HeldFile file = _file ?? throw new InvalidOperationException("The run was opened with this lock already.");
        _file = null;
        return file;
    }
}
