using Apical.Cli;
using Apical.Tests.Runs;

namespace Apical.Tests.Cli;

/// <summary>A run.json in which a setting is wrong is told as that, also where the command line itself is right.</summary>
public sealed class RecordedSettingsTests
{
    private static readonly string[] s_small =
        ["--data", "moons", "--train-samples", "60", "--test-samples", "30", "--net", "2-4-2", "--epochs", "1", "--quiet"];

    [Theory]
    [InlineData("\"net\": \"2-4-2\"", "\"net\": \"2-x-2\"", "'2-x-2' is not a network")]
    [InlineData("\"net\": \"2-4-2\"", "\"net\": \"3-4-2\"", "not 3-4-2")]
    [InlineData("\"batch\": 32", "\"batch\": -3", "at least one sample")]
    [InlineData("\"optimizer\": \"sgd\"", "\"optimizer\": \"nope\"", "nope")]
    [InlineData("\"data\": \"moons\"", "\"data\": \"nix\"", "nix")]
    public void Names_the_file_and_the_setting(string right, string wrong, string told)
    {
        foreach ((string command, string[] line) in new (string, string[])[]
        {
            ("train", ["--rule", "bp"]), ("compare", ["--rules", "bp", "--runs", "1"]), ("sweep", ["--over", "lr=0.1,0.2", "--runs", "1"]),
        })
        {
            using var folder = new TemporaryFolder();
            new Terminal().Do([command, .. line, .. s_small, "--out", folder["run"]]);
            string record = File.ReadAllText(folder["run/run.json"]);
            Assert.Contains(right, record, StringComparison.Ordinal);

            File.WriteAllText(folder["run/run.json"], record.Replace(right, wrong));
            var terminal = new Terminal();
            string[] more = command == "train" ? ["--epochs", "2"] : [];
            Assert.Equal(ExitCode.Failed, terminal.Run([command, "--resume", folder["run"], .. more]));
            Assert.Contains("run.json", terminal.Error, StringComparison.Ordinal);
            Assert.Contains(told, terminal.Error, StringComparison.Ordinal);
            Assert.Equal(1, terminal.Error.Count(letter => letter == '\n'));
        }
    }
}
