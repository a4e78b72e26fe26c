using Apical.Cli.Settings;
using Apical.Runs;
using Apical.Training;

namespace Apical.Cli;

/// <summary>What a run that goes on had before.</summary>
internal static class TrainedBefore
{
    /// <summary>The rate that a test found when a run began; null where the rate was given.</summary>
    public static double? FoundRate(string path) =>
        Measured(path).Where(row => row.Metric == MetricNames.LearningRate).Select(row => (double?)row.Value).LastOrDefault();

    /// <summary>Goes back to the checkpoint, where there is one.</summary>
    public static void ContinueFrom(TrainingRun run, string path, string checkpoint)
    {
        if (!Checkpoint.IsThere(checkpoint))
        {
            return;                                     // stopped in its first epoch: from the beginning, then
        }

        try
        {
            run.ContinueFrom(checkpoint, Measured(path));
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException($"'{checkpoint}' does not fit the settings in {RunFolder.RecordName}. {Problem.Line(error)}", error);
        }
    }

    private static IReadOnlyList<MetricRow> Measured(string path)
    {
        try
        {
            return MetricsTable.Read(Path.Combine(path, RunFolder.MetricsName)).Rows;
        }
        catch (FileNotFoundException error)
        {
            throw new InvalidDataException($"{error.Message} Or delete '{Path.Combine(path, RunFolder.CheckpointName)}' to begin again from epoch 0.", error);
        }
    }

    /// <summary>What was recorded of a run.</summary>
    public static (Recipe Recipe, RunRequest Request, int Every) Recorded(RunRecord record, RunRequest request, string path)
    {
        if (!RunSettings.AreOfTraining(record.Description.Settings))
        {
            throw new UsageException($"--resume: '{path}' is not a run of 'apical train' ({record.Description.Command}); only those have checkpoints.");
        }

        try
        {
            var (recipe, probes, samples, every, keep) = RunSettings.ReadTraining(record.Description.Settings);
            return (recipe, request with { Probes = probes, ProbeSamples = samples, Keep = keep }, every);
        }
        catch (Exception error) when (Problem.IsOfOtherJson(error))
        {
            throw new InvalidDataException(
                $"'{Path.Combine(path, RunFolder.RecordName)}' does not hold the settings of a run that this version can go on with. "
                    + Problem.Line(error), error);
        }
    }
}
