using Apical.Data;
using Apical.Runs;

namespace Apical.Training;

/// <summary>What the record of a run says of its data.</summary>
public static class DataRecords
{
    /// <summary>The record of loaded data.</summary>
    /// <param name="recipe">What was loaded.</param>
    /// <param name="data">The data, from <see cref="DataRecipe.Load"/>.</param>
    public static DataRecord Of(DataRecipe recipe, DataSplits data)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(data);
        DataFacts facts = data.Facts ?? DataFacts.Of(data);
        return new(recipe.Resolve().Set.Text, facts.Train, facts.Test, data.Train.Features, data.Train.Outputs, data.Train.Classes, facts.Checksum);
    }

    /// <summary>Complains about data that are no longer what a run began with. Records of earlier versions, which said nothing of it, are believed.</summary>
    /// <param name="recorded">What the record of the run says.</param>
    /// <param name="now">What was loaded to go on with.</param>
    /// <param name="run">The folder of the run, for the message.</param>
    /// <exception cref="DatasetException">Something differs; the message says what.</exception>
    public static void RequireSame(IReadOnlyList<DataRecord> recorded, IReadOnlyList<DataRecord> now, string run)
    {
        ArgumentNullException.ThrowIfNull(recorded);
        ArgumentNullException.ThrowIfNull(now);
        foreach (DataRecord loaded in now)
        {
            if (recorded.FirstOrDefault(known => known.Set == loaded.Set) is { } known && known != loaded)
            {
                string counts = (known.Train, known.Test, known.Features) == (loaded.Train, loaded.Test, loaded.Features)
                    ? $"their content has the checksum {loaded.Checksum}, and had {known.Checksum}"
                    : $"there are {loaded.Train} training and {loaded.Test} test samples of {loaded.Features} inputs, "
                        + $"and there were {known.Train} and {known.Test} of {known.Features}";
                throw new DatasetException($"The data of '{run}' were changed since it began: {loaded.Set}: {counts}. "
                    + "Put the files back as they were, or begin a new run, with another --out.");
            }
        }
    }
}
