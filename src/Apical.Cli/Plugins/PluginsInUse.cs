using Apical.Cli.Settings;
using Apical.Data;
using Apical.Models;
using Apical.Papers;
using Apical.Probes;
using Apical.Rules;
using Apical.Runs;
using Apical.Specs;

namespace Apical.Cli.Plugins;

/// <summary>The plugins of a command line, and of the run that it goes on with. What they bring is in the catalogs until this is disposed.</summary>
internal sealed class PluginsInUse : IDisposable
{
    private readonly Stack<IDisposable> _scopes = [];
    private readonly List<PluginRecord> _records = [];

    /// <summary>Which they are.</summary>
    public IReadOnlyList<PluginRecord> Records => _records;

    /// <summary>Loads those that are given, then those that the runs of <c>--resume</c> and <c>--config</c> were made with.</summary>
    /// <exception cref="UsageException">One will not do, or is not the one that the folder of <c>--out</c> was made with.</exception>
    /// <exception cref="IOException">One that the folder of <c>--resume</c> was made with is not there, or has changed.</exception>
    public void Load(IReadOnlyList<string> args)
    {
        (IReadOnlyList<string> paths, string? resume, string? config, string? output) = PluginOption.Read(args);
        if (paths.Contains(""))
        {
            throw new UsageException($"{PluginOption.Name}: an empty value will not do; give the .dll of a plugin, or leave the option out.");
        }

        foreach (string path in paths.DistinctBy(Path.GetFullPath))
        {
            Add(Plugin.Load(path));
        }

        foreach (PluginRecord earlier in MadeWith(resume).Where(earlier => Mine(earlier) is null))
        {
            Add(Plugin.Load(Again(earlier, resume!)));
        }

        foreach (PluginRecord earlier in MadeWith(config).Where(earlier => Mine(earlier) is null))
        {
            Add(Plugin.Load(Again(earlier, config!)));
        }

        // --out of other commands is a file.
        foreach (PluginRecord earlier in MadeWith(Directory.Exists(output) ? output : null))
        {
            if (Mine(earlier) is not { } mine)
            {
                throw new UsageException(
                    $"the folder '{output}' holds a run with the plugin {earlier.Name} {earlier.Version}: "
                        + $"give --plugin {earlier.Path} as well, or another --out.");
            }

            if (mine.Sha256 != earlier.Sha256)
            {
                throw new UsageException(
                    $"the folder '{output}' holds a run with another build of the plugin {mine.Name}. "
                        + $"Choose another with --out, or go on with that one by --resume {CommandWords.Quoted(output!)} "
                        + $"--plugin {CommandWords.Quoted(mine.Path)}.");
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_scopes.TryPop(out IDisposable? scope))
        {
            scope.Dispose();
        }
    }

    private static IReadOnlyList<PluginRecord> MadeWith(string? run) =>
        run is not null && RunConfig.FileOf(run) is var file && File.Exists(file) ? RunRecord.Read(file).Description.Plugins : [];

    private static string Again(PluginRecord earlier, string folder)
    {
        if (!File.Exists(earlier.Path))
        {
            throw new IOException(
                $"'{folder}' was made with the plugin {earlier.Name} {earlier.Version}, which is not at {earlier.Path} any more. "
                    + "Say where it is now: --plugin PATH.");
        }

        return Plugin.Sum(earlier.Path) == earlier.Sha256 ? earlier.Path : throw new IOException(
            $"'{folder}' was made with another build of the plugin {earlier.Name} than the one at {earlier.Path} now. "
                + $"To go on with this one all the same, give --plugin {earlier.Path}.");
    }

    private PluginRecord? Mine(PluginRecord earlier) => _records.Find(mine => mine.Name == earlier.Name);

    private void Add(Plugin plugin)
    {
        try
        {
            int known = Use<RuleInfo>(plugin) + Use<ModelInfo>(plugin) + Use<ProbeInfo>(plugin) + Use<DataEntry>(plugin) + Use<ExperimentInfo>(plugin);
            if (known != plugin.Brings.Count || known == 0)
            {
                throw new ArgumentException("Rules, models, probes, data sets and experiments can be brought, and nothing else; at least one.");
            }

            _ = ModelCatalog.All;                       // a model may not have the name of a rule
        }
        catch (ArgumentException error)
        {
            throw new UsageException($"--plugin: '{plugin.Record.Path}' brings what will not do. {Problem.Line(error)}");
        }

        _records.Add(plugin.Record);
    }

    private int Use<T>(Plugin plugin)
        where T : class, ICatalogued<T>
    {
        T[] more = [.. plugin.Brings.OfType<T>()];
        _scopes.Push(Catalog<T>.Current.With(more).Use());
        return more.Length;
    }
}
