using System.Globalization;
using Apical.Learning;
using Apical.Runs;

namespace Apical.Training;

/// <summary>A training state on disk: everything needed to go on with the same bits.</summary>
public static class Checkpoint
{
    private const string EpochKey = "epoch";
    private const string SecondsKey = "seconds";
    private const string BegunKey = "begun";
    private const string OfKey = "of";
    private const string MeasuredKey = "measured";
    private const string BestPrefix = "best/";

    /// <summary>Writes learner and position; the old file is replaced only when the new one is complete.</summary>
    /// <param name="path">The file.</param>
    /// <param name="trainer">Between two steps.</param>
    /// <param name="best">What the learner had learned at its best epoch, to be kept; null for nothing.</param>
    public static void Write(string path, Trainer trainer, LearnerState? best = null)
    {
        var metadata = new Dictionary<string, string>
        {
            [EpochKey] = trainer.Epoch.ToString(CultureInfo.InvariantCulture),
            [SecondsKey] = trainer.Seconds.ToString("R", CultureInfo.InvariantCulture),
        };
        if (trainer.Of is { } of)
        {
            metadata[OfKey] = of;
        }

        if (trainer.Measured is { } measured)
        {
            metadata[MeasuredKey] = measured;
        }

        if (trainer.Begun is { Steps: > 0 } begun)
        {
            metadata[BegunKey] = FormattableString.Invariant($"{begun.Steps} {begun.Loss:R} {begun.Samples} {begun.Correct}");
        }

        Dictionary<string, StoredTensor> tensors = StateTensors.Of(trainer.Learner.State);
        foreach ((string name, StoredTensor tensor) in best is null ? [] : StateTensors.Of(best))
        {
            tensors.Add(BestPrefix + name, tensor);
        }

        Safetensors.Write(path, tensors, metadata);
    }

    /// <summary>Whether there is something in the place of a checkpoint: a folder or a link to nowhere is told when it is read.</summary>
    /// <param name="path">The file.</param>
    public static bool IsThere(string path) => RegularFile.IsThere(path);

    /// <summary>Restores learner and position.</summary>
    /// <param name="path">A file that <see cref="Write"/> wrote.</param>
    /// <param name="trainer">A trainer and learner made from the same recipe.</param>
    /// <exception cref="InvalidDataException">The file is damaged, no checkpoint, or of another training (<see cref="Trainer.Of"/>).</exception>
    /// <returns>What the learner had learned at its best epoch, where that was kept; else null.</returns>
    /// <exception cref="ArgumentException">It belongs to another recipe.</exception>
    public static LearnerState? Read(string path, Trainer trainer)
    {
        SafetensorsFile file = Safetensors.Read(path);
        (int epoch, double seconds) = Position(file, path);
        PartialEpoch begun = Begun(file, path);
        if (trainer.Of is { } mine && file.Metadata.TryGetValue(OfKey, out string? theirs) && theirs != mine)
        {
            throw new InvalidDataException(
                $"'{path}' is of {theirs}, but this is {mine}: it was copied here from another run. "
                    + "Put its own back, or delete it to begin again from epoch 0.");
        }

        ILookup<bool, KeyValuePair<string, StoredTensor>> parts = file.Tensors.ToLookup(one => one.Key.StartsWith(BestPrefix, StringComparison.Ordinal));
        if (begun.Steps > 0 && epoch >= trainer.Epochs)
        {
            throw new InvalidDataException($"'{path}' was written in the middle of epoch {epoch + 1}: go on to {epoch + 1} epochs or more.");
        }

        trainer.Measured = file.Metadata.GetValueOrDefault(MeasuredKey);
        trainer.Learner.Restore(StateTensors.ToState(parts[false], path));
        trainer.ContinueFrom(epoch, seconds, begun);
        return parts[true].Any() ? StateTensors.ToState(parts[true].Select(one => KeyValuePair.Create(one.Key[BestPrefix.Length..], one.Value)), path) : null;
    }

    /// <summary>The whole epochs after which a checkpoint was written.</summary>
    /// <param name="path">A file that <see cref="Write"/> wrote.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or no checkpoint.</exception>
    public static int EpochOf(string path) => Position(Safetensors.Read(path), path).Epoch;

    private static (int Epoch, double Seconds) Position(SafetensorsFile file, string path) =>
        int.TryParse(file.Metadata.GetValueOrDefault(EpochKey), CultureInfo.InvariantCulture, out int epoch)
            && double.TryParse(file.Metadata.GetValueOrDefault(SecondsKey), CultureInfo.InvariantCulture, out double seconds)
        ? (epoch, seconds)
        : throw new InvalidDataException($"'{path}' does not say which epoch it is from: it is a model, not a checkpoint.");

    private static PartialEpoch Begun(SafetensorsFile file, string path)
    {
        if (!file.Metadata.TryGetValue(BegunKey, out string? text))
        {
            return default;
        }

        CultureInfo invariant = CultureInfo.InvariantCulture;
        return text.Split(' ') is [var steps, var loss, var samples, var correct]
            && int.TryParse(steps, NumberStyles.None, invariant, out int s) && double.TryParse(loss, invariant, out double sum)
            && long.TryParse(samples, NumberStyles.None, invariant, out long n) && long.TryParse(correct, invariant, out long right)
            ? new(s, sum, n, right)
            : throw new InvalidDataException($"'{path}' is damaged: it was written in the middle of an epoch, and '{text}' does not say where.");
    }
}
