using Apical.Specs;

namespace Apical.Data;

/// <summary>CIFAR-10 and CIFAR-100, and sets of some of their classes.</summary>
internal static class CifarSets
{
    private const string Fine = "fine", Coarse = "coarse";
    private const int Trained = 50_000, Tested = 10_000;

    private static readonly Settings<(string Labels, ClassChoice Choice)> s_hundred = new Settings<(string Labels, ClassChoice Choice)>(() => (Fine, new()))
        .Word("labels", [Fine, Coarse], o => o.Labels, (o, x) => o with { Labels = x }, "the 100 fine or the 20 coarse classes")
        .With(ClassChoice.Settings, o => o.Choice, (o, x) => o with { Choice = x });

    /// <summary>In the order to show them.</summary>
    public static DataEntry[] All { get; } = [DataEntry.Of(ClassChoice.Settings, Ten), DataEntry.Of(s_hundred, Hundred)];

    private static DataEntry Ten(ClassChoice choice) =>
        Of(CifarForm.Ten, "32×32 colour images of ten kinds of things", Cifar.TenNames, labelAt: 0, choice);

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
