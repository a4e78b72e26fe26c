using System.Collections.Concurrent;
using Apical.Data;

namespace Apical.Papers;

/// <summary>What an experiment is told: how much to do, from which seed, on whose data.</summary>
public sealed class Setup
{
    private readonly ConcurrentDictionary<(string Name, Precision Precision), Lazy<DataSplits>> _data = new();
    private readonly ConcurrentDictionary<string, Lazy<DataRecord>> _records = new();

    /// <summary>How much to do.</summary>
    /// <value>Default quick.</value>
    public Scale Scale { get; init; } = Scale.Quick;

    /// <summary>The seed.</summary>
    /// <value>Default 1.</value>
    public ulong Seed { get; init; } = 1;

    /// <summary>Replicates of each condition at most.</summary>
    /// <value>Default null: as many as the experiment has at this scale.</value>
    public int? Runs { get; init; }

    /// <summary>Values that parameters have in place of the paper's.</summary>
    /// <value>Default none.</value>
    public SettingValues Values { get; init; } = SettingValues.None;

    /// <summary>Folder of the data sets: the set's own, or the one above it.</summary>
    /// <value>Default null: where <c>apical data get</c> puts them.</value>
    public string? DataDir { get; init; }

    /// <summary>Whether a data set's files are there.</summary>
    /// <param name="name">Its name in the catalogue.</param>
    public bool Has(string name) => DataCatalog.Find(name).IsPresent(DataDir);

    /// <summary>The name of the set that is used for a need: its own, or that of its stand-in when its files are not there.</summary>
    /// <exception cref="DatasetException">The files are missing and nothing can stand in.</exception>
    public string Choose(Need need)
    {
        ArgumentNullException.ThrowIfNull(need);
        return Has(need.Name) ? need.Name : need.StandIn
            ?? throw new DatasetException($"The files of {need.Name} are not there: {HowToGet(need.Name)}.");
    }

    /// <summary>Loads a data set as it is, not normalised; once, however often it is asked for.</summary>
    /// <param name="need">The set, or its stand-in.</param>
    /// <param name="precision">Format of the numbers.</param>
    public DataSplits Load(Need need, Precision precision = Precision.Single)
    {
        string name = Choose(need);
        return _data.GetOrAdd((name, precision),
            key => new(() => DataCatalog.Find(key.Name).Load(new() { Folder = DataDir, Precision = key.Precision }))).Value;
    }

    /// <summary>What the files of a need hold, as the record of an experiment keeps it; null for sets that are not there or made by the program.</summary>
    internal DataRecord? RecordOf(Need need)
    {
        string name = Has(need.Name) ? need.Name : need.StandIn ?? "";
        return name.Length == 0 || DataCatalog.Find(name).IsMade || !Has(name) ? null : _records.GetOrAdd(name, new Lazy<DataRecord>(() =>
        {
            DataSplits data = Load(new Need(name, null));
            DataFacts facts = data.Facts ?? DataFacts.Of(data);
            return new(name, facts.Train, facts.Test, data.Train.Features, data.Train.Outputs, data.Train.Classes, facts.Checksum);
        })).Value;
    }

    /// <summary>What a reader must know about sets that stand in for others; none when all are there.</summary>
    /// <param name="needs">What the experiment needs.</param>
    public IReadOnlyList<string> StandIns(IEnumerable<Need> needs) =>
    [
        .. needs.Where(need => need.StandIn is not null && !Has(need.Name))
            .Select(need => $"Done on {need.StandIn}, a stand-in: the files of {need.Name} are not there ({HowToGet(need.Name)}). "
                + $"The paper's numbers are for {need.Name}."),
    ];

    /// <summary>The random numbers of a replicate.</summary>
    /// <param name="run">Its number, from 1.</param>
    public Rng RngOf(int run) => new Rng(Seed).Fork("run", run);

    /// <summary>A claim that at the quick scale says which of two numbers is the greater, or that something is learned at all, and no more.</summary>
    /// <param name="claim">The claim.</param>
    /// <returns>It, marked as such at that scale.</returns>
    public Claim OrderAtQuick(Claim claim) => Scale == Scale.Quick ? claim with { OrderOnly = true } : claim;

    private static string HowToGet(string name) => $"get them with 'apical data get {name}', or say with --data-dir where they are";
}
