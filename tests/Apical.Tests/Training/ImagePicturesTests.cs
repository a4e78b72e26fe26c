using Apical.Learning;
using Apical.Optimizers;
using Apical.Runs;
using Apical.Tests.Cli;
using Apical.Tests.Rules;
using Apical.Tests.Runs;
using Apical.Training;

namespace Apical.Tests.Training;

public sealed class ImagePicturesTests
{
    [Theory]
    [InlineData("3x6x6-conv5@3x2/2-local2@2x2-3", 3, 5, 1)]
    [InlineData("2x6x6-local5@3x2/2-4-3", 1, 5, 6)]
    public void Filters_are_weights_before_and_after_and_maps_are_what_the_layers_hand_up(string net, int channels, int filters, int rowsPerMap)
    {
        Network begun = Network.Dense(net, new Rng(1)), network = Network.Dense(net, new Rng(1));
        var learner = new NetworkLearner(new Backpropagation(network), new Sgd(0.1));
        Matrix x = new(4, network[1].FanIn), t = new(4, 3);
        x.FillNormal(new Rng(2));
        t.FillUniform(new Rng(3), 0, 1);
        var test = new Dataset("test", x, t);
        learner.Learn(World.Draw(network, new Rng(4), 6));

        Picture[] pictures = [.. ImagePictures.Of("bp", () => new NetworkLearner(new Backpropagation(begun), new Sgd(0.1)), learner, test, sample: 3)];

        Assert.Equal(["bp: filters of layer 1", "bp: maps of test image 3"], pictures.Select(picture => picture.Title));
        foreach ((ImageGrid grid, Network shown) in new[] { (pictures[0].Images[0], begun), (pictures[0].Images[1], network) })
        {
            Assert.Equal((3, 2, channels, filters), (grid.Height, grid.Width, grid.Channels, grid.Images.Count));
            for (int map = 0; map < filters; map++)
            {
                Assert.Equal([.. Enumerable.Range(0, 6 * channels).Select(tap => Math.Round(shown[1].W.Value[map * rowsPerMap, tap], 6))], grid.Images[map]);
            }
        }

        Pass pass = network.Forward(Matrix.Of(network[1].FanIn, 1, [.. Enumerable.Range(0, network[1].FanIn).Select(feature => x[2, feature])]));
        Assert.Equal(pass.H[0].ToArray(), pictures[1].Images[0].Images[0]);
        Assert.Equal(pass.H[1].ToArray(), pictures[1].Images[1].Images.SelectMany(map => map));
    }

    [Fact]
    public void Dense_networks_have_none()
    {
        Network network = Network.Dense("9-4-3", new Rng(1));
        var learner = new NetworkLearner(new Backpropagation(network), new Sgd(0.1));
        Assert.Empty(ImagePictures.Of("bp", () => throw new InvalidOperationException(), learner, new Dataset("test", new Matrix(2, 9), new Matrix(2, 3)), 1));
    }

    [Fact]
    public void An_image_that_there_is_not_is_refused_before_training()
    {
        using var folder = new TemporaryFolder();
        foreach (string[] command in new[] { new[] { "train" }, ["compare", "--rules", "bp"] })
        {
            var terminal = new Terminal();
            Assert.Equal(2, terminal.Run([.. command, "--test-samples", "20", "--net", "784-conv2@9x9/4-10", "--show-sample", "21", "--out", folder["run"]]));
            Assert.Contains("--show-sample: there is no test image 21: give a number from 1 to 20.", terminal.Error);
            Assert.False(Directory.Exists(folder["run"]));
        }
    }

    [Fact]
    public void A_run_that_goes_on_shows_the_image_asked_for()
    {
        using var folder = new TemporaryFolder();
        new Terminal().Do(
            "train", "--train-samples", "60", "--test-samples", "20", "--net", "784-conv2@9x9/4-10", "--epochs", "1", "--out", folder["run"]);
        new Terminal().Do("train", "--resume", folder["run"], "--epochs", "2", "--show-sample", "7");
        Assert.Contains("maps of test image 7", File.ReadAllText(folder["run/report.html"]));
    }

    [Fact]
    public void A_comparison_of_convolutions_keeps_them_and_its_page_shows_them()
    {
        using var folder = new TemporaryFolder();
        new Terminal().Do(
            "compare", "--data", "digits", "--train-samples", "60", "--test-samples", "20", "--net", "784-conv2@9x9/4:max2-10", "--rules", "fa,bp",
                "--runs", "2",
            "--epochs", "1", "--show-sample", "5", "--out", folder["run"]);

        string page = File.ReadAllText(folder["run/report.html"]);
        Assert.Contains("fa: filters of layer 1", page);
        Assert.Contains("bp: maps of test image 5", page);
        Assert.Equal(["00-rates.json", "01-fa-1.json", "02-bp-1.json"], Directory.GetFiles(folder["run/pictures"]).Select(Path.GetFileName)
            .Order(StringComparer.Ordinal));

        // A page can do without them, and says so when a file is damaged.
        File.WriteAllText(folder["run/pictures/01-fa-1.json"], "[{");
        Terminal terminal = new Terminal().Do("report", folder["run"]);
        Assert.Contains("01-fa-1.json is no file of pictures, or damaged", terminal.Error);
        Assert.Contains("01-fa-1.json is no file of pictures", File.ReadAllText(folder["run/report.html"]));
    }
}
