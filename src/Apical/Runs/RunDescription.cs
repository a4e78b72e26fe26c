using System.Text.Json.Nodes;

namespace Apical.Runs;

/// <summary>What a run sets out to do, known before it starts.</summary>
public sealed record RunDescription
{
    /// <summary>The command line, as a person would type it to get the same run.</summary>
    public required string Command { get; init; }

    /// <summary>Every setting, defaults included. May be nested. Numbers that are not finite are written as null.</summary>
    public required JsonObject Settings { get; init; }

    /// <summary>Seeds of the replicates, in order.</summary>
    /// <value>Default none.</value>
    public IReadOnlyList<ulong> Seeds { get; init; } = [];

    /// <summary>What the run's probes declare that they measure, so that a page says it without them.</summary>
    /// <value>Default none.</value>
    public IReadOnlyList<Metric> Metrics { get; init; } = [];

    /// <summary>Version of Apical.</summary>
    /// <value>Default: the version of this assembly.</value>
    public string ApicalVersion { get; init; } = typeof(RunDescription).Assembly.GetName().Version?.ToString(3) ?? "unknown";

    /// <summary>The commit of the folder in which it was begun.</summary>
    /// <value>Default null: git does not look after it, or is not there; not noted, as in earlier versions.</value>
    public CodeRecord? Code { get; init; }

    /// <summary>Assemblies from outside that it was made with.</summary>
    /// <value>Default none.</value>
    public IReadOnlyList<PluginRecord> Plugins { get; init; } = [];

    /// <summary>Samples that could not be read and were left out, each with the reason.</summary>
    /// <value>Default none.</value>
    public IReadOnlyList<string> SkippedData { get; init; } = [];

    /// <summary>Which weights of other runs it began with, in words.</summary>
    /// <value>Default none: weights were drawn.</value>
    public IReadOnlyList<string> StartedFrom { get; init; } = [];

    /// <summary>What it learns from; several sets in a sweep over them.</summary>
    /// <value>Default none: not noted, as in earlier versions.</value>
    public IReadOnlyList<DataRecord> Data { get; init; } = [];

    /// <summary>Where it is computed.</summary>
    /// <value>Default: this machine.</value>
    public MachineFacts Machine { get; init; } = MachineFacts.Current();
}
