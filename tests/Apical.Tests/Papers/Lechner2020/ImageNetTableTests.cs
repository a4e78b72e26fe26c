using Apical.Exchange.Images;
using Apical.Papers;
using Apical.Papers.Lechner2020;
using Apical.Runs;
using Apical.Specs;
using Apical.Tests.Data;
using Apical.Tests.Exchange;
using Apical.Training;

namespace Apical.Tests.Papers.Lechner2020;

/// <summary>Tables 2, 5 and 6.</summary>
public sealed class ImageNetTableTests
{
    public static TheoryData<string> Tables => ["lechner2020/table2", "lechner2020/table2-appendix-net", "lechner2020/table5", "lechner2020/table6"];

    /// <summary>(filters, kernel, stride) of B.1 and of the released code; patches within the image: (size − kernel) / stride + 1, cut off.</summary>
    [Fact]
    public void Networks_are_those_of_the_paper_and_of_the_code()
    {
        Assert.Equal(
            [150528, 1024, 1024, 1024, 1024, 1], Net(TableCell.Dense, Scale.Paper).Widths);
        Assert.Equal(                                                                       // 54, 26, 22, 10, 8, 3, 1 pixels of a side
            [150528, 96 * 54 * 54, 96 * 26 * 26, 128 * 22 * 22, 128 * 10 * 10, 192 * 8 * 8, 192 * 3 * 3, 384, 1], Net(TableCell.Convolutional,
                Scale.Paper).Widths);
        Assert.Equal(
            [12288, 96 * 31 * 31, 96 * 27 * 27, 128 * 13 * 13, 192 * 11 * 11, 192 * 5 * 5, 384 * 3 * 3, 1], Net(TableCell.Convolutional, Scale.Quick).Widths);
        TableCell appendix = Table2BinaryImageNet.AppendixNet.Cells(Scale.Paper)[0];
        Assert.Equal(
            [150528, 96 * 111 * 111, 96 * 107 * 107, 128 * 53 * 53, 192 * 51 * 51, 192 * 25 * 25, 384 * 23 * 23, 1], appendix.Recipe.Net!.Value.Widths);
    }

    /// <summary>150528 · 1024 + 3 · 1024² + 1024 weights: 0.63 GB in single precision.</summary>
    [Fact]
    public void The_fully_connected_network_takes_in_every_pixel()
    {
        int[] widths = [.. Net(TableCell.Dense, Scale.Paper).Widths];
        Assert.Equal(157_287_424L, widths.Zip(widths.Skip(1)).Sum(layer => (long)layer.First * layer.Second));
    }

    /// <summary>The smallest image on which the released network has a pixel left.</summary>
    [Theory]
    [InlineData(193, true)]
    [InlineData(192, false)]
    public void The_released_network_needs_193_pixels(int side, bool fits)
    {
        Exception? error = Record.Exception(() => NetworkSpec.Parse($"3x{side}x{side}-{ImageNetTask.ConvolutionalNet.At(Scale.Paper)}-1").Widths);
        Assert.Equal(fits, error is null);
    }

