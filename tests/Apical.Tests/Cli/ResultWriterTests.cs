using System.Text;
using Apical.Cli;
using Apical.Runs;
using Apical.Tests.Runs;

namespace Apical.Tests.Cli;

/// <summary>A standard output that is closed, or on a full disk: what a run keeps lies elsewhere, and the run does its work.</summary>
public sealed class ResultWriterTests
{
    private static readonly string[] s_small = ["--train-samples", "20", "--test-samples", "10", "--epochs", "1", "--net", "784-3-10"];

    [Theory]
    [InlineData("train")]
    [InlineData("compare", "--rules", "bp,fa", "--runs", "1")]
    [InlineData("sweep", "--over", "lr=0.1,0.2", "--runs", "1")]
    public void A_run_comes_to_its_end_and_the_loss_is_told(params string[] line)
    {
        using var folder = new TemporaryFolder();
        var error = new StringWriter();
        var results = new ResultWriter(new FullWriter());
        int code = CommandLine.Run([.. line, .. s_small, "--out", folder["run"]], new Shell
        {
            Output = new ShellStream(results),
            Error = new ShellStream(error),
            Unwritten = () => results.Lost,
            Variable = _ => null,
            CatchInterrupts = () => default,
        });
        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains("apical: 'standard output' cannot be written: There is no room.", error.ToString(), StringComparison.Ordinal);
        RunRecord record = RunFolder.ReadRecord(folder["run"]);
        Assert.Equal(RunStatus.Finished, record.Status);
        Assert.True(File.Exists(folder[$"run/{RunFolder.ReportName}"]));
    }

    private sealed class FullWriter : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => throw new IOException("There is no room.");
    }
}
