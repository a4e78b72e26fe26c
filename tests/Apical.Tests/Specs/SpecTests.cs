using Apical.Specs;

namespace Apical.Tests.Specs;

public sealed class SpecTests
{
    [Theory]
    [InlineData("fa", "fa", "", "")]
    [InlineData(" FA ", "fa", "", "")]
    [InlineData("fa:scale=2:Sparsity=0.5", "fa", "", "scale=2|sparsity=0.5")]
    [InlineData("step:30,60:0.5", "step", "30,60|0.5", "")]
    [InlineData("dfa:init=normal:0,0.1:scale=2", "dfa", "", "init=normal:0,0.1|scale=2")]
    [InlineData("csv:data.csv:label=class", "csv", "data.csv", "label=class")]
    [InlineData(@"csv:'C:\my, data=1.csv':label=""a:b""", "csv", @"'C:\my, data=1.csv'", @"label=""a:b""")]
    [InlineData("csv:it's here.csv:label=x", "csv", "it's here.csv", "label=x")]
    [InlineData("'my:set':k=1", "my:set", "", "k=1")]
    [InlineData("fa:scale=", "fa", "", "scale=")]
    public void Arguments_come_first_then_settings(string text, string name, string arguments, string settings)
    {
        var spec = Spec.Parse(text);

        Assert.Equal((name, text.Trim()), (spec.Name, spec.ToString()));
        Assert.Equal(arguments, string.Join('|', spec.Arguments));
        Assert.Equal(settings, string.Join('|', spec.Settings.Select(setting => $"{setting.Key}={setting.Value}")));
    }

    [Theory]
    [InlineData("fa:scale=1:scale=2", "'scale=2' in 'fa:scale=1:scale=2': scale is set twice. Write each setting once, as key=value.")]
    [InlineData("csv:'my file", "'my file in csv:'my file: the quote is not closed.")]
    [InlineData("csv:'my'file", "'my' in csv:'my'file: 'f' follows the closing quote. A value stands in quotes as a whole.")]
    public void What_is_no_spec_is_explained(string text, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => Spec.Parse(text)).Message);

    [Theory]
    [InlineData("bp,fa, dfa", "bp|fa|dfa")]
    [InlineData("dfa:init=normal:0,0.1,bp", "dfa:init=normal:0,0.1|bp")]
    [InlineData("step:22,30:0.5,constant", "step:22,30:0.5|constant")]
    [InlineData("0.1,0.2", "0.1|0.2")]
    [InlineData("fa,2", "fa|2")]
    [InlineData("csv:'a,b',bp", "csv:'a,b'|bp")]
    [InlineData("'a,b',\"c\"", "a,b|c")]
    [InlineData("bp,,fa", "bp||fa")]
    public void Numbers_behind_a_comma_stay_with_the_spec_before_them(string text, string specs) => Assert.Equal(specs.Split('|'), Spec.Split(text));

    [Theory]
    [InlineData("2/5/5", "2|5|5")]
    [InlineData("a,b", "a|b")]
    [InlineData("a,b/c", "a,b|c")]
    [InlineData("1..100:log:3/7", "1|10|100|7")]
    [InlineData("'1..100:log:3'", "1..100:log:3")]
    [InlineData("'a/b','c'", "a/b|c")]
    [InlineData("'../a/b','..'", "../a/b|..")]
    public void A_list_is_joined_by_slashes_or_commas(string text, string values) => Assert.Equal(values.Split('|'), ValueText.List(text));

    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(1e-6, "1e-6")]
    [InlineData(-2.5e-10, "-2.5e-10")]
    [InlineData(1e20, "1e20")]
    [InlineData(1000, "1000")]
    public void Numbers_are_shown_as_people_write_them(double number, string text)
    {
        Assert.Equal(text, ValueText.Show(number));
        Assert.Equal(number, ValueText.Number(text));
    }
}
