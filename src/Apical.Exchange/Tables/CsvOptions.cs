using System.Globalization;
using Apical.Specs;

namespace Apical.Exchange.Tables;

/// <summary>What table is read, and what is made of it.</summary>
public sealed record CsvOptions
{
    /// <summary>The word for no columns.</summary>
    public const string None = "none";

    /// <summary>The word for all columns with texts.</summary>
    public const string Texts = "texts";

    private const string Auto = "auto", Yes = "yes", No = "no";

    /// <summary>The settings of <c>csv:FILE</c>.</summary>
    public static Settings<CsvOptions> Settings { get; } = new Settings<CsvOptions>(() => new())
        .Argument("path", o => o.Path, (o, x) => o with { Path = x }, "a file of values between commas, semicolons or tabs, one sample a line")
        .Text("label", o => o.Label, (o, x) => o with { Label = x },
            "column with what is to be learned: its name, or its number from 1, -1 for the last; with task=regression also several, a/b")
        .Choice("task", o => o.Task, (o, x) => o with { Task = x }, "what the label is: a class, or a number")
        .Text("drop", o => o.Drop, (o, x) => o with { Drop = x }, "columns to pass over, by name or number, joined by '/': id/date; or none")
        .Text("one-hot", o => o.OneHot, (o, x) => o with { OneHot = x },
            "columns of which each value becomes an input of its own, 0 or 1, joined by '/'; texts: all that hold texts; or none")
        .Word("header", [Auto, Yes, No], o => o.Header switch { null => Auto, true => Yes, false => No },
            (o, x) => o with { Header = x == Auto ? null : x == Yes }, "whether the first line has the names of the columns")
        .Form("sep", Separator.Parse, o => o.Separator, (o, x) => o with { Separator = x }, "between values: auto, comma, semicolon, tab, bar, or the sign")
        .Word("decimal", ["point", "comma"], o => o.DecimalComma ? "comma" : "point", (o, x) => o with { DecimalComma = x == "comma" }, "in numbers")
        .Text("test", o => o.Test, (o, x) => o with { Test = x }, "share of each class to test with, between 0 and 1; or a file with the samples to test with")
        .Whole("seed", o => o.Seed, (o, x) => o with { Seed = x }, "which random split, and order of the samples, that is", least: 0)
        .With(ClassChoice.Settings, o => o.Classes, (o, x) => o with { Classes = x });

    /// <summary>The file.</summary>
    public string Path { get; init; } = "";

    /// <summary>Columns with what is to be learned, by name or number.</summary>
    public string Label { get; init; } = "";

    /// <summary>What the label is.</summary>
    /// <value>Default classes.</value>
    public TableTask Task { get; init; }

    /// <summary>Columns to pass over, by name or number.</summary>
    /// <value>Default none.</value>
    public string Drop { get; init; } = None;

    /// <summary>Columns of which each value becomes an input.</summary>
    /// <value>Default none: texts are refused.</value>
    public string OneHot { get; init; } = None;

    /// <summary>Whether the first line has names; null when the file shows it.</summary>
    /// <value>Default null.</value>
    public bool? Header { get; init; }

    /// <summary>What stands between values.</summary>
    /// <value>Default auto: the file shows it.</value>
    public Separator Separator { get; init; } = Separator.Auto;

    /// <summary>Whether numbers have a decimal comma.</summary>
    /// <value>Default no.</value>
    public bool DecimalComma { get; init; }

    /// <summary>The share of each class to test with, or a file.</summary>
    /// <value>Default 0.2.</value>
    public string Test
    {
        get;
        init => field = ValueText.Number(value) is not { } share || share is > 0 and < 1 ? value
            : throw new ArgumentException($"'{value}' is no share between 0 and 1, such as 0.2; else give a file with the samples to test with.");
    } = "0.2";

    /// <summary>Seed of the split, and of the order of the samples.</summary>
    /// <value>Default 1.</value>
    public int Seed { get; init; } = 1;

    /// <summary>Which classes.</summary>
    public ClassChoice Classes { get; init; } = new();

    /// <summary>Columns in a list: joined by '/' where there is one, else by commas.</summary>
    internal static IReadOnlyList<string> ColumnsIn(string text) => text.Length == 0 ? [] : ValueText.List(text);

    /// <summary>The share to test with; null when there is a file for that.</summary>
    internal double? TestShare => ValueText.Number(Test);

    /// <summary>How numbers are written.</summary>
    internal NumberFormatInfo Format => DecimalComma ? new() { NumberDecimalSeparator = ",", NumberGroupSeparator = "." } : NumberFormatInfo.InvariantInfo;
}
