using System.Globalization;
using Apical.Numerics.Matrices;
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
        WriteMatrices(path, trainer.Learner.State, metadata);
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
        trainer.Learner.Restore(file.Tensors.ToDictionary(entry => entry.Key, entry => entry.Value.ToMatrix()));
        trainer.ContinueFrom(epoch, seconds);
    }

    /// <summary>The epoch after which a checkpoint was written.</summary>
    /// <param name="path">A file that <see cref="Write"/> wrote.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or no checkpoint.</exception>
    public static int EpochOf(string path) => Position(Safetensors.Read(path), path).Epoch;

    /// <summary>Writes named matrices: a model file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="matrices">Name and value.</param>
    /// <param name="metadata">Text to keep with them.</param>
    public static void WriteMatrices(string path, IEnumerable<KeyValuePair<string, Matrix>> matrices, IReadOnlyDictionary<string, string>? metadata = null) =>
        Safetensors.Write(path, matrices.ToDictionary(entry => entry.Key, entry => StoredTensor.Of(entry.Value)), metadata);

    private static (int Epoch, double Seconds) Position(SafetensorsFile file, string path) =>
        int.TryParse(file.Metadata.GetValueOrDefault(EpochKey), CultureInfo.InvariantCulture, out int epoch)
            && double.TryParse(file.Metadata.GetValueOrDefault(SecondsKey), CultureInfo.InvariantCulture, out double seconds)
        ? (epoch, seconds)
        : throw new InvalidDataException($"'{path}' does not say which epoch it is from: it is a model, not a checkpoint.");
}
