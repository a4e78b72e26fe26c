using Apical.Cli;
namespace Apical.Tests.Cli;

public sealed class WrongUsageTests
{
    [Theory]
    [InlineData("--threads: '2000' will not do; give a whole number from 1 to 1024.", "train", "--threads", "2000")]
    [InlineData("--threads: '1025' will not do; give a whole number from 1 to 1024.", "reproduce", "--all", "--threads", "1025")]
    [InlineData("--out: an empty name will not do; give a file or folder, or leave the option out.", "train", "--out", "")]
    [InlineData("--out: an empty name will not do; give a file or folder, or leave the option out.", "reproduce", "lillicrap2016/s7", "--out", "")]
    [InlineData("--out: an empty name will not do; give a file or folder, or leave the option out.", "report", "x", "--out", "")]
    [InlineData("--runs: '1000000' will not do; give a whole number from 1 to 10000.", "compare", "--runs", "1000000")]
    [InlineData("--runs: '0' will not do; give a whole number from 1 to 10000.", "sweep", "--over", "lr=0.1,1", "--runs", "0")]
    [InlineData(": an empty name will not do; give ", "report", "")]
    [InlineData(": an empty name will not do; give ", "evaluate", "")]
    [InlineData(": an empty name will not do; give ", "gather", "")]
    [InlineData(": an empty name will not do; give ", "predict", "x", "")]
    [InlineData(": an empty name will not do; give ", "runs", "list", "")]
    [InlineData(": an empty name will not do; give ", "runs", "note", "", "text")]
    [InlineData(": an empty name will not do; give ", "dashboard", "")]
    [InlineData("--start-from: an empty value will not do; give ", "train", "--start-from", "")]
    [InlineData("--config: an empty value will not do; give ", "compare", "--config", "")]
    [InlineData("--plugin: an empty value will not do; give ", "rules", "--plugin", "")]
    [InlineData("None of 300 draws of a [", "train", "--init", "conditioned:100000", "--net", "784-20-10")]
    public void What_no_run_can_have_is_refused_in_a_line(string message, params string[] args)
    {
        var terminal = new Terminal();
        Assert.Equal(ExitCode.Usage, terminal.Run(args));
        Assert.Contains(message, terminal.Error);
        Assert.Single(terminal.Error.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("comparee", "unknown command 'comparee'", "did you mean 'compare'?",
        "Known: compare, train, sweep, reproduce, gather, slurm, cluster, evaluate, predict, export, rules, data, report")]
    [InlineData("data gett", "unknown command 'gett'", "did you mean 'get'?", "Known: list, info, show, get")]
    [InlineData("compare --epoch 3", "unknown option '--epoch'", "did you mean '--epochs'?", "Known: --rules")]
    [InlineData("compare --epoch=3", "unknown option '--epoch'", "did you mean '--epochs'?", "Known: --rules")]
    [InlineData("--jsn", "unknown option '--jsn' of 'apical'", "Known: ", "--version")]
    [InlineData("compare digits", "does not know what to do with 'digits'", "takes options only", "--help")]
    [InlineData("compare --quiet yes", "does not know what to do with 'yes'", "takes options only", "--help")]
    [InlineData("compare --epochs", "--epochs needs a value", "--epochs N", "passes over the training set")]
    [InlineData("compare --epochs x", "--epochs: 'x' will not do", "whole number", "from 0")]
    [InlineData("compare --epochs -1", "--epochs: '-1' will not do", "whole number", "from 0")]
    [InlineData("compare --epochs 2.5", "--epochs: '2.5' will not do", "whole number", "from 0")]
    [InlineData("compare --epochs 1 --epochs 2", "--epochs", "2 times", "give it once")]
    [InlineData("compare --runs 0", "--runs: '0' will not do", "whole number", "from 1")]
    [InlineData("compare --batch 0", "--batch: '0' will not do", "whole number", "from 1")]
    [InlineData("compare --seed -1", "--seed: '-1' will not do", "whole number", "from 0")]
    [InlineData("compare --threads 0", "--threads", "whole number", "from 1")]
    [InlineData("compare --dropout 1", "--dropout: '1' will not do", "from 0", "1")]
    [InlineData("compare --data minst", "unknown data set 'minst'", "did you mean 'mnist'?", "Known: digits, mnist")]
    [InlineData("compare --rules bp,ffa", "unknown rule 'ffa'", "did you mean 'fa'?", "Known: bp, shallow")]
    [InlineData("compare --rules bp,,fa", "empty name", "single commas", "bp,fa,dfa")]
    [InlineData("compare --rules bp,fa,bp", "'bp'", "more than once", "give each once")]
    [InlineData("compare --rules fa:sparsty=1", "fa has no setting 'sparsty'", "It has:", "sparsity")]
    [InlineData("compare --rules fa:sparsity=x", "'x' is not a number", "fa", "sparsity")]
    [InlineData("train --rule bp,fa", "'bp,fa' is more than one rule", "trains one", "apical compare")]
    [InlineData("compare --activation thanh", "unknown activation 'thanh'", "did you mean 'tanh'?", "Known: identity (linear), relu")]
    [InlineData("compare --activation elu:-1", "--activation", "alpha", "positive")]
    [InlineData("compare --loss mean", "unknown loss 'mean'", "Or write auto", "squared-error")]
    [InlineData("compare --optimizer adma", "unknown optimizer 'adma'", "did you mean 'adam'?", "Known: sgd")]
    [InlineData("compare --init nromal:0,1", "unknown initialiser 'nromal:0,1'", "did you mean 'normal'?", "Known: zeros")]
    [InlineData("compare --normalise unti", "unknown normalisation 'unti'", "did you mean 'unit'?", "Known: none")]
    [InlineData("compare --normalise range:1,0", "--normalise", "range", "low < high")]
    [InlineData("compare --schedule steps:3", "unknown schedule 'steps:3'", "did you mean 'step'?", "Known: constant")]
    [InlineData("compare --precision half", "unknown precision 'half'", "Known: single, double", "")]
    [InlineData("compare --targets 1,0", "--targets", "two rising numbers", "0,1")]
    [InlineData("compare --net 784", "--net", "one layer of units", "784-10")]
    [InlineData("rules --json", "unknown option '--json' of 'apical rules'", "'apical compare'", "have it")]
    [InlineData("reproduce s7x --epochs 5", "unknown option '--epochs' of 'apical reproduce'", "'apical compare', 'apical train', 'apical sweep' have it", "")]
    [InlineData("slurm reproduce lillicrap2016/note6 --out x --data-dir /nowhere", "nothing to share out", "data", "--data-dir")]
    [InlineData("slurm compare --part 1/2 --out x", "the script gives each of its tasks a part", "Leave it out", "--parts")]
    [InlineData("help nope", "unknown command 'nope'", "Known: compare", "")]
    [InlineData("train --tensorboard /etc/hostname", "--tensorboard", "'/etc/hostname' is a file", "")]
    [InlineData("train --runs 3", "unknown option '--runs' of 'apical train'", "'apical compare'", "have it")]
    [InlineData("train --rule bp --feedback-lr 1", "--feedback-lr is for feedback that learns", "bp has none", "leave it out")]
    [InlineData("compare --rules bp,fa --feedback-alternates", "--feedback-alternates is for", "these rules have none", "")]
    [InlineData("compare --lr -1", "--lr: '-1' will not do", "0 or more", "")]
    [InlineData("compare --lr fast", "--lr: 'fast' will not do", "such as 0.1", "bp=0.1,dfa=0.02")]
    [InlineData("compare --lr dfaa=0.1", "unknown rule 'dfaa'", "did you mean 'dfa'?", "Known: bp")]
    [InlineData("compare --data xor --rules bp --lr dfa=0.1", "'dfa', which is not trained", "trained: bp", "")]
    [InlineData("compare --probes all,norms", "--probes", "'all' stands alone", "not in a list")]
    [InlineData("compare --probes angle", "unknown probe 'angle'", "Known: signals", "all, none")]
    [InlineData("compare --data xor --net 3-1", "2 inputs and 1 output,", "2-…-1", "3-1")]
    [InlineData("compare --early-stop 3", "--early-stop", "--validation N", "")]
    [InlineData("data get", "needs NAME", "apical data list", "")]
    [InlineData("data info minst", "minst", "did you mean 'mnist'?", "Known: digits")]
    [InlineData("rules fb", "unknown rule 'fb'", "did you mean", "Known: bp")]
    [InlineData("report", "needs RUN", "the folder of a run", "")]
    public void Wrong_usage_is_told_in_one_line(string line, string wrong, string allowed, string also)
    {
        var terminal = new Terminal();

        int code = terminal.Run(line.Split(' '));

        Assert.Equal(2, code);
        Assert.Empty(terminal.Output);
        string complaint = Assert.Single(terminal.Error.TrimEnd('\n').Split('\n'));
        Assert.StartsWith("apical: ", complaint);
        Assert.Contains(wrong, complaint, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(allowed, complaint);
        Assert.Contains(also, complaint);
        Assert.DoesNotContain("Parameter '", complaint);
    }

    [Theory]
    [InlineData("compare --data mnist --data-dir {0}", "apical data get mnist")]
    [InlineData("compare --data xor --json {0}/no/result.json", "--json")]
    [InlineData("compare --data xor --out {0}/file/run", "--out")]
    [InlineData("report {0}", "run.json")]
    [InlineData("train --resume {0}/none", "run.json")]
    public void What_cannot_be_done_is_told_without_a_trace(string line, string fragment)
    {
        using var folder = new Runs.TemporaryFolder();
        File.WriteAllText(folder["file"], "not a folder");
        var terminal = new Terminal();

        int code = terminal.Run([.. line.Split(' ').Select(word => word.Replace("{0}", folder.Path))]);

        Assert.Equal(1, code);
        Assert.Empty(terminal.Output);
        Assert.InRange(terminal.Error.TrimEnd('\n').Split('\n').Length, 1, 2);
        Assert.Contains(fragment, terminal.Error);
        Assert.DoesNotContain("   at ", terminal.Error);
    }

    [Fact]
    public void An_expected_error_shows_its_trace_when_asked()
    {
        var terminal = new Terminal { Variables = { ["APICAL_DEBUG"] = "1" } };

        Assert.Equal(1, terminal.Run("report", Path.Combine(Path.GetTempPath(), Path.GetRandomFileName())));
        Assert.Contains("   at Apical.", terminal.Error);
    }

    [Theory]
    [InlineData("help", "Usage:", "apical COMMAND")]
    [InlineData("help train", "Usage:", "apical train")]
    [InlineData("help runs list", "Usage:", "apical runs list")]
    public void Help_can_be_asked_for_as_a_command(string line, string usage, string of)
    {
        var terminal = new Terminal();
        Assert.Equal(ExitCode.Done, terminal.Run(line.Split(' ')));
        Assert.Contains(usage, terminal.Output, StringComparison.Ordinal);
        Assert.Contains(of, terminal.Output, StringComparison.Ordinal);
    }
}
