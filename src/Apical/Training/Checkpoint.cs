using System.Globalization;
using Apical.Learning;
using Apical.Runs;

namespace Apical.Training;

/// <summary>A training state on disk: everything needed to go on with the same bits.</summary>
public static class Checkpoint
{
    private const string EpochKey = "epoch";
    private const string SecondsKey = "seconds";

    /// <summary>Writes learner and position; the old file is replaced only when the new one is complete.</summary>
    /// <param name="path">The file.</param>
    /// <param name="trainer">At the end of an epoch.</param>
    public static void Write(string path, Trainer trainer)
    {
        var metadata = new Dictionary<string, string>
        {
            [EpochKey] = trainer.Epoch.ToString(CultureInfo.InvariantCulture),
            [SecondsKey] = trainer.Seconds.ToString("R", CultureInfo.InvariantCulture),
        };
        WriteState(path, trainer.Learner.State, metadata);
    }

    /// <summary>Restores learner and position.</summary>
    /// <param name="path">A file that <see cref="Write"/> wrote.</param>
    /// <param name="trainer">A trainer and learner made from the same recipe.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or no checkpoint.</exception>
    /// <exception cref="ArgumentException">It belongs to another recipe.</exception>
    public static void Read(string path, Trainer trainer)
    {
        SafetensorsFile file = Safetensors.Read(path);
        (int epoch, double seconds) = Position(file, path);
        trainer.Learner.Restore(StateIn(file));
        trainer.ContinueFrom(epoch, seconds);
    }

    /// <summary>The epoch after which a checkpoint was written.</summary>
    /// <param name="path">A file that <see cref="Write"/> wrote.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or no checkpoint.</exception>
    public static int EpochOf(string path) => Position(Safetensors.Read(path), path).Epoch;

    /// <summary>Writes a model file: the parameters of a learner.</summary>
    /// <param name="path">The file.</param>
    /// <param name="learner">The learner.</param>
    /// <param name="metadata">Text to keep with them.</param>
    public static void WriteModel(string path, ILearner learner, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(learner);
        WriteState(path, new LearnerState().Add(learner.Parameters), metadata);
    }

    private static void WriteState(string path, LearnerState state, IReadOnlyDictionary<string, string>? metadata)
    {
        Dictionary<string, StoredTensor> tensors = state.Matrices.ToDictionary(entry => entry.Key, entry => StoredTensor.Over(entry.Value));
        foreach ((string name, long[] numbers) in state.Whole)
        {
            tensors.Add(name, StoredTensor.Of(numbers, numbers.Length));
        }

        Safetensors.Write(path, tensors, metadata);
    }

    private static LearnerState StateIn(SafetensorsFile file)
    {
        var state = new LearnerState();
        foreach ((string name, StoredTensor tensor) in file.Tensors)
        {
            _ = tensor.Type == StoredType.I64 ? state.Add(name, tensor.AsSpan<long>().ToArray()) : state.Add(name, tensor.ToMatrix());
        }

        return state;
    }

    private static (int Epoch, double Seconds) Position(SafetensorsFile file, string path) =>
        int.TryParse(file.Metadata.GetValueOrDefault(EpochKey), CultureInfo.InvariantCulture, out int epoch)
            && double.TryParse(file.Metadata.GetValueOrDefault(SecondsKey), CultureInfo.InvariantCulture, out double seconds)
        ? (epoch, seconds)
        : throw new InvalidDataException($"'{path}' does not say which epoch it is from: it is a model, not a checkpoint.");
}
