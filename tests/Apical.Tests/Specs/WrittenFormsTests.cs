using System.Text.RegularExpressions;
using Apical.Cli.Settings;
using Apical.Optimizers;
using Apical.Tests.Architecture;

namespace Apical.Tests.Specs;

/// <summary>
/// Every form that the documentation shows is read, and what it showed in earlier versions, which stands in people's scripts and run.json files.
/// </summary>
public sealed partial class WrittenFormsTests
{
    private static readonly Func<string, object>[] s_readers =
    [
        Activation.Parse, Initialiser.Parse, Schedule.Parse, NormalisationMethod.Parse, Elastic.Parse, OptimizerChoice.Parse, DataCatalog.Find, RuleList.Parse,
    ];

    [Theory]
    [InlineData("leaky-relu:0.35"), InlineData("conditioned:0.4"), InlineData("normal:0,0.1"), InlineData("range:-0.9,0.9"), InlineData("elastic"),
        InlineData("elastic:alpha=34:sigma=4")]
    [InlineData("step:30,60"), InlineData("step:30,60:0.5"), InlineData("linear:60"), InlineData("cosine:100"),
        InlineData("rmsprop:rho=0.9:epsilon=1e-8:inside-root=1")]
    [InlineData("adam:beta1=0.9:beta2=0.999"), InlineData("adadelta:rho=0.9:epsilon=1e-8:scaled=1"), InlineData("momentum:mu=0.9"), InlineData("SGD")]
    [InlineData("parity:k=3:from=mnist"), InlineData("clusters:n=256:d=15:c=3:draw=1"), InlineData("clusters:constant=no:discs=dense"),
        InlineData("back-image-stand-in:from=mnist")]
    [InlineData("fa,fa:sparsity=0.9,dfa:init=normal:0,0.1"), InlineData("fa:sparsity=0.5:scale=2"),
        InlineData("ridge-fa:lambda=0.1:schedule=cutoff:steps=1000")]
    [InlineData("sign-symmetry:magnitude=fixed,sign-symmetry:magnitude=redrawn"), InlineData("dtp-original:init=glorot:sigma=0.1"),
        InlineData("dtp-ai:adapt=line-search:margin=0")]
    [InlineData("mdfa:init=abs-normal:0,0.1:floor=0"), InlineData("ntk:gate=step"), InlineData("gauss-newton:curvature=batch:damping=0.1:omega=0.9"),
        InlineData("ao-sdtp:aux=256:sigma=0.1")]
    public void A_form_is_read(string text) => Assert.Contains(s_readers, reader => Reads(reader, text));

    [Fact]
    public void All_forms_in_the_documentation_are_read()
    {
        string[] kinds =
        [
            .. RuleCatalog.All.Select(rule => rule.Id), .. OptimizerCatalog.All.Select(optimizer => optimizer.Name),
                .. DataCatalog.All.Select(entry => entry.Name),
            .. new[] { Activation.Names, Initialiser.Names, Schedule.Names, NormalisationMethod.Names, Elastic.Names }.SelectMany(names =>
                names).Select(name => name.Split(':', '[', ' ')[0]),
        ];
        string[] pages = [Path.Combine(Repository.Root, "README.md"),
            .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories)];
        string[] written =
        [
            .. from page in pages
               from Match match in Form().Matches(File.ReadAllText(page))
               where kinds.Contains(match.Groups[1].Value)
               select match.Value.TrimEnd(',', '.', ':'),
        ];

        Assert.True(written.Distinct().Count() > 40);
        Assert.DoesNotContain(written.Distinct(), text => !s_readers.Any(reader => Reads(reader, text)));
    }

    private static bool Reads(Func<string, object> reader, string text)
    {
        try
        {
            return reader(text) is not null;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    // A name, and a number or a setting behind it.
    [GeneratedRegex(@"(?<![\w:='-])([a-z][a-z0-9-]*):(?:-?[0-9.]|[a-z0-9-]+=)[\w.,=:'-]*")]
    private static partial Regex Form();
}
