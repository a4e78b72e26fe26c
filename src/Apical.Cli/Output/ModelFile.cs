using System.Globalization;
using Apical.Learning;
using Apical.Training;

namespace Apical.Cli.Output;

/// <summary>Writes a trained model with the recipe it came from.</summary>
internal static class ModelFile
{
    /// <summary>Writes what it has learned; the recipe, as JSON, and the number of the run go with them.</summary>
    /// <param name="path">The file; its folder is made.</param>
    /// <param name="learner">The learner.</param>
    /// <param name="recipe">Resolved.</param>
    /// <param name="run">Number of the run.</param>
    public static void Write(string path, ILearner learner, Recipe recipe, int run)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        Checkpoint.WriteModel(path, learner, new Dictionary<string, string>
        {
            ["rule"] = recipe.Rule.Text,
            ["run"] = run.ToString(CultureInfo.InvariantCulture),
            ["recipe"] = recipe.ToJson().ToJsonString(),
        });
    }
}
