using Apical.Specs;

namespace Apical.Data;

/// <summary>CIFAR-10 and CIFAR-100, and sets of some of their classes.</summary>
internal static class CifarSets
{
    private const string Fine = "fine", Coarse = "coarse";
    private const string Auto = "auto", Binary = "binary", Images = "images";
    private const int Trained = 50_000, Tested = 10_000;

    private static readonly Settings<(ClassChoice Choice, string From)> s_ten = new Settings<(ClassChoice Choice, string From)>(() => (new(), Auto))
        .With(ClassChoice.Settings, o => o.Choice, (o, x) => o with { Choice = x })
        .Word("from", [Auto, Binary, Images], o => o.From, (o, x) => o with { From = x }, "the official files, a .zip of images, or what is there");

    private static readonly Settings<(string Labels, ClassChoice Choice)> s_hundred = new Settings<(string Labels, ClassChoice Choice)>(() => (Fine, new()))
        .Word("labels", [Fine, Coarse], o => o.Labels, (o, x) => o with { Labels = x }, "the 100 fine or the 20 coarse classes")
        .With(ClassChoice.Settings, o => o.Choice, (o, x) => o with { Choice = x });

    /// <summary>In the order to show them.</summary>
    public static DataEntry[] All { get; } = [DataEntry.Of(s_ten, Ten), DataEntry.Of(s_hundred, Hundred)];

    private static DataEntry Ten((ClassChoice Choice, string From) o)
    {
        DataEntry official = Of(CifarForm.Ten, "32×32 colour images of ten kinds of things", Cifar.TenNames, labelAt: 0, o.Choice);
        string From(string root) => o.From != Auto ? o.From
            : CifarFiles.PlaceIn(CifarForm.Ten, root) is not null ? Binary
            : ZipIn(root) is not null ? Images : Auto;
        return official with
        {
            Spell = folder => official.Name + s_ten.Show(o with { From = From(DataFolder.Resolve(folder)) }),
            OtherForm = root => CifarFiles.PlaceIn(CifarForm.Ten, root) is not null || ZipIn(root) is not null,
            Loader = request => From(DataFolder.Resolve(request.Folder)) == Images ? OfImages(o.Choice, request) : official.LoadParts(request),
        };
    }

    // The same images in class folders, as JPEG or PNG.
    private static DataSplits OfImages(ClassChoice choice, DataRequest request)
    {
        string root = DataFolder.Resolve(request.Folder);
        string zip = ZipIn(root) ?? throw new DatasetException(
            $"cifar10:from=images: {Path.GetFullPath(root)} has no cifar10….zip with folders train and test and one in them for each class.");
        DataSplits data = NamedImages.Load("cifar10", zip, $":size=32{ClassChoice.Settings.Show(choice)}", request);
        return data.Train.ClassNames.Except(Cifar.TenNames).FirstOrDefault() is not { } foreign ? data : throw new DatasetException(
            $"{zip} is not cifar10: it has the class '{foreign}'. Expected {string.Join(", ", Cifar.TenNames)}.");
    }

    private static string? ZipIn(string root) => new[] { root, Path.Combine(root, CifarForm.Ten.Set) }.Where(Directory.Exists)
        .SelectMany(place => Directory.EnumerateFiles(place, "cifar*10*.zip").Order(StringComparer.Ordinal)).FirstOrDefault();

    private static DataEntry Hundred((string Labels, ClassChoice Choice) o) => o.Labels == Fine
        ? Of(CifarForm.Hundred, "32×32 colour images of a hundred kinds of things, in twenty groups", Cifar.FineNames, labelAt: 1, o.Choice)
        : Of(CifarForm.Hundred, "32×32 colour images of twenty kinds of things", Cifar.CoarseNames, labelAt: 0, o.Choice);

    private static DataEntry Of(CifarForm form, string summary, string[] names, int labelAt, ClassChoice choice) => new()
    {
        Name = form.Set,
        Summary = summary,
        TrainCount = choice.IsAll ? Trained : null,
        TestCount = choice.IsAll ? Tested : null,
        Features = CifarForm.ImageBytes,
        Shape = CifarForm.Shape,
        Classes = choice.IsAll ? names.Length : null,
        Source = "A. Krizhevsky. Learning multiple layers of features from tiny images. 2009.",
        Files = [form.Archive],
        OtherForm = root => CifarFiles.PlaceIn(form, root) is not null,
        Loader = request => Cifar.Load(form, labelAt, names, choice, request),
    };
}
