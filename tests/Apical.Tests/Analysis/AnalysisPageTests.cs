using System.Text.RegularExpressions;
using Apical.Analysis;
using Apical.Numerics.Algebra;
using Apical.Numerics.Backends;
using Apical.Tests.Architecture;

namespace Apical.Tests.Analysis;

/// <summary>docs/analysis.md: its code is compiled here and run, its defaults are those of the code.</summary>
public sealed partial class AnalysisPageTests
{
    private static readonly string s_page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "analysis.md")).ReplaceLineEndings("\n");

    [Fact]
    public void Points_are_embedded()
    {
        Matrix x = Random(5, 40);
        var log = new List<double>();
#pragma warning disable xUnit1051 // as on the page
        using var pool = new WorkerPool(2);
        Matrix y = TSne.Embed(x, new Rng(1), new TSneOptions { Perplexity = 10, Iterations = 250 }, pool, at => log.Add(at.Kl));
#pragma warning restore xUnit1051
        Assert.Equal((2, 40, 5), (y.Rows, y.Columns, log.Count));
    }

    [Fact]
    public void A_quantity_decays()
    {
        Matrix decay = Matrix.Of([[1]], Precision.Double);
        var integrator = new OdeIntegrator((t, y, dy) => dy[0].CopyFrom(y[0].Scaled(-1)));
        integrator.AdvanceAdaptively([decay], 0, 1);
        Assert.Equal(Math.Exp(-1), decay.Sum(), 1e-7);
    }

    [Fact]
    public void A_linear_network_aligns()
    {
        Matrix target = Random(2, 4), feedback = Random(3, 2), a = new(3, 4, Precision.Double), w = new(2, 3, Precision.Double);
        var flow = new LinearNetworkFlow(target, feedback);
        Matrix[] state = [a, w];
        new OdeIntegrator(flow.Field()).AdvanceAdaptively(state, 0, 10);
        double alignment = flow.TraceBW(state);
        Assert.True(alignment > 0);
    }

    [Fact]
    public void A_kernel_is_measured()
    {
        Matrix w = Random(6, 3), x = Random(3, 2), beta = Random(6, 1), b = Random(6, 1);
        Matrix g = FeedbackKernel.G(w, x, ScalarFunction.Tanh), h = FeedbackKernel.H(w, beta, b, x, ScalarFunction.Tanh);
        double least = LinearAlgebra.SymmetricEigen(g).Values[0], size = LinearAlgebra.SpectralNorm(h);
        Assert.True(least > 0 && size > 0);
    }

    [Fact]
    public void Operations_are_counted()
    {
        var counting = new CountingBackend();
        using (counting.Enter())
        {
            // matrices made here, and what is computed from them, count
            _ = Random(2, 3).Dot(Random(3, 4));
        }

        long multiplications = counting.Multiplications, additions = counting.Additions;
        Assert.Equal((24, 16), (multiplications, additions));
    }

    [Fact]
    public void The_code_of_the_page_stands_in_this_file()
    {
        string source = File.ReadAllText(Path.Combine(Repository.Root, "tests/Apical.Tests/Analysis/AnalysisPageTests.cs"));
        string[] lines = [.. Code().Matches(s_page).SelectMany(match =>
            match.Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries)).Select(line => line.Trim())];
        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.Contains(line, source, StringComparison.Ordinal));
    }

    [Fact]
    public void The_table_has_every_setting_of_TSne_with_its_default()
    {
        var defaults = new TSneOptions();
        string[] actual = [.. typeof(TSneOptions).GetProperties().Where(p => p.CanWrite).Select(p =>
            FormattableString.Invariant($"{p.Name} {p.GetValue(defaults)}")).Order(StringComparer.Ordinal)];
        var stated = Row().Matches(s_page).SelectMany(match =>
            match.Groups[1].Value.Replace("`", "", StringComparison.Ordinal).Split(", ").Zip(match.Groups[2].Value.Split(", "), (name, value) =>
                $"{name} {value}"));
        Assert.Equal(actual, stated.Order(StringComparer.Ordinal));
    }

    private static Matrix Random(int rows, int columns)
    {
        var x = new Matrix(rows, columns, Precision.Double);
        x.FillNormal(new Rng(1).Fork("page", (rows * 100) + columns));
        return x;
    }

    [GeneratedRegex(@"```csharp\n([\s\S]*?)```")]
    private static partial Regex Code();

    [GeneratedRegex(@"^\| (`[A-Z][^|]*`) \| ([\d., ]+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
