using System.Globalization;
using System.Text;
using Apical.Exchange.Tables;
using Apical.Specs;
using Apical.Tests.Data;

namespace Apical.Tests.Exchange;

public sealed class CsvTests
{
    private const string Flowers = "id,width,height,colour,kind\n1,1.5,2,red,rose\n"
        + "2,1e1,-3,white,lily\n3,0.25,4,red,rose\n4,7,8,blue,lily\n5,9,9,red,lily\n6,0,0,white,rose\n";

    /// <summary>What stands in the file is known: every sample is found again, whatever its place.</summary>
    [Fact]
    public void Columns_become_inputs_and_the_label_its_class()
    {
        DataSplits data = Load(Flowers, "label=kind:drop=id/colour:test=0.34");
        Assert.Equal(["width", "height"], data.FeatureNames);
        Assert.Equal(["lily", "rose"], data.Train.ClassNames);
        Assert.Equal((4, 2, 2, 2), (data.Train.Count, data.Test.Count, data.Train.Features, data.Train.Outputs));
        Assert.Equal(["0 0 rose", "0.25 4 rose", "1.5 2 rose", "10 -3 lily", "7 8 lily", "9 9 lily"], Samples(data).Order(StringComparer.Ordinal));
        Assert.Equal([1, 1], [data.Test.InMemory().Labels!.Count(label => label == 0), data.Test.InMemory().Labels!.Count(label => label == 1)]);
    }

    [Theory]
    [InlineData("label=kind", "label=-1")]
    [InlineData("label=kind", "label=5")]
    [InlineData("label=kind", "label=KIND")]
    [InlineData("label=kind:drop=id/colour", "label=kind:drop=1,-2")]
    [InlineData("label=kind:one-hot=colour", "label=kind:one-hot=texts")]
    public void Columns_go_by_name_or_number(string one, string other)
    {
        one += one.Contains("colour", StringComparison.Ordinal) ? "" : ":drop=colour";
        other += other.Contains("drop", StringComparison.Ordinal) || other.Contains("hot", StringComparison.Ordinal) ? "" : ":drop=colour";
        Assert.Equal(Samples(Load(Flowers, one)), Samples(Load(Flowers, other)));
    }

    [Fact]
    public void One_hot_gives_each_value_an_input_in_the_place_of_its_column()
    {
        DataSplits data = Load(Flowers, "label=kind:one-hot=colour:drop=id/width");
        Assert.Equal(["height", "colour=blue", "colour=red", "colour=white"], data.FeatureNames);
        Assert.Equal(["-3 0 0 1 lily", "0 0 0 1 rose", "2 0 1 0 rose", "4 0 1 0 rose", "8 1 0 0 lily", "9 0 1 0 lily"],
            Samples(data).Order(StringComparer.Ordinal));
    }

    /// <summary>RFC 4180: quotes hold separators, line ends and doubled quotes; lines end in CR LF; UTF-8, with or without its mark.</summary>
    [Theory]
    [InlineData("\"a \"\"b\"\"\",\"c,\nd\"\n1,\"x,y\"\n\"2\",z\n3,\"x,y\"\n4,z\n", "label='c,\nd'", "x,y;z")]
    [InlineData("\ufeffa,größe\r\n1,ä\r\n2,ö\r\n3,ä\r\n4,ö\r\n\r\n", "label=größe", "ä;ö")]
    [InlineData("a;b\n1,5;u\n2,25;v\n3,0;u\n4;v", "label=b:decimal=comma", "u;v")]
    [InlineData("a\tb\n1\tu;1\n2\tv;1\n3\tu;1\n4\tv;1", "label=b", "u;1;v;1")]
    [InlineData("a|b\n1|u\n2|v\n3|u\n4|v", "label=b", "u;v")]
    public void Files_are_read_as_they_are_written(string text, string settings, string classes)
    {
        DataSplits data = Load(text, settings + ":test=0.5");
        Assert.Equal((2, 2, 1), (data.Train.Count, data.Test.Count, data.Train.Features));
        Assert.Equal(classes, string.Join(';', data.Train.ClassNames));
    }

