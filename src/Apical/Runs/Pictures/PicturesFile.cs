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
            AtomicFile.MakePart(Path.Combine(runFolder, Folder));
            AtomicFile.WriteText(Path.Combine(runFolder, Folder, name + ".json"), JsonSerializer.Serialize(pictures, Json) + "\n");
        }
    }

    /// <summary>All pictures of a run, file after file by name.</summary>
    /// <param name="runFolder">The folder of the run.</param>
    /// <exception cref="InvalidDataException">A damaged file.</exception>
    public static IReadOnlyList<Picture> Read(string runFolder)
    {
        string folder = Path.Combine(runFolder, Folder);
        return Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal).SelectMany(ReadOne)] : [];
    }

    private static IReadOnlyList<Picture> ReadOne(string path)
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
