using System.Formats.Tar;

namespace Apical.Data;

/// <summary>Finds and reads the files of a CIFAR set: one by one, compressed by gzip or not, or from the archive as it is offered.</summary>
internal sealed class CifarFiles
{
    private const int MostRecords = 100_000;            // twice the official number: no file may ask for more memory than that

    private readonly CifarForm _form;
    private readonly Dictionary<string, byte[]> _archived = [];
    private readonly string _place;

    private CifarFiles(CifarForm form, string place)
    {
        (_form, _place) = (form, place);
        if (!HoldsAny(form, place))
        {
            ReadArchive(Path.Combine(place, form.Archive.Name));
        }
    }

    /// <summary>The folder that they lie in, for messages.</summary>
    public string Place => Path.GetFullPath(_place);

    /// <summary>Where the files of a set lie: in the folder, in its subfolder with the name of the set, or where unpacking put them; null if nowhere.</summary>
    public static string? PlaceIn(CifarForm form, string root) =>
        Places(form, root).FirstOrDefault(place => HoldsAny(form, place) || File.Exists(Path.Combine(place, form.Archive.Name)));

    /// <summary>Folders in which the files may lie.</summary>
    public static IEnumerable<string> Places(CifarForm form, string root) =>
        new[] { root, Path.Combine(root, form.Set) }.SelectMany(place => new[] { place, Path.Combine(place, form.Folder) });

    /// <summary>The files of a set.</summary>
    /// <exception cref="DatasetException">There are none, or the archive is damaged.</exception>
    public static CifarFiles Open(CifarForm form, string root) => new(form, PlaceIn(form, root) ?? throw new DatasetException(
        $"{form.Set}: neither {form.Archive.Name} nor {string.Join(", ", form.All)} (or these with .gz) are in {Path.GetFullPath(root)} or in its "
        + $"subfolders {form.Set} and {form.Folder}. Fetch the archive with 'apical data get {form.Set}', or say with --data-dir where the files are."));

    /// <summary>The records of a file.</summary>
    /// <exception cref="DatasetException">It is missing, damaged, or of another length than records have.</exception>
    public byte[] Read(string name)
    {
        if (!_archived.TryGetValue(name, out byte[]? bytes))
        {
            string path = Path.Combine(_place, name);
            path = new[] { path, path + ".gz" }.FirstOrDefault(File.Exists) ?? throw new DatasetException(
                $"{_form.Set}: {name} (or {name}.gz) is not in {Path.GetFullPath(_place)}, where others of {string.Join(", ", _form.All)} are. "
                + "All of them are needed, in one folder.");
            bytes = Guarded(path, file => ReadAll(GzipFile.Content(file), name));
        }

        return bytes.Length > 0 && bytes.Length % _form.RecordBytes == 0 ? bytes : throw new DatasetException(
            $"{name} in {Path.GetFullPath(_place)}: expected records of {_form.RecordBytes} bytes ({_form.LabelBytes} of labels, {CifarForm.ImageBytes} of an "
            + $"image), got {bytes.Length} bytes. The file is truncated or foreign: get it again.");
    }

    private static bool HoldsAny(CifarForm form, string place) =>
        form.All.Any(name => File.Exists(Path.Combine(place, name)) || File.Exists(Path.Combine(place, name + ".gz")));

    private static T Guarded<T>(string path, Func<FileStream, T> read)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            return read(file);
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            throw new DatasetException($"{Path.GetFullPath(path)} is damaged ({error.Message.TrimEnd('.')}). Delete it and get it again.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"{Path.GetFullPath(path)}: cannot be read. {error.Message}", error);
        }
    }

    private void ReadArchive(string path) => _ = Guarded(path, file =>
    {
        using Stream content = GzipFile.Content(file);
        using var tar = new TarReader(content);
        while (Next(tar) is { } entry)
        {
            string name = entry.Name.Split('/')[^1];
            if (_form.All.Contains(name) && entry.DataStream is { } records)
            {
                _archived[name] = ReadAll(records, name);
            }
        }

        content.CopyTo(Stream.Null);                    // so that what is left of it, and its checksum, was looked at
        string[] missing = [.. _form.All.Except(_archived.Keys)];
        return missing.Length == 0 ? 0 : throw new InvalidDataException($"it lacks {string.Join(", ", missing)}");
    });

    // What .NET throws of a number in the head of an entry that is too large for any.
    private static TarEntry? Next(TarReader tar)
    {
        try
        {
            return tar.GetNextEntry();
        }
        catch (Exception error) when (error is OverflowException or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"its list of files cannot be read: {error.Message}", error);
        }
    }

    private byte[] ReadAll(Stream from, string name)
    {
        using var all = new MemoryStream();
        byte[] some = new byte[1 << 16];
        for (int got; (got = from.Read(some)) > 0;)
        {
            all.Write(some, 0, got);
            if (all.Length > (long)MostRecords * _form.RecordBytes)
            {
                throw new InvalidDataException($"{name} has more than {MostRecords} records, which no file of {_form.Set} has");
            }
        }

        return all.ToArray();
    }
}
