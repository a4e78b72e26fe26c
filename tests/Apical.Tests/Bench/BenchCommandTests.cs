using System.Text.Json.Nodes;
using Apical.Tests.Cli;

namespace Apical.Tests.Bench;

public sealed class BenchCommandTests
{
    [Fact]
    public void A_program_gets_peak_cases_and_products()
    {
        var terminal = new Terminal().Do("bench", "--cases", "2-25-1/bp,30-20-10/dfa", "--threads", "1,2", "--seconds", "0.001", "--products", "--json", "-");

        JsonObject peak = terminal.Json["peakGflops"]!.AsObject();
        Assert.Equal(["1", "2"], peak.Select(entry => entry.Key));
        JsonArray cases = terminal.Json["cases"]!.AsArray();
        Assert.Equal(["2-25-1 bp 1", "30-20-10 dfa 1", "2-25-1 bp 2", "30-20-10 dfa 2"], cases.Select(x => $"{x!["case"]} {x["rule"]} {x["threads"]}"));
        JsonNode xor = cases[0]!;
        Assert.Equal(("tanh", "sgd", 4), ((string?)xor["activation"], (string?)xor["optimizer"], (int)xor["batch"]!));
        double seconds = (double)xor["msPerStep"]! / 1e3, gflops = (double)xor["gflops"]!;
        Assert.Equal(2.0 * 4 * (75 + 75 + 25) / seconds / 1e9, gflops, gflops * 1e-9);
        Assert.Equal(gflops / (double)peak["1"]!, (double)xor["shareOfPeak"]!, 1e-9);

        // XOR: forward twice, back once, update twice; 30-20-10 as many; each on 1 and 2 threads.
        JsonArray products = terminal.Json["products"]!.AsArray();
        Assert.Equal(20, products.Count);
        Assert.Equal("NN 25 4 2 1", string.Join(' ', new[] { "form", "m", "n", "k", "threads" }.Select(name => $"{products[0]![name]}")));
        Assert.All(products, product => Assert.True((double)product!["gflops"]! > 0));
    }

    [Fact]
    public void A_person_gets_tables()
    {
        var terminal = new Terminal().Do("bench", "--cases", "2-25-1", "--threads", "1", "--seconds", "0.001");

        string[] lines = terminal.Output.TrimEnd().Split('\n');
        Assert.StartsWith("peak: ", lines[0]);
        Assert.Equal(["case", "batch", "optimizer", "rule", "threads", "ms/step", "fastest", "GFLOP/s", "of", "peak"],
            lines[2].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(["bp", "fa", "dfa"], lines[^3..].Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3]));
        Assert.Contains("2/4 2-25-1/b4/tanh/sgd/bp, 1 thread", terminal.Error);
    }

    [Fact]
    public void A_file_gets_the_same_as_a_program()
    {
        string file = Path.Combine(Directory.CreateTempSubdirectory().FullName, "bench.json");

        new Terminal().Do("bench", "--cases", "2-25-1/bp", "--threads", "1", "--seconds", "0.001", "--only-products", "--json", file);

        JsonNode json = JsonNode.Parse(File.ReadAllText(file))!;
        Assert.Empty(json["cases"]!.AsArray());
        Assert.Equal(5, json["products"]!.AsArray().Count);
    }

    [Fact]
    public void An_interrupt_ends_it_between_two_measurements()
    {
        var terminal = new Terminal();
        terminal.Interrupt();

        Assert.Equal(75, terminal.Run("bench", "--seconds", "0.001"));
        Assert.Contains("interrupted", terminal.Error);
        Assert.Empty(terminal.Output);
    }

    [Theory]
    [InlineData("--cases 784-100-10", "No case fits '784-100-10'", "784-1000-10")]
    [InlineData("--threads 0", "--threads: '0' will not do", "from 1 to 1024")]
    [InlineData("--threads 1,", "--threads: '' will not do", "such as 1,2")]
    [InlineData("--seconds 0", "--seconds: '0' will not do", "above 0")]
    [InlineData("--seconds NaN", "--seconds: 'NaN' will not do", "above 0")]
    public void Wrong_usage_says_what_is_allowed(string line, string wrong, string allowed)
    {
        var terminal = new Terminal();

        Assert.Equal(2, terminal.Run(["bench", .. line.Split(' ')]));
        Assert.Contains(wrong, terminal.Error);
        Assert.Contains(allowed, terminal.Error);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_missed_before_anything_is_timed()
    {
        var terminal = new Terminal();

        Assert.Equal(1, terminal.Run("bench", "--json", "/no/such/folder/bench.json"));
        Assert.Contains("--json", terminal.Error);
        Assert.DoesNotContain("peak", terminal.Error);
    }
}
