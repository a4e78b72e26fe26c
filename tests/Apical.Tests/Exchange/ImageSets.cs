using Apical.Exchange.Images;
using Apical.Specs;
using Apical.Tests.Data;

namespace Apical.Tests.Exchange;

/// <summary>Folders of images that tests write, and what is read from them.</summary>
internal static class ImageSets
{
    public static void WriteTwo(TempFolder folder, string place)
    {
        foreach (string name in new[] { "a/1", "a/2", "b/1", "b/2" })
        {
            folder.Write($"{place}{name}.png", Pictures.Png(6, 5));
        }

        if (!place.Contains('/', StringComparison.Ordinal) || place.Split('/')[^2] is not ("train" or "val" or "Train" or "test"))
        {
            folder.Write($"{place}a/3.png", Pictures.Png(6, 5));
            folder.Write($"{place}b/3.png", Pictures.Png(6, 5));
        }
    }

    public static void Refused(string path, string message) =>
        Assert.Contains(message, Assert.Throws<DatasetException>(() => Load(path)).Message, StringComparison.Ordinal);

    public static string Text(string path, string settings) => $"images:'{path}'" + (settings.Length == 0 ? "" : ":" + settings);

    public static DataSplits Load(string path, string settings = "") => LoadText(Text(path, settings));

    public static DataSplits LoadText(string text) => Entry(text).Load(new() { Folder = "/nowhere" });

    public static DataEntry Entry(string text)
    {
        using Catalog<DataEntry>.Scope sets = DataCatalog.With(ImageFolders.Entry).Use();
        return DataCatalog.Find(text);
    }

    public static int[] Labels(ISamples samples)
    {
        int[] labels = new int[samples.Count];
        samples.Gather([.. Enumerable.Range(0, samples.Count)], null, null, labels);
        return labels;
    }

    public static double[][] Inputs(ISamples samples)
    {
        Matrix x = samples.InMemory().Inputs;
        return [.. Enumerable.Range(0, x.Rows).Select(n => Enumerable.Range(0, x.Columns).Select(i => x[n, i]).ToArray())];
    }
}
