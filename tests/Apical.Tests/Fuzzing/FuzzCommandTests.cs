using Apical.Cli;
using Apical.Tests.Cli;
using Apical.Tests.Data;
using Apical.Tests.Runs;

namespace Apical.Tests.Fuzzing;

/// <summary>Damaged files given to the command: it ends with one of its exit codes and a line that says what is wrong, whatever the file holds.</summary>
public sealed class FuzzCommandTests(ITestOutputHelper output) : IDisposable
{
    private const int InProcess = 50;                       // damaged files that are read in process for each that the command is given
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(5);

    // A command line, and the file that is damaged: DIR is a folder with whole ones.
    private static readonly (string Line, string File)[] s_commands =
    [
        ("train --resume DIR/run --epochs 3 --quiet", "run/run.json"),
        ("train --resume DIR/run --epochs 3 --quiet", "run/metrics.csv"),
        ("train --resume DIR/run --epochs 3 --quiet", "run/checkpoint.safetensors"),
        ("train --config DIR/run --epochs 1 --quiet --out DIR/new", "run/run.json"),
        ("train --start-from DIR/run --data moons --net 2-5-2 --epochs 1 --quiet --out DIR/new", "run/model.safetensors"),
        ("report DIR/run", "run/run.json"),
        ("report DIR/run", "run/metrics.csv"),
        ("report DIR/made", "made/reproduction.json"),
        ("evaluate DIR/run", "run/model.safetensors"),
        ("evaluate DIR/regression", "regression/model.safetensors"),
        ("predict DIR/run DIR/two.csv", "two.csv"),
        ("predict DIR/run DIR/two.csv", "run/model.safetensors"),
        ("export DIR/run --to npz --out DIR/a.npz", "run/model.safetensors"),
        ("export DIR/regression --to onnx --out DIR/a.onnx", "regression/model.safetensors"),
        ("sweep --resume DIR/sweep --quiet", "sweep/run.json"),
        ("sweep --resume DIR/sweep --quiet --over lr=0.3", "sweep/metrics.csv"),
        ("runs list DIR", "run/run.json"),
        ("runs list DIR", "run/notes.json"),
        ("runs show DIR/run", "run/run.json"),
        ("train --data csv:DIR/t.csv:label=y:task=regression --net 2-3-1 --lr 0.01 --epochs 1 --quiet --out DIR/new", "t.csv"),
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_command_ends_with_a_line_that_says_what_is_wrong()
    {
        RunReaders.Make(_folder);
        File.WriteAllText(_folder["two.csv"], "1,2\n0.5,-1\n");
        int count = Math.Max(s_commands.Length * 2, FuzzTests.Count / InProcess), refused = 0;
        for (int number = 0; number < count; number++)
        {
            (string line, string file) = s_commands[number % s_commands.Length];
            Func<byte[], Random, byte[]>? within = file.EndsWith(".json", StringComparison.Ordinal) ? JsonDamage.Of
                : file.EndsWith(".safetensors", StringComparison.Ordinal) ? SafetensorsDamage.Of : null;
            byte[] whole = File.ReadAllBytes(_folder[file]);
            byte[] damaged = new Reader(file, file, [whole], _ => { }) { Within = within }.Damaged(FuzzTests.Seed, number);
            using var copy = new TempFolder();
            Copy(_folder.Path, copy.Name);
            copy.Write(file, damaged);
            string[] words = [.. line.Split(' ').Select(word => word.Replace("DIR", copy.Name, StringComparison.Ordinal))];
            var terminal = new Terminal();
            using var stop = new Timer(_ => terminal.Interrupt(), null, s_longest, Timeout.InfiniteTimeSpan); // epochs may be many now
            int code = terminal.Run(words);
            string[] said = terminal.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            bool well = code is ExitCode.Done or ExitCode.Stopped || (code is ExitCode.Failed or ExitCode.Usage && said.Length > 0);
            well &= !said.Any(text => text.Contains("unexpected ", StringComparison.Ordinal) || text.Any(char.IsControl));
            if (!well)
            {
                string kept = Path.Combine(Path.GetTempPath(), $"apical-fuzz-{FuzzTests.Seed}-{number}-{Path.GetFileName(file)}");
                File.WriteAllBytes(kept, damaged);
                Assert.Fail($"seed {FuzzTests.Seed}, number {number} ({kept}): apical {line} ended with {code}: {terminal.Error}");
            }

            refused += code == ExitCode.Done ? 0 : 1;
        }

        output.WriteLine($"{count} command lines with damaged files, {refused} refused");
    }

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
