using System.Collections.Concurrent;
using Apical.Specs;

namespace Apical.Exchange.Images;

/// <summary>Reads a folder or an archive of images as a data set.</summary>
internal sealed class ImageSet
{
    private const int NamedAtMost = 3, Decoders = 4;

    private readonly ImageOptions _options;
    private readonly Framing _framing;
    private readonly IImageFiles _files;
    private readonly string _where;
    private ImageShape? _shape;

    private ImageSet(ImageOptions options, string path)
    {
        NativeParts.Require();
        (_options, _framing, _where) = (options, options.Framing, System.IO.Path.GetFullPath(path));
        try
        {
            _files = Directory.Exists(path) ? new FolderFiles(path) : new ZipFiles(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new DatasetException(IImageFiles.IsImage(System.IO.Path.GetFileName(path)) && File.Exists(path)
                ? $"images: {_where} is a single image. Give the folder, or the .zip, in which there is a folder of images for each class."
                : $"images: {_where} cannot be read as {(Directory.Exists(path) ? "a folder" : "a .zip")}. {error.Message} Give a folder, or a .zip.", error);
        }

        if (_framing.Size is var (height, width))
        {
            _shape = new(options.Grey ? 1 : 3, height, width);
        }
    }

    /// <summary>Where a path leads: as it is, or else below the folder of data sets. Null when nothing is there.</summary>
    public static string? Find(string path, string? folder) =>
        DataFolder.Find(path, folder, System.IO.Path.Exists);

    /// <summary>Reads the set.</summary>
    /// <exception cref="DatasetException">There is none, or images are damaged and may not be.</exception>
    /// <exception cref="ArgumentException">Settings that do not fit each other or the set.</exception>
    public static DataSplits Load(ImageOptions options, DataRequest request)
    {
        string path = Find(options.Path, request.Folder) ?? throw new DatasetException(options.Path.Length == 0
            ? "images: say where they are, as in images:FOLDER or images:FILE.zip; in quotes, images:'FOLDER', where the path has a colon."
            : $"images: there is no {System.IO.Path.GetFullPath(options.Path)}, nor is it in {System.IO.Path.GetFullPath(DataFolder.Resolve(request.Folder))}. "
                + "Give the path of a folder or a .zip.");
        return new ImageSet(options, path).Load(request);
    }

    private DataSplits Load(DataRequest request)
    {
        ImageLayout layout = ImageLayout.Of(_files.Paths, _options.Test, new Rng((ulong)_options.Seed).Fork("split"), _where, Outside()).First(_options.Each);
        (int Number, string Name)[] classes = [.. layout.Train.Select(one => one.Class).Distinct().Order(StringComparer.Ordinal).Index()];
        string[] used = [.. _options.Classes.Of("images", classes).Select(number => classes[number].Name)];
        (int File, string Class)[] all = [.. layout.Train.Concat(layout.Validation ?? []).Concat(layout.Test).Where(one => used.Contains(one.Class))];
        FindShape([.. all.Select(one => one.File)]);
        var images = new DecodedImages(Decode, _files.Paths.Count, _options.CacheMegabytes * 1_000_000L);
        ConcurrentDictionary<int, string> damaged = _options.Check ? Check(images, [.. all.Select(one => one.File)]) : [];
        string[] skipped =
        [
            .. damaged.OrderBy(one => one.Key).Select(one => $"{Shown(_files.Paths[one.Key])}: {one.Value}"),
            .. _files.Outside.Select(name => $"{Shown(name)}: its name leads out of the archive"),
        ];
        if (skipped.Length > 0 && request.Strict)
        {
            throw new DatasetException($"{_where}: {skipped.Length} of {Counted.Of(all.Length + _files.Outside.Count, "image")} cannot be read: "
                + $"{string.Join("; ", skipped.Take(NamedAtMost))}{(skipped.Length > NamedAtMost ? " …" : ".")} Without --strict-data they are left out.");
        }

        string name = System.IO.Path.GetFileNameWithoutExtension(System.IO.Path.TrimEndingDirectorySeparator(_where));
        ImageSamples? Part(string part, IEnumerable<(int File, string Class)>? some)
        {
            (int File, string Class)[] good = InTurn((some ?? []).Where(one => used.Contains(one.Class) && !damaged.ContainsKey(one.File)));
            int[] labels = [.. good.Select(one => Array.IndexOf(used, one.Class))];
            if (some is not null && good.Length == 0)
            {
                throw new DatasetException($"{_where}: no image is for {part}. " + (layout.Test.Count == 0
                    ? $"With test={ValueText.Show(_options.Test)} of each class there is none: give a larger share."
                    : "Those that there were are damaged, or of other classes.") + Outside());
            }

            return some is null ? null : new(
                $"{name}/{part}", _shape!.Value, new ImagePart(images, [.. good.Select(one => one.File)]), labels, used,
                request.Precision, _options.Classes.Single);
        }

        return new(Part("train", layout.Train)!, Part("validation", layout.Validation), Part("test", layout.Test)!) { Skipped = skipped };
    }

    // Class after class in turn, so that the first so many are of all classes.
    private static (int File, string Class)[] InTurn(IEnumerable<(int File, string Class)> images) =>
    [
        .. images.GroupBy(one => one.Class).SelectMany(group => group.Index()).OrderBy(one => one.Index)
            .ThenBy(one => one.Item.Class, StringComparer.Ordinal).Select(one => one.Item),
    ];

    // Where settings do not say the shape, the first image that is whole does.
    private void FindShape(int[] files)
    {
        foreach (int file in files)
        {
            if (_shape is not null)
            {
                return;
            }

            try
            {
                Raster first = Framed(file);
                _shape = new(first.Channels, first.Height, first.Width);
            }
            catch (Exception error) when (IsDamage(error))
            {
                // told when all are checked
            }
        }

        if (_shape is null)
        {
            throw new DatasetException($"{_where}: {Counted.Of(files.Length, "image")}, and not one can be read.");
        }
    }

    private ConcurrentDictionary<int, string> Check(DecodedImages images, int[] files)
    {
        var damaged = new ConcurrentDictionary<int, string>();
        try
        {
            Parallel.ForEach(files, new ParallelOptions { MaxDegreeOfParallelism = Math.Min(Decoders, Environment.ProcessorCount) }, file =>
            {
                try
                {
                    _ = images.Of(file);
                }
                catch (DatasetException error) when (error.InnerException is { } inner)
                {
                    damaged[file] = inner.Message;
                }
            });
        }
        catch (AggregateException errors) when (errors.InnerExceptions.OfType<DatasetException>().FirstOrDefault() is { } error)
        {
            throw new DatasetException(error.Message, errors);
        }

        return damaged;
    }

    private byte[] Decode(int file)
    {
        Raster image;
        try
        {
            image = Framed(file);
        }
        catch (Exception error) when (IsDamage(error))
        {
            throw new DatasetException(
                $"{_files.Paths[file]} in {_where}: {error.Message.TrimEnd('.')}. Leave it out, or have that done by the setting check=yes.", error);
        }

        var shape = new ImageShape(image.Channels, image.Height, image.Width);
        return shape == _shape ? image.Bytes : throw new DatasetException(
            $"{_where}: images differ in size; {_files.Paths[file]} is {shape}, others are {_shape}. "
            + "Say to which size they are to be brought: images:…:size=64.");
    }

    private Raster Framed(int file) => _framing.Of(ImageDecoder.Decode(_files.Read(file), _options.Grey));

    private string Outside() => _files.Outside is not [var first, ..] ? ""
        : $" {_files.Outside.Count} of the names in the archive lead out of its folder, such as '{Shown(first)}'; these images are not read. "
            + "Pack it anew, from within the folder.";

    // Names come from elsewhere, and a terminal obeys what some signs say.
    private static string Shown(string name) => string.Concat(name.Select(sign => char.IsControl(sign) ? $"\\u{(int)sign:x4}" : sign.ToString()));

    private static bool IsDamage(Exception error) => error is InvalidDataException or IOException or UnauthorizedAccessException;
}
