using Apical.Exchange.Inputs;
using Apical.Models;

namespace Apical.Cli.Trained;

/// <summary>The files that a model is to answer, in the order given.</summary>
internal sealed class InputFiles
{
    private readonly IReadOnlyList<(string Path, bool IsTable)> _files;
    private readonly ImageInputs? _images;
    private readonly TableInputs _tables;
    private readonly ArrayInputs _arrays;

    private InputFiles(IReadOnlyList<(string Path, bool IsTable)> files, ModelCard card, string? label)
    {
        (_files, _tables, _arrays) = (files, new TableInputs(card, label), new ArrayInputs(card));
        _images = files.Any(file => !file.IsTable) ? new ImageInputs(card) : null;
    }

    /// <summary>Whether answers must say of which file they are.</summary>
    public bool HasFiles => _files.Count > 1 || _images is not null;

    /// <summary>Whether answers must say of which row they are.</summary>
    public bool HasRows => _files.Any(file => file.IsTable);

    /// <summary>What is done to images, in words.</summary>
    public string ImagePreparation => _images?.Preparation ?? "";

    /// <summary>What they hold, some at a time; with the file of rows, where answers must say it.</summary>
    public IEnumerable<(string? File, InputBlock Block)> Blocks
    {
        get
        {
            foreach (string table in _files.Where(file => file.IsTable).Select(file => file.Path))
            {
                yield return (HasFiles ? table : null, IsArchive(table) ? _arrays.Read(table) : _tables.Read(table));
            }

            foreach (InputBlock block in _images?.Read([.. _files.Where(file => !file.IsTable).Select(file => file.Path)]) ?? [])
            {
                yield return (null, block);
            }
        }
    }

    /// <summary>Looks for them.</summary>
    /// <param name="paths">Files and folders.</param>
    /// <param name="card">The model.</param>
    /// <param name="label">The column of tables that says what samples are, or null.</param>
    /// <exception cref="UsageException">One is of another kind.</exception>
    /// <exception cref="FileNotFoundException">One is not there.</exception>
    public static InputFiles Find(IReadOnlyList<string> paths, ModelCard card, string? label)
    {
        var files = new List<(string, bool)>();
        foreach (string path in paths)
        {
            if (Directory.Exists(path))
            {
                files.AddRange(ImageInputs.In(path).Select(image => (image, false)));
                continue;
            }

            if (!File.Exists(path))
            {
                throw new FileNotFoundException($"There is no file or folder '{path}'.");
            }

            files.Add((path, ImageInputs.IsImage(path) ? false
                : IsArchive(path) || Path.GetExtension(path).ToLowerInvariant() is ".csv" or ".tsv" or ".txt" or ".data" ? true
                : throw new UsageException(
                    $"FILE: '{path}' is neither a table (.csv, .tsv, .txt, .data), nor arrays (.npz), nor an image (.jpg, .jpeg, .png).")));
        }

        return new(files, card, label);
    }

    private static bool IsArchive(string path) => Path.GetExtension(path).Equals(".npz", StringComparison.OrdinalIgnoreCase);
}
