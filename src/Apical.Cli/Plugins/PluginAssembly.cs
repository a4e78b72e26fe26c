using System.Reflection;
using System.Runtime.Loader;

namespace Apical.Cli.Plugins;

/// <summary>Loads a plugin: what Apical has itself is shared with it, what it needs beside that lies in its folder.</summary>
internal sealed class PluginAssembly : AssemblyLoadContext
{
    private readonly string _path;
    private readonly AssemblyDependencyResolver _beside;

    /// <summary>A place for a plugin; nothing is loaded yet.</summary>
    /// <param name="path">The whole path of its file.</param>
    public PluginAssembly(string path)
        : base(path) => (_path, _beside) = (path, new(path));

    /// <summary>The assembly in the file.</summary>
    /// <exception cref="BadImageFormatException">It is none.</exception>
    public Assembly Load() => LoadFromAssemblyPath(_path);

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        try
        {
            return Default.LoadFromAssemblyName(assemblyName);
        }
        catch (Exception error) when (error is FileNotFoundException or FileLoadException)
        {
            // Apical does not have it, or only an older version.
            return _beside.ResolveAssemblyToPath(assemblyName) is { } file ? LoadFromAssemblyPath(file) : null;
        }
    }

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _beside.ResolveUnmanagedDllToPath(unmanagedDllName) is { } file ? LoadUnmanagedDllFromPath(file) : nint.Zero;
}
