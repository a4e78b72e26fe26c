namespace Apical.Numerics.Matrices;

/// <summary>
/// Where a step computes: its temporaries and its threads. Inside <see cref="Enter"/> every operation on this thread takes its result
/// from here, and the k-th request of each step gets the same buffer as the k-th request of the step before, so a warmed-up step allocates nothing.
/// </summary>
/// <remarks>
/// Results are valid until the scope that made them is left; <see cref="Matrix.Clone"/> keeps one longer. Outside of any workspace, results are
/// freshly allocated. A workspace belongs to one thread at a time.
/// </remarks>
public sealed class Workspace
{
    [ThreadStatic]
    private static Workspace? t_current;

    private readonly List<Matrix> _buffers = [];
    private readonly List<Matrix> _views = [];
    private int _next, _nextView;

    /// <summary>A workspace whose operations run on <paramref name="pool"/>, or on the calling thread alone.</summary>
    /// <param name="pool">Threads to share large operations; several workspaces may not use one pool at the same time.</param>
    public Workspace(WorkerPool? pool = null) => Pool = pool;

    /// <summary>The threads that share large operations; null for the calling thread alone.</summary>
    public WorkerPool? Pool { get; }

    /// <summary>The workspace that this thread computes in, if any.</summary>
    public static Workspace? Current => t_current;

    /// <summary>Starts a step: until the scope is disposed, operations on this thread take their results from here.</summary>
    /// <remarks>Entering again inside a scope is allowed: what the inner scope requested is free again when it is left.</remarks>
    public Scope Enter()
    {
        var scope = new Scope(this, t_current, _next, _nextView);
        t_current = this;
        return scope;
    }

    /// <summary>A matrix from the current workspace, or a fresh one outside of any, whose entries are undefined until it is written.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="backend">Precision and processor.</param>
    /// <returns><c>[rows, columns]</c>, valid until the scope that asked is left.</returns>
    public static Matrix Temporary(int rows, int columns, Backend backend) =>
        t_current is { } workspace ? workspace.Take(rows, columns, backend) : new Matrix(rows, columns, backend, zeroed: false);

    /// <summary>Another shape over the memory of a matrix, from the current workspace, or a fresh one outside of any.</summary>
    internal static Matrix View(Matrix of, int rows, int columns)
    {
        if (t_current is not { } workspace)
        {
            return new Matrix(of, rows, columns);
        }

        if (workspace._nextView == workspace._views.Count)
        {
            workspace._views.Add(new Matrix(of, rows, columns));
        }

        Matrix view = workspace._views[workspace._nextView++];
        view.Show(of, rows, columns);
        return view;
    }

    private Matrix Take(int rows, int columns, Backend backend)
    {
        if (_next == _buffers.Count)
        {
            _buffers.Add(new Matrix(rows, columns, backend, zeroed: false));
        }

        Matrix buffer = _buffers[_next];
        if (!buffer.TryReshape(rows, columns, backend))
        {
            _buffers[_next] = buffer = new Matrix(rows, columns, backend, zeroed: false);
        }

        _next++;
        return buffer;
    }

    /// <summary>One step inside a workspace; dispose it to leave.</summary>
    public readonly struct Scope : IDisposable
    {
        private readonly Workspace _workspace;
        private readonly Workspace? _outer;
        private readonly int _mark, _viewMark;

        internal Scope(Workspace workspace, Workspace? outer, int mark, int viewMark) =>
            (_workspace, _outer, _mark, _viewMark) = (workspace, outer, mark, viewMark);

        /// <summary>Leaves the step; its temporaries will be used again.</summary>
        public void Dispose()
        {
            (_workspace._next, _workspace._nextView) = (_mark, _viewMark);
            t_current = _outer;
        }
    }
}
