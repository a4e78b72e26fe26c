using System.Globalization;
using Apical.Models;
using Apical.Tests.Cli;
using Apical.Tests.Data;
using Apical.Tests.Runs;
using Apical.Training;

namespace Apical.Tests.Exchange;

/// <summary>Images that a model answers: prepared as those that it was trained on.</summary>
public sealed class PredictImagesTests
{
    [Theory]
    [InlineData("size=4", "48-6-2")]
    [InlineData("resize=6:crop=5:colours=grey", "25-6-2")]
    [InlineData("resize=4x7", "84-6-2")]
    public void A_file_comes_to_the_input_that_training_made_of_it(string form, string net)
    {
        using TempFolder images = Write(8, n => 8 + n);
        using var folder = new TemporaryFolder();
        new Terminal().Do("train", "--data", $"images:'{images.Name}':{form}", "--net", net, "--normalise", "channel", "--epochs", "2", "--batch", "5",
            "--probes", "none", "--out", folder["run"]);
        TrainedModel model = TrainedModel.Load(folder["run"]);
        Assert.Equal(["a", "b"], model.Card.ClassNames);
        DataSplits data;
        using (DataCatalog.With(Apical.Exchange.Images.ImageFolders.Entry).Use())
        {
            data = new Recipe { Data = new() { Set = $"images:'{images.Name}':{form}", Normalise = "none" } }.LoadData();
        }

        Matrix expected = model.Answers(model.Normalised(data.Test));

        new Terminal().Do("export", folder["run"], "--to", "onnx", "--out", folder["m.onnx"]);
        using (var referee = new OnnxReferee(folder["m.onnx"]))
        {
            Assert.Equal([-1, data.Test.Shape!.Value.Channels, data.Test.Shape.Value.Height, data.Test.Shape.Value.Width], referee.InputSizes);
            OnnxReferee.Same(expected, referee.Run(data.Test.InMemory().Inputs));
        }

        // In the order of the test part: a class after the other in turn.
        string[] files = [.. new[] { 18, 19, 20, 21, 22, 23 }.Select(n => Path.Combine(images.Name, "val", n % 2 == 0 ? "a" : "b", $"{n:00}.jpg"))];
        Terminal terminal = new Terminal().Do(["predict", folder["run"], .. files]);
        string[] lines = terminal.Output.TrimEnd().Split('\n');
        Assert.Equal("file,class,p_a,p_b", lines[0]);
        for (int s = 0; s < files.Length; s++)
        {
            string[] values = lines[s + 1].Split(',');
            Assert.Equal(files[s], values[0]);
            Assert.Equal((float)expected[s, 0], float.Parse(values[2], CultureInfo.InvariantCulture));
        }

        Assert.Contains("6 images had another size and were brought to that of the training images", terminal.Error, StringComparison.Ordinal);
        Assert.Equal(1 + 6, new Terminal().Do("predict", folder["run"], Path.Combine(images.Name, "val")).Output.TrimEnd().Split('\n').Length);

        // The classes of other data are found by their names.
        double accuracy = (double)new Terminal().Do("evaluate", folder["run"], "--json").Json["accuracy"]!;
        images.Write("train/aa/1.jpg", Pictures.Jpeg(8, 8));
        images.Write("val/aa/1.jpg", Pictures.Jpeg(8, 8));
        Assert.Equal(accuracy, (double)new Terminal().Do("evaluate", folder["run"], "--data", $"images:'{images.Name}':{form}:classes=a/b",
            "--json").Json["accuracy"]!);
        var foreign = new Terminal();
        Assert.Equal(1, foreign.Run("evaluate", folder["run"], "--data", $"images:'{images.Name}':{form}", "--json"));
        Assert.Contains("the model does not know the class 'aa'. It tells apart a, b.", foreign.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Images_that_will_not_do_are_named()
    {
        using TempFolder images = Write(8, _ => 8);
        using var folder = new TemporaryFolder();
        new Terminal().Do("train", "--data", $"images:'{images.Name}'", "--net", "192-2", "--epochs", "1", "--batch", "5", "--probes", "none", "--out",
            folder["run"]);
        Assert.DoesNotContain("another size", new Terminal().Do("predict", folder["run"], images.Name).Error, StringComparison.Ordinal);
        foreach ((string name, byte[] content, string reason) in new (string, byte[], string)[]
        {
            ("broken.jpg", Pictures.Jpeg(40, 40)[..^150], "it ends too early"),
            ("broken.png", Pictures.Png(40, 40) is var png ? png[..(png.Length / 2)] : [], "it ends too early"),
            ("text.png", "width,height"u8.ToArray(), "it is no image, or its beginning is damaged"),
        })
        {
            images.Write(name, content);
            string path = Path.Combine(images.Name, name), good = Path.Combine(images.Name, "val/a/18.jpg");
            var terminal = new Terminal();
            Assert.Equal(1, terminal.Run("predict", folder["run"], good, path, "--out", folder["answers.csv"]));
            Assert.Contains($"{path}: {reason}. Leave it out.", terminal.Error, StringComparison.Ordinal);
            Assert.False(File.Exists(folder["answers.csv"]));
        }

        new Terminal().Do("train", "--data", "moons", "--epochs", "1", "--probes", "none", "--out", folder["moons"]);
        var moons = new Terminal();
        Assert.Equal(2, moons.Run("predict", folder["moons"], Path.Combine(images.Name, "broken.png")));
        Assert.Contains("The model takes 2 numbers, which form no image", moons.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_images_are_left_out_of_an_evaluation_and_told_or_are_an_error()
    {
        using TempFolder images = Write(8, _ => 8);
        using var folder = new TemporaryFolder();
        new Terminal().Do("train", "--data", $"images:'{images.Name}'", "--net", "192-2", "--epochs", "1", "--batch", "5", "--probes", "none", "--out",
            folder["run"]);
        images.Write("val/b/x1.jpg", Pictures.Jpeg(8, 8)[..^150]);
        images.Write("val/b/x2.png", "text"u8.ToArray());
        Terminal terminal = new Terminal().Do("evaluate", folder["run"], "--json");
        Assert.Equal(6, (int)terminal.Json["samples"]!);
        Assert.Contains("apical: 2 samples left out, for they cannot be read: val/b/x1.jpg: it ", terminal.Error, StringComparison.Ordinal);
        Assert.Contains("; val/b/x2.png: it is no image, or its beginning is damaged. With --strict-data that is an error.", terminal.Error,
            StringComparison.Ordinal);

        var strict = new Terminal();
        Assert.Equal(1, strict.Run("evaluate", folder["run"], "--strict-data"));
        Assert.Contains("2 of 26 images cannot be read: val/b/x1.jpg", strict.Error, StringComparison.Ordinal);
    }

    private static TempFolder Write(int height, Func<int, int> width)
    {
        var folder = new TempFolder();
        for (int n = 0; n < 24; n++)
        {
            folder.Write($"{(n < 18 ? "train" : "val")}/{(n % 2 == 0 ? "a" : "b")}/{n:00}.jpg", Pictures.Jpeg(height, width(n), n));
        }

        return folder;
    }
}
