using System.Security.Cryptography;
using System.Text;
using Apical.Training;

namespace Apical.Papers;

/// <summary>A training of a replicate on disk while it is stopped: its checkpoint, and what it had measured.</summary>
/// <param name="files">Where such trainings lie.</param>
/// <param name="of">What the replicate is of, as its file will say.</param>
/// <param name="state">The replicate.</param>
/// <param name="number">Its place among the trainings of the replicate, from 1.</param>
/// <param name="recipe">What is trained.</param>
internal sealed class BegunTraining(JobFiles<MetricRow[]> files, string of, JobState state, int number, Recipe recipe)
{
    private readonly string _group = number == 1 ? state.Group : $"{state.Group}, training {number}";

    private readonly string _of =
        $"{of}, recipe {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(recipe.ToJson().ToJsonString())))[..16]}";

    private string Checkpoint => files.CheckpointOf(_group, state.Run);

    /// <summary>Has a training go on from where it was stopped, if it was.</summary>
    /// <param name="training">Not begun.</param>
    /// <returns>What it had measured; nothing where it begins.</returns>
    /// <exception cref="InvalidDataException">What is there is damaged, or of something else.</exception>
    public IReadOnlyList<MetricRow> GoOn(TrainingRun training)
    {
        if (!File.Exists(Checkpoint) || files.Read(_group, state.Run, _of) is not { Found: { Length: > 0 } rows })
        {
            return [];
        }

        // Of a stop that was cut short itself the two files may be of different moments: then it begins anew, to the same bits.
        if (Training.Checkpoint.EpochOf(Checkpoint) != rows.Max(row => row.Epoch))
        {
            return [];
        }

        training.ContinueFrom(Checkpoint, rows);
        return rows;
    }

    /// <summary>Keeps a training that was stopped.</summary>
    /// <param name="training">Between two steps.</param>
    /// <param name="rows">What it has measured.</param>
    public void Keep(TrainingRun training, IReadOnlyList<MetricRow> rows)
    {
        AtomicFile.MakePart(files.Folder);
        Training.Checkpoint.Write(Checkpoint, training.Trainer);
        files.Write(new(_group, state.Run, [.. rows], null, 0) { Of = _of, Partial = true });
    }

    /// <summary>Removes what was kept, now that it came to its end.</summary>
    public void Forget()
    {
        if (File.Exists(Checkpoint))
        {
            File.Delete(files.PathOf(_group, state.Run));
            File.Delete(Checkpoint);
        }
    }
}