    [Theory, MemberData(nameof(Tables))]
    public void Without_images_a_table_is_skipped_and_says_what_it_needs(string id)
    {
        using var empty = new TempFolder();
        var setup = new Setup { DataDir = empty.Name };
        Experiment table = ExperimentCatalog.Find(id).Single(one => one.Id == id);
        Assert.Empty(table.Jobs(setup));
        Outcome outcome = table.Conclude(setup, new([]));
        Assert.Empty(outcome.Claims);
        Assert.Contains("--data-dir", outcome.Skipped, StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_of_Cifar_are_skipped_without_files_too()
    {
        using var empty = new TempFolder();
        foreach (Experiment table in new Experiment[] { new Table1BinaryCifar(), new Table3DenseCifar(), new Table4ConvolutionalCifar() })
        {
            Assert.Empty(table.Jobs(new() { DataDir = empty.Name }));
            Assert.Contains("apical data get cifar100", table.Conclude(new() { DataDir = empty.Name }, new([])).Skipped, StringComparison.Ordinal);
        }
    }

    /// <summary>Whoever reads the page sees what the paper has where ours is less.</summary>
    [Theory, MemberData(nameof(Tables))]
    public void What_is_less_than_in_the_paper_is_shown_with_the_papers_value(string id)
    {
        SettingNote[] notes = [.. ExperimentCatalog.Find(id).Single(one => one.Id == id).Settings.Select(setting => setting.Note(Scale.Paper))];
        Assert.Contains(notes, note => note.Name.EndsWith("of classes", StringComparison.Ordinal) && note.Source.Contains("5 in section 4.1",
            StringComparison.Ordinal));
        Assert.Contains(notes, note => note is { Name: "epochs" } && note.Source.Contains("100 in the released code", StringComparison.Ordinal));
        Assert.Contains(notes, note => note is { Name: "training images of each class at most", Value: "100" } && note.Source.Contains("1300",
            StringComparison.Ordinal));
        Assert.Contains(notes, note => note is { Name: "pixels of a side", Value: "224" });
    }

    [Fact]
    public void Published_numbers_are_there_for_each_model_activation_and_network()
    {
        TableCell[] cells = Table2BinaryImageNet.Whole.Cells(Scale.Paper);
        Assert.Equal(24, cells.Length);
        Assert.Distinct(cells.Select(cell => cell.Group));
        Assert.All(cells, cell => Assert.True(cell.Published is { Train: >= 50 and <= 100, Sd: >= 0 and < 20, Test: >= 50 and <= 85 }));
        Assert.Equal((99.9, 0.1, 78.0), cells.Single(cell => cell.Group == "mDFA FC tanh").Published);
        Assert.Equal((62.4, 17.3, 60.8), cells.Single(cell => cell.Group == "FA CNN tanh").Published);
        Assert.Equal(["BP", "DFA", "FA", "mDFA"], Table2BinaryImageNet.AppendixNet.Cells(Scale.Paper).Select(cell => cell.Model));
    }

    /// <summary>Classes that differ in nothing but their colour, three of them, one of which a pair leaves out.</summary>
    [Fact]
    public void Networks_learn_from_a_folder_of_images()
    {
        using var folder = new TempFolder();
        foreach (string part in new[] { "train", "val" })
        {
            for (int n = 0; n < (part == "train" ? 10 : 3); n++)
            {
                byte shade = (byte)(200 + n);
                folder.Write($"imagenette/{part}/red/{n}.png", Pictures.Png(70, 80, (_, _) => new(shade, 10, 10)));
                folder.Write($"imagenette/{part}/green/{n}.png", Pictures.Png(80, 70, (_, _) => new(10, shade, 10)));
                folder.Write($"imagenette/{part}/blue/{n}.png", Pictures.Png(70, 70, (_, _) => new(10, 10, shade)));
            }
        }

        using Catalog<DataEntry>.Scope sets = DataCatalog.With(ImageFolders.Entry).Use();
        var setup = new Setup { DataDir = folder.Name };
        Experiment table = Table2BinaryImageNet.Whole;
        Job job = table.Jobs(setup).First(one => one.Group == "BP FC tanh");
        Measurements found = job.Work(new(new JobState(job.Group, 1), setup.RngOf(1)));
        int epochs = int.Parse(table.Settings.Select(setting => setting.Note(Scale.Quick)).Single(note => note.Name == "epochs").Value.Split(' ')[0],
            System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(1 + epochs, found[TrainAccuracyProbe.Accuracy].Count);
        Assert.Equal(1, found[TrainAccuracyProbe.Accuracy].Max());
        Assert.Equal(3, ImageNetTask.Task.Classes(setup));
        Assert.Equal(
            ["BP", "DFA", "FA", "mDFA"], new Table5DenseImageNet().Jobs(setup).Select(one => one.Group.Split(' ')[0]));         // n = 3, and no more
    }

    private static NetworkSpec Net(string kind, Scale scale) => ImageNetTask.Task.Cell(ClassTable.Bp, kind, "tanh", 2, scale).Recipe.Net!.Value;
}
