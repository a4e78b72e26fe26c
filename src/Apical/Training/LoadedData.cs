using Apical.Data;
using Apical.Runs;

namespace Apical.Training;

/// <summary>The data of several recipes: those of equal ones are loaded once.</summary>
public sealed class LoadedData
{
    private readonly Dictionary<(DataRecipe, ulong, Precision), DataSplits> _loaded = [];

    /// <summary>What could not be read in those that were loaded.</summary>
    public IReadOnlyList<string> Skipped => [.. _loaded.Values.SelectMany(data => data.Skipped).Distinct()];

    /// <summary>What was loaded, for the record of a run.</summary>
    public IReadOnlyList<DataRecord> Records => [.. _loaded.Select(one => DataRecords.Of(one.Key.Item1, one.Value)).Distinct()];

    /// <summary>The data of a recipe.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <exception cref="DatasetException">The files are missing or damaged.</exception>
    public DataSplits Of(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        (DataRecipe, ulong, Precision) wanted = (recipe.Data, recipe.Seed, recipe.Precision);
        return _loaded.TryGetValue(wanted, out DataSplits? known) ? known : _loaded[wanted] = recipe.LoadData();
    }
}