    [Theory]
    [InlineData("10,b\n9,b\n9,a\n10,a\n", "9;10", 1)]                // numbers by size
    [InlineData("b,1\nB,1\na,1\nb,2\nB,3\na,2\n", "B;a;b", 1)]       // texts sign by sign
    [InlineData("1.0,5\n1,6\n2,6\n2.00,7\n", "1;2", 1)]              // equal numbers are one class
    [InlineData("10,3\nx,4\n9,3\nx,1\n10,1\n9,1\n", "10;9;x", 1)]     // not all are numbers: texts
    public void Classes_are_in_a_stable_order(string text, string classes, int column)
    {
        string one = text.Contains('b', StringComparison.Ordinal) && char.IsDigit(text[0]) ? ":one-hot=2" : "";
        Assert.Equal(classes, string.Join(';', Load(text, $"label={column}{one}:header=no:test=0.5").Train.ClassNames));
    }

    [Theory]
    [InlineData("1,2,3\n4,5,6\n", false)]
    [InlineData("a,b,c\n4,5,6\n", true)]
    [InlineData("a,b,c\nx,y,6\nz,y,7\n", true)]                      // numbers below a word
    [InlineData("vhigh,small,no\nlow,big,no\nlow,small,yes\n", false)]  // a value of the first line comes again
    [InlineData("size,weight,good\nlow,big,no\nlow,small,yes\n", true)]
    [InlineData("NA1,2,x\n4,5,y\n", true)]                             // a word above numbers only
    [InlineData("5,x,2\n4,y,1\n", false)]
    public void The_header_is_found_where_the_file_shows_it(string text, bool header)
    {
        using var folder = new TempFolder();
        string path = folder.Write("t.csv", Encoding.UTF8.GetBytes(text));
        Assert.Equal(header, CsvDialect.Of(path, new CsvOptions()).Header);
        Assert.Contains($"header={(header ? "yes" : "no")}:sep=comma", Entry($"csv:'{path}':label=1").NameIn(null), StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_that_names_the_label_column_makes_a_header_of_its_line() =>
        Assert.Equal(["rain"], Load("rain,2019\n1,5\n2,6\n3,5\n4,6\n", "label=2019:test=0.5").FeatureNames);

    [Theory]
    [InlineData("", "label=1", "is empty: expected a line for each sample")]
    [InlineData("a,b\n", "label=b", "has no sample, only the line with the names")]
    [InlineData("1,x\n2,y\n", "label=2", "A class needs two samples or more")]
    [InlineData("a,b\n1,x\n2,x\n3,x\n", "label=b", "one class to tell apart")]
    [InlineData("a,b,c\n1,2,x\n1,y\n", "label=c", "line 3: expected 3 values as in the first line, got 2")]
    [InlineData("a,b\n1,x\n\"2,y\n3,x\n", "label=b", "line 3: a double quote opens here and is not closed.")]
    [InlineData("a,b\n1,x\n,y\n3,x\n4,y\n", "label=b", "line 3, column 1 'a': there is no value; an empty one is no number. Fill or remove such lines")]
    [InlineData("a,b\n1,x\nNA,y\n3,x\n4,y\n", "label=b", "line 3, column 1 'a': 'NA' is no number")]
    [InlineData("a,b\n1,x\nred,y\n3,x\n4,y\n", "label=b", "is left out with drop=a, or given an input for each of its values with one-hot=a")]
    [InlineData("a,b\n1,x\nNaN,y\n3,x\n4,y\n", "label=b", "'NaN' is not finite")]
    [InlineData("a,b\n1,x\ninf,y\n3,x\n4,y\n", "label=b", "'inf' is not finite")]
    [InlineData("a,b\n1,x\n1e999,y\n3,x\n4,y\n", "label=b", "'1e999' is not finite")]
    [InlineData("a,b\n1,x\n1e39,y\n3,x\n4,y\n", "label=b", "'1e39' is too large for single precision. Use --precision double.")]
    [InlineData("a,b\n\"1,000\",x\n2,y\n1,x\n1,y\n", "label=b", "If its commas part thousands, take them out")]
    [InlineData("a;b\n1,5;x\n2;y\n1;x\n1;y\n", "label=b", "If it has a decimal comma, write decimal=comma.")]
    [InlineData("a,b\n1,x\n2,\n", "label=b", "line 3, column 2 'b': there is no value; an empty one is no class")]
    [InlineData("a,b\n1,2\n2,NaN\n", "label=b:task=regression", "line 3, column 2 'b': 'NaN' is not finite")]
    [InlineData("a,b\n1,2\n2,high\n", "label=b:task=regression", "'high' is no number. Fill or remove such lines first, or learn classes")]
    public void Odd_files_are_refused_by_line_and_column(string text, string settings, string message)
    {
        Exception error = Record.Exception(() => Load(text, settings + ":test=0.5"))!;
        Assert.True(error is DatasetException or ArgumentException, $"{error}");
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "say which column is to be learned: csv:FILE:label=NAME, or label=-1 for the last. The 5 columns are id, width, height, colour, kind.")]
    [InlineData("label=knd", "unknown column 'knd'; did you mean 'kind'?")]
    [InlineData("label=6", "there are 5 columns, counted from 1 to 5, or from -1, the last, to -5")]
    [InlineData("label=0", "there are 5 columns, counted from 1 to 5")]
    [InlineData("label=kind:drop=kind", "column 5 'kind' is to be learned, so it is not among the inputs")]
    [InlineData("label=kind:drop=colour:one-hot=colour", "is in drop= and in one-hot=")]
    [InlineData("label=kind/id", "a class stands in one column")]
    [InlineData("label=kind:drop=id/width/height/colour", "no column is left for inputs")]
    [InlineData("label=kind:test=2", "no share between 0 and 1")]
    [InlineData("label=kind:drop=colour:classes=rose/tulip", "Unknown class 'tulip'")]
    [InlineData("label=colour:drop=kind:outputs=one", "there are 3 classes, and a single output tells two apart")]
    public void Settings_that_do_not_fit_are_refused(string settings, string message) =>
        Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(() => Load(Flowers, settings)).Message, StringComparison.Ordinal);

