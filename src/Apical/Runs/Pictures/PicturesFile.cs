using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Apical.Runs;

/// <summary>Pictures that a run leaves in its folder beside what it measured, such as filters before and after learning: a file for a run of each rule.
/// </summary>
public static class PicturesFile
{
    /// <summary>Where they lie in the folder of a run.</summary>
    public const string Folder = "pictures";

    /// <summary>How pictures, and what holds some, are written: infinite numbers by name.</summary>
    internal static JsonSerializerOptions Json { get; } = new()
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>Writes a file, or nothing where there are no pictures.</summary>
    /// <param name="runFolder">The folder of the run.</param>
    /// <param name="name">The name of the file without its ending.</param>
    /// <param name="pictures">What it holds.</param>
    public static void Write(string runFolder, string name, IReadOnlyList<Picture> pictures)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        if (pictures.Count > 0)
        {
            // Not with its parents: the folder of a run that was deleted meanwhile does not come back.
            AtomicFile.MakePart(Path.Combine(runFolder, Folder));
            WriteOne(Path.Combine(runFolder, Folder, name + ".json"), pictures);
        }
    }

    /// <summary>Writes a file elsewhere.</summary>
    /// <param name="path">The file; its folder is made when it is not there.</param>
    /// <param name="pictures">What it holds.</param>
    public static void WriteOne(string path, IReadOnlyList<Picture> pictures)
    {
        AtomicFile.MakeFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        AtomicFile.WriteText(path, JsonSerializer.Serialize(pictures, Json) + "\n");
    }

    /// <summary>All pictures of a run, file after file by name.</summary>
    /// <param name="runFolder">The folder of the run.</param>
    /// <exception cref="InvalidDataException">A damaged file.</exception>
    public static IReadOnlyList<Picture> Read(string runFolder)
    {
        string folder = Path.Combine(runFolder, Folder);
        return Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal).SelectMany(ReadOne)] : [];
    }

    /// <summary>The pictures of a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static IReadOnlyList<Picture> ReadOne(string path)
    {
        try
        {
            return PictureCheck.Of(JsonText.Deserialize<IReadOnlyList<Picture>>(Utf8Text.Read(path), Json));
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path} is no file of pictures, or damaged: {error.Message}", error);
        }
    }
}
