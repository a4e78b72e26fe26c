using Apical.Cli.Settings;
using Apical.Data;
using Apical.Learning;
using Apical.Models;
using Apical.Training;

namespace Apical.Cli.Output;

/// <summary>Writes the models of a run that came to its end.</summary>
internal static class ModelFile
{
    /// <summary>Writes what is to be kept. Where that is the best epoch alone, the learner goes back to it.</summary>
    /// <param name="path">The file; its folder is made.</param>
    /// <param name="bestPath">The file for the best epoch beside the last.</param>
    /// <param name="run">The run.</param>
    /// <param name="recipe">Resolved.</param>
    /// <param name="data">The data that it was loaded for.</param>
    /// <param name="keep">What is kept.</param>
    public static void Write(string path, string bestPath, TrainingRun run, Recipe recipe, DataSplits data, KeptModel keep)
    {
        (int last, int best) = (run.Trainer.Epoch, run.State.Best?.Epoch ?? run.Trainer.Epoch);
        LearnerState? kept = run.BestModel;
        if (keep == KeptModel.Best && kept is not null)
        {
            run.Learner.RestoreModel(kept);
            last = best;
        }

        if (keep != KeptModel.None)
        {
            Of(last).Save(path);
        }

        if (keep == KeptModel.Both)
        {
            Of(best).Save(bestPath, kept);
        }

        TrainedModel Of(int epoch) => TrainedModel.Of(ModelCards.Of(recipe, data, run.State.Run, epoch), run.Learner);
    }
}
