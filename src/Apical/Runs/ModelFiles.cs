namespace Apical.Runs;

/// <summary>Finds the model file of a run.</summary>
public static class ModelFiles
{
    private const int Named = 12;

    /// <summary>The file itself, or the only one in the folder of a run.</summary>
    /// <param name="path">A model file or the folder of a run.</param>
    /// <exception cref="FileNotFoundException">There is none, or there are several to choose from; the message names them.</exception>
    public static string Find(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!Directory.Exists(path))
        {
            return File.Exists(path) ? path : throw new FileNotFoundException($"There is no '{path}'. Give the folder of a run, or its model file.");
        }

        string[] there = [.. new[] { RunFolder.ModelName, RunFolder.BestModelName }.Select(name => Path.Combine(path, name)).Where(File.Exists)];
        string folder = Path.Combine(path, RunFolder.ModelsName);
        string[] several = Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*.safetensors").Order(StringComparer.Ordinal)] : [];
        return there.FirstOrDefault() ?? several switch
        {
            [var only] => only,
            { Length: > 1 } => throw new FileNotFoundException($"'{path}' holds {several.Length} models: name one of "
                + $"{string.Join(", ", several.Take(Named))}{(several.Length > Named ? " …" : "")}."),
            _ => throw new FileNotFoundException($"'{path}' holds no model{(IsRun(path)
                ? ": the run has not come to its end, was told to keep none, or was a sweep or a reproduction, which keep none. "
                    + "Train with 'apical train' or 'apical compare'."
                : ", nor is it the folder of a run. Give the folder that a command named under 'Run folder', or a model file.")}"),
        };
    }

    private static bool IsRun(string path) => File.Exists(Path.Combine(path, RunFolder.RecordName));
}
