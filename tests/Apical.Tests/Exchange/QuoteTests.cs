using System.Text;
using Apical.Exchange.Tables;
using Apical.Specs;
using Apical.Tests.Data;

namespace Apical.Tests.Exchange;

/// <summary>RFC 4180: a value that begins with a double quote ends with one, and one within is doubled. A quote left open must swallow no lines.</summary>
public sealed class QuoteTests
{
    [Theory]
    [InlineData("a,k\n1,\"A\"\n2,\"B\n3,\"A\"\n4,\"B\"\n", 3)]          // closed by the next one that opens
    [InlineData("a,k\n1,A\n2,\"B\n3,A\n4,B\n", 3)]                      // never closed
    [InlineData("a,k\r\n1,A\r\n2,B\r\n3,A\r\n4,\"B", 5)]                // in the last line
    [InlineData("a,k\n1,\"x\ny\"\n2,\"B\n3,A\n4,B\n", 4)]               // a value over two lines before it
    [InlineData("k,a\n\"A\",1\n\"B,2\n\"A\",3\n\"B\",4\n", 3)]
    [InlineData("a,k\n1,A\n2,5\" B\n3,A\n4,6\" B\n", 3)]                // amid a value
    [InlineData("a,k\n1,A\n2,\"B\"\"\n3,A\n4,B\n", 3)]                  // two are one that belongs to the text
    [InlineData("a,\"k\n1,A\n2,B\n", 1)]
    public void A_quote_that_is_not_closed_is_told_with_its_line(string text, int line)
    {
        using var folder = new TempFolder();
        string path = folder.Write("t.csv", Encoding.UTF8.GetBytes(text));
        using Catalog<DataEntry>.Scope sets = DataCatalog.With(CsvFiles.Entry).Use();
        var error = Assert.Throws<DatasetException>(() => DataCatalog.Find($"csv:'{path}':label=-1:header=yes").Load());
        Assert.StartsWith($"{path}, line {line}: a double quote opens here and is not closed.", error.Message, StringComparison.Ordinal);
    }

    /// <summary>.NET takes a byte of 0 for the end of a number.</summary>
    [Theory]
    [InlineData("a,k\n1,A\n2\0,B\n3,A\n4,B\n", 3)]
    [InlineData("a,k\r\n1,\"A\r\n\0\"\r\n2,B\r\n", 3)]
    public void A_byte_of_0_is_told_with_its_line(string text, int line)
    {
        using var folder = new TempFolder();
        string path = folder.Write("t.csv", Encoding.UTF8.GetBytes(text));
        using Catalog<DataEntry>.Scope sets = DataCatalog.With(CsvFiles.Entry).Use();
        var error = Assert.Throws<DatasetException>(() => DataCatalog.Find($"csv:'{path}':label=-1:header=yes").Load());
        Assert.StartsWith($"{path}, line {line}: there is a byte of 0", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a,k\n1,\"x\n\"\"y\"\"\nz\" \n2,v\n3,\"x\n\"\"y\"\"\nz\"\n4,v\n")]
    [InlineData("k;a\r\n \"x\r\ny\" ;1\r\nv;2\r\n \"x\r\ny\" ;3\r\nv;4\r\n")]
    [InlineData("a,k\n1,b \"x\" c\n2,\"\"\"v\"\"\"\n3,b \"x\" c\n4,\"\"\"v\"\"\"")]
    [InlineData("a,k\n1,\"\"\"\nx\"\n2,v\n3,\"\"\"\nx\"\n4,v\n")]
    public void Those_that_are_closed_stay_over_lines_too(string text)
    {
        using var folder = new TempFolder();
        string path = folder.Write("t.csv", Encoding.UTF8.GetBytes(text));
        using Catalog<DataEntry>.Scope sets = DataCatalog.With(CsvFiles.Entry).Use();
        DataSplits data = DataCatalog.Find($"csv:'{path}':label=k:header=yes:test=0.5").Load();
        Assert.Equal((2, 2, 2), (data.Train.Count, data.Test.Count, data.Train.Classes));
    }
}