    [Fact]
    public void Two_columns_of_one_name_are_told_apart_by_number()
    {
        const string Text = "a,a,b\n1,2,x\n3,4,y\n5,6,x\n7,8,y\n";
        Assert.Contains("columns 1 and 2 are called that", Assert.Throws<ArgumentException>(() => Load(Text, "label=b:drop=a")).Message,
            StringComparison.Ordinal);
        Assert.Equal(["2 x", "4 y", "6 x", "8 y"], Samples(Load(Text, "label=b:drop=1:test=0.5")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Too_many_values_are_no_classes()
    {
        string text = "a,b\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i},{i}.5\n"));
        Assert.Contains("has 30 different values in 30 samples, too many for classes. If it is a number to be learned, write task=regression.",
            Assert.Throws<DatasetException>(() => Load(text, "label=b")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_are_learned_in_one_column_or_several()
    {
        DataSplits data = Load("a,p,q\n1,10,5\n2,20,6\n3,30,7\n4,40,8\n5,50,9\n", "label=q/p:task=regression");
        Assert.Equal((4, 1, 1, 2, 0), (data.Train.Count, data.Test.Count, data.Train.Features, data.Train.Outputs, data.Train.Classes));
        Assert.Equal(["q", "p"], data.TargetNames);
        Assert.Equal(NormalisationMethod.Feature, data.WantedTargets);
        foreach (Dataset part in new[] { data.Train.InMemory(), data.Test.InMemory() })
        {
            for (int i = 0; i < part.Count; i++)
            {
                Assert.Equal((part.Inputs[i, 0] + 4, 10 * part.Inputs[i, 0]), (part.Targets[i, 0], part.Targets[i, 1]));
            }
        }
    }

    /// <summary>Of four samples with the targets 10, 20, 30, 40 or three of these and 50, mean and sd are known.</summary>
    [Fact]
    public void Learned_numbers_are_normalised_by_the_training_part()
    {
        DataSplits data = Load("a,p\n1,10\n2,20\n3,30\n4,40\n5,50\n", "label=p:task=regression");
        double[] raw = data.Train.InMemory().Targets.ToArray();
        double mean = raw.Average(), sd = Math.Sqrt(raw.Average(t => (t - mean) * (t - mean)));
        DataSplits ready = data.NormaliseTargets(NormalisationMethod.Feature);
        Assert.Equal(raw.Select(t => (t - mean) / sd), ready.Train.InMemory().Targets.ToArray(), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal((data.Test.InMemory().Targets[0, 0] - mean) / sd, ready.Test.InMemory().Targets[0, 0], 1e-6);
        Assert.Equal(mean, ready.FittedTargets!.Record.Mean, 1e-9);
        Assert.Throws<ArgumentException>(() => Load(Flowers, "label=kind:drop=colour").NormaliseTargets(NormalisationMethod.Feature));
    }

    [Fact]
    public void A_file_of_its_own_is_for_testing()
    {
        using var folder = new TempFolder();
        folder.Write("train.csv", Encoding.UTF8.GetBytes("a,b\n1,x\n2,y\n3,x\n"));
        folder.Write("test.csv", Encoding.UTF8.GetBytes("a,b\n7,y\n8,x\n"));
        folder.Write("other.csv", Encoding.UTF8.GetBytes("a,c\n7,y\n"));
        folder.Write("foreign.csv", Encoding.UTF8.GetBytes("a,b\n7,z\n"));
        DataSplits Of(string test) => Entry($"csv:'{folder["train.csv"]}':label=b:test='{test}'").Load();
        DataSplits data = Of("test.csv");
        Assert.Equal(["1 x", "2 y", "3 x"], Samples(data with { Test = data.Train.Select([]) }).Order(StringComparer.Ordinal));
        Assert.Equal(["7 y", "8 x"], Samples(data with { Train = data.Train.Select([]) }).Order(StringComparer.Ordinal));
        Assert.Contains("has 'c' as column 2, and", Assert.Throws<DatasetException>(() => Of("other.csv")).Message, StringComparison.Ordinal);
        Assert.Contains("the class 'z' is there to test and not to train", Assert.Throws<DatasetException>(() => Of("foreign.csv")).Message,
            StringComparison.Ordinal);
        Assert.Contains("neither a share between 0 and 1 nor a file", Assert.Throws<DatasetException>(() => Of("none.csv")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_seed_gives_the_same_parts_and_another_others()
    {
        string text = "a,b\n" + string.Concat(Enumerable.Range(0, 100).Select(i => $"{i},{i % 2}\n"));
        Assert.Equal(Samples(Load(text, "label=b:seed=3")), Samples(Load(text, "label=b:seed=3")));
        Assert.NotEqual(Samples(Load(text, "label=b:seed=3")), Samples(Load(text, "label=b:seed=4")));
    }

    [Fact]
    public void Bytes_that_are_no_utf8_are_refused()
    {
        using var folder = new TempFolder();
        string path = folder.Write("t.csv", [.. "a,b\n1,"u8, 0xE4, .. "\n2,x\n"u8]);
        Assert.Contains("is not text in UTF-8", Assert.Throws<DatasetException>(() => Entry($"csv:'{path}':label=b").Load()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_setting_is_spelled_out_and_read_back()
    {
        using var folder = new TempFolder();
        string path = folder.Write("f.csv", Encoding.UTF8.GetBytes(Flowers));
        string name = Entry($"csv:'{path}':label=kind:drop=id:one-hot=texts").NameIn(null);
        Assert.EndsWith(":label=kind:task=classes:drop=id:one-hot=texts:header=yes:sep=comma:decimal=point:test=0.2"
            + ":seed=1:classes=all:pick=0:draw=1:outputs=classes", name, StringComparison.Ordinal);
        Assert.Equal(name, Entry(name).NameIn(null));
    }

    /// <summary>2⁵³ and 2⁵³ + 1 are one number in double precision; 9007199254740992.0 is the first of them, written in another way.</summary>
    [Fact]
    public void Large_whole_numbers_stay_apart()
    {
        DataSplits data = Load("a,k\n1,9007199254740993\n2,9007199254740992\n3,9007199254740993\n4,9007199254740992.0\n", "label=k:test=0.5");
        Assert.Equal(["9007199254740992", "9007199254740993"], data.Train.ClassNames);
        Assert.Equal(["1 9007199254740993", "2 9007199254740992", "3 9007199254740993", "4 9007199254740992"], Samples(data).Order(StringComparer.Ordinal));
    }

    private static DataSplits Load(string text, string settings)
    {
        using var folder = new TempFolder();
        string path = folder.Write("t.csv", Encoding.UTF8.GetBytes(text));
        return Entry($"csv:'{path}'{(settings.Length == 0 ? "" : ":" + settings)}").Load(new() { Folder = "/nowhere" });
    }

    private static DataEntry Entry(string text)
    {
        using Catalog<DataEntry>.Scope sets = DataCatalog.With(CsvFiles.Entry).Use();
        return DataCatalog.Find(text);
    }

    /// <summary>Each sample as text: its inputs and the name of its class. The same number is in as many samples as it came in.</summary>
    private static IEnumerable<string> Samples(DataSplits data) => new[] { data.Train, data.Test }.SelectMany(part =>
    {
        Dataset whole = part.InMemory();
        return Enumerable.Range(0, whole.Count).Select(i => string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"{string.Join(' ', Enumerable.Range(0, whole.Features).Select(f => whole.Inputs[i, f].ToString(CultureInfo.InvariantCulture)))}"
                + $" {whole.ClassNames[whole.Labels![i]]}"));
    });
}
