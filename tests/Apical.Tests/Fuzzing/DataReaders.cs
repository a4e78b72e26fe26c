using System.Globalization;
using System.Text;
using Apical.Exchange.Images;
using Apical.Exchange.Inputs;
using Apical.Exchange.Numpy;
using Apical.Exchange.Tables;
using Apical.Models;
using Apical.Specs;
using Apical.Tests.Data;
using Apical.Tests.Exchange;

namespace Apical.Tests.Fuzzing;

/// <summary>What reads data sets and inputs for trained models.</summary>
internal static class DataReaders
{
    private static readonly ModelCard s_card = new()
    {
        Rule = "bp",
        Net = "3-4-2",
        Activation = "tanh",
        Output = "softmax",
        Loss = "cross-entropy",
        Classes = 2,
        ClassNames = ["a", "b"],
        FeatureNames = ["x", "colour=red", "colour=blue"],
        Data = "csv:t.csv:label=y",
    };

    public static IEnumerable<Reader> All()
    {
        byte[] images = Idx.File([6, 2, 2], [.. Enumerable.Range(0, 24).Select(i => (byte)i)]), labels = Idx.File([6], [0, 1, 0, 1, 0, 1]);
        yield return Set("IDX images", "idx:FOLDER", "images", [images, Idx.File([6, 3, 2, 2], new byte[72])]) with { Beside = [("labels", labels)] };
        yield return Set("IDX labels", "idx:FOLDER", "labels.gz", [Archives.Zipped(labels)])
            with
        { Beside = [("images", images)], Within = Archives.WithinGzip };

        yield return Set("MATLAB", "svhn", "train_32x32.mat", [Matlab.Svhn(3, compressed: false), Matlab.Svhn(2, compressed: false, labelsAsDoubles: true)])
            with
        { Beside = [("test_32x32.mat", Matlab.Svhn(1, compressed: false))] };
        yield return Set("packed MATLAB", "svhn", "train_32x32.mat", [Matlab.Svhn(2, compressed: true)])
            with
        {
            Beside = [("test_32x32.mat", Matlab.Svhn(1, compressed: false))],
            Within = (_, random) => Matlab.File(compressed: true, Damage.Of(Matlab.Array("X", [32, 32, 3, 2], Matlab.UInt8, Matlab.Pixels(2)),
                [[0]], random),
                Damage.Of(Matlab.Array("y", [2, 1], Matlab.Double, Matlab.Bytes(Matlab.Double, [1, 10])), [[0]], random)),
        };

        byte[] timit = Text(string.Join('\n', Enumerable.Range(0, 4).Select(n =>
            string.Join(n == 1 ? ";" : ",", Enumerable.Range(0, 39).Select(i => (i - n + 0.25).ToString(CultureInfo.InvariantCulture)).Append($"{n}")))));
        yield return Set("lines of numbers", "timit-stops", "train.csv", [timit]) with { Beside = [("test.csv", timit)] };

        byte[] cifar = [.. Enumerable.Range(0, 2).SelectMany(n => new byte[] { (byte)n, (byte)n }.Concat(new byte[3072]))];
        yield return Set("CIFAR", "cifar100", "train.bin", [cifar]) with { Beside = [("test.bin", cifar)] };
        yield return Set("packed CIFAR", "cifar100", "train.bin.gz", [Archives.Zipped(cifar)])
            with
        { Beside = [("test.bin", cifar)], Within = Archives.WithinGzip };
        byte[] tar = CifarTests.Tar(("train.bin", cifar), ("test.bin", cifar));
        yield return Set("CIFAR archive", "cifar100", "cifar-100-binary.tar.gz", [tar]) with { Within = Archives.WithinGzip };

        byte[][] tables =
        [
            Text("x,colour,y\n1,red,a\n2,blue,b\n3,red,a\n4.5,blue,b\n5,red,a\n-6,blue,b\n"),
            Text("\"x\";\"colour\";\"y\"\r\n1.5;\"a \"\"b\"\"\";0\r\n2;c;1\r\n3;c;1\r\n4;c;0\r\n5;c;1\r\n6;c;0\r\n"),
            Text("1 \t2\t0\n3\t4\t1\n1\t2\t0\n3\t4\t1\n5\t2\t0\n6\t4\t1\n"),
        ];
        Type[] settings = [typeof(ArgumentException)];      // settings that do not fit the file: wrong usage
        yield return Set("table", "csv:FOLDER/t.csv:label=-1:one-hot=texts", "t.csv", tables) with { Documented = settings };
        yield return Set("table of numbers", "csv:FOLDER/t.csv:label=y:task=regression:drop=colour", "t.csv",
            [Text("x,colour,y\n1,red,1\n2,blue,2.5\n3,a,-1e3")])
            with
        { Documented = settings };

        byte[][] archives = [Arrays(compressed: false), Arrays(compressed: true)];
        yield return Set("numpy", "npz:FOLDER/a.npz", "a.npz", archives) with { Within = Archives.WithinZip, Documented = settings };

        byte[] png = Pictures.Png(6, 5), jpeg = Pictures.Jpeg(7, 5);
        (string, byte[])[] others = [.. from name in new[] { "a/2", "a/3", "b/1", "b/2", "b/3" } select ($"{name}.png", Pictures.Png(6, 5, 2))];
        yield return Set("images", "images:FOLDER:size=4", "a/1.png", [png, jpeg, Pictures.GreyJpeg(4, 4, 7)]) with { Beside = others, Documented = settings };
        byte[] zip = Pictures.Zip([("a/1.png", png), ("a/2.png", png), ("a/3.jpg", jpeg), ("b/1.png", png), ("b/2.png", png), ("b/3.png", png)]);
        yield return Set("images in an archive", "images:FOLDER/i.zip:size=4", "i.zip", [zip]) with { Documented = settings };

        yield return new("table to predict", "t.csv", [Text("x,colour,y\n1,red,a\n2,blue,b\n"), Text("colour;x\nred;1.5\n")],
            at => new TableInputs(s_card, null).Read(Path.Combine(at, "t.csv")));
        var three = s_card with { FeatureNames = [], Data = "", Net = "2-4-2" };
        yield return new("numpy to predict", "a.npz", archives, at => new ArrayInputs(three).Read(Path.Combine(at, "a.npz")))
        { Within = Archives.WithinZip, Documented = settings };
        var square = s_card with { FeatureNames = [], Data = "", Net = "16-2", Shape = new ImageShape(1, 4, 4) };
        yield return new("image to predict", "i.png", [png, jpeg], at => _ = new ImageInputs(square).Read([Path.Combine(at, "i.png")]).ToList());
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static Reader Set(string name, string set, string file, IReadOnlyList<byte[]> samples) => new(name, file, samples, at =>
    {
        using Catalog<DataEntry>.Scope sets = DataCatalog.With(CsvFiles.Entry, NpzFiles.Entry, ImageFolders.Entry).Use();
        DataSplits data = DataCatalog.Find(set.Replace("FOLDER", at, StringComparison.Ordinal)).Load(new() { Folder = at });
        _ = data.Train.InMemory();
    });

    private static byte[] Arrays(bool compressed) => Npy.Zip(compressed,
        ("x", Npy.Array("<f4", "(6, 2)", Npy.Floats([.. Enumerable.Range(0, 12).Select(i => i / 4f)]))),
        ("y", Npy.Array(compressed ? "<i8" : "<U3", "(6,)", compressed ? Npy.Longs(0, 1, 0, 1, 0, 1) : Npy.Texts(3, "a", "bcd", "a", "bcd", "a", "bcd"))));
}
