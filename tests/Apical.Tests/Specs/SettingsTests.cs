using Apical.Specs;

namespace Apical.Tests.Specs;

public sealed class SettingsTests
{
    private static readonly Settings<Recorder> s_settings = new Settings<Recorder>(() => new())
        .Argument("file", o => o.File, (o, x) => o with { File = x }, "where it is")
        .Number("rate", o => o.Rate, (o, x) => o with { Rate = x }, "how fast; positive")
        .Numbers("scale", o => o.Scale, (o, x) => o with { Scale = x }, "one for each layer")
        .Whole("count", o => o.Count, (o, x) => o with { Count = x }, "how many", least: 1, most: 9)
        .Flag("deep", o => o.Deep, (o, x) => o with { Deep = x }, "whether it is deep")
        .Choice("day", o => o.Day, (o, x) => o with { Day = x }, "when")
        .Text("label", o => o.Label, (o, x) => o with { Label = x }, "what it is called")
        .Form("init", Initialiser.Parse, o => o.Initialiser, (o, x) => o with { Initialiser = x }, "how it starts");

    [Fact]
    public void What_is_left_out_has_the_default_of_the_options() => Assert.Equal(new Recorder(), s_settings.Read(Spec.Parse("recorder")));

    [Fact]
    public void Everything_is_read()
    {
        Recorder read = s_settings.Read(Spec.Parse(@"recorder:'C:\a, b':rate=1e-3:scale=2/5/5:count=3:deep=yes:day=saturday:label='x:y=z':init=normal:0,0.1"));

        Assert.Equal((@"C:\a, b", 0.001, 3, true, DayOfWeek.Saturday, "x:y=z", "normal:0,0.1"),
            (read.File, read.Rate, read.Count, read.Deep, read.Day, read.Label, read.Initialiser.Name));
        Assert.Equal([2, 5, 5], read.Scale);
        Assert.Equal("b", s_settings.Read(Spec.Parse("recorder:file=b")).File);
    }

    [Theory]
    [InlineData("scale=7", 7.0)]
    [InlineData("scale=2/5/5", 2.0, 5.0, 5.0)]
    [InlineData("scale=1..100:log:3", 1.0, 10.0, 100.0)]
    [InlineData("scale=0..1:lin:3/'9'", 0.0, 0.5, 1.0, 9.0)]
    public void A_list_stands_inside_a_value(string text, params double[] scale) => Assert.Equal(scale, s_settings.Read(Spec.Parse("recorder:" + text)).Scale);

    [Fact]
    public void What_is_shown_is_read_back()
    {
        Recorder other = new()
        {
            File = "a b/c:d",
            Rate = 1e-7,
            Count = 9,
            Deep = true,
            Day = DayOfWeek.Friday,
            Label = "it's",
            Initialiser = Initialiser.Uniform(2)
        };

        Assert.Equal(":file='a b/c:d':rate=1e-7:scale=1:count=9:deep=yes:day=friday:label=\"it's\":init=uniform:2", s_settings.Show(other));
        Assert.Equal(s_settings.Show(other), s_settings.Show(s_settings.Read(Spec.Parse("recorder" + s_settings.Show(other)))));
    }

    [Fact]
    public void Help_comes_from_the_declaration() => Assert.Equal(
        [
            new("file", "", "where it is"), new("rate", "0.5", "how fast; positive"), new("scale", "1", "one for each layer"),
                new("count", "2", "how many; from 1 to 9"),
            new("deep", "no", "whether it is deep"), new("day", "sunday", "when: sunday, monday, tuesday, wednesday, thursday, friday or saturday"),
            new("label", "none", "what it is called"), new("init", "glorot", "how it starts"),
        ],
        s_settings.All);

    [Fact]
    public void A_part_has_the_defaults_that_it_has_in_the_whole()
    {
        Settings<(Recorder Part, int Other)> whole = new Settings<(Recorder Part, int Other)>(() => (new() { Rate = 3 }, 0))
            .Whole("other", o => o.Other, (o, x) => o with { Other = x }, "another").With(s_settings, o => o.Part, (o, x) => o with { Part = x });

        Assert.Equal("3", whole.All.Single(setting => setting.Key == "rate").Default);
        (Recorder part, int other) = whole.Read(Spec.Parse("x:count=4:other=5"));
        Assert.Equal((3, 4, 5), (part.Rate, part.Count, other));
        Assert.Equal("0.25", s_settings.From(new() { Rate = 0.25 }).All.Single(setting => setting.Key == "rate").Default);
    }

    [Theory]
    [InlineData("rate=x", "recorder:rate=x: 'x' is not a number.")]
    [InlineData("rate=1:5", "recorder:rate=1:5: '1:5' is not a number.")]
    [InlineData("rate=-1", "recorder:rate=-1: The rate is positive.")]
    [InlineData("scale=2,5", "recorder:scale=2,5: '2,5' is not a number.")]
    [InlineData("scale=2//5", "recorder:scale=2//5: '' is not a number.")]
    [InlineData("scale=5..1:log:3", "recorder:scale=5..1:log:3: '5..1:log:3' is no range. Write two rising numbers, log or lin, and how many: 1e-4..1:log:9 "
        + "or 0..0.5:lin:6.")]
    [InlineData("count=0", "recorder:count=0: a whole number is needed, from 1 to 9.")]
    [InlineData("deep=maybe", "recorder:deep=maybe: use no, yes, 0 or 1.")]
    [InlineData("init=he:2", "recorder:init=he:2: 'he:2' is not written so: he.")]
    [InlineData("label=a:b", "recorder:label=a:b: what belongs to it can be read in two ways; if all does, write label='a:b'.")]
    [InlineData("rat=1", "recorder has no setting 'rat'; did you mean 'rate'? It has: file, rate, scale, count, deep, day, label, init.")]
    [InlineData("label=elastic:alpha=3",
        "recorder has no setting 'alpha'. It has: file, rate, scale, count, deep, day, label, init. What belongs to label as a whole stands in quotes: "
            + "label='…:alpha=3'.")]
    [InlineData("a:b", "'b' in 'recorder:a:b': write settings as key=value, such as recorder:rate=0.5.")]
    public void What_will_not_do_is_quoted_with_what_would(string text, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => s_settings.Read(Spec.Parse("recorder:" + text))).Message);

    private sealed record Recorder
    {
        public string File { get; init; } = "";

        public double Rate
        {
            get;
            init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(Rate), value, "The rate is positive.");
        } = 0.5;

        public IReadOnlyList<double> Scale { get; init; } = s_one;

        public int Count { get; init; } = 2;

        public bool Deep { get; init; }

        public DayOfWeek Day { get; init; }

        public string Label { get; init; } = "none";

        public Initialiser Initialiser { get; init; } = Initialiser.Glorot;

        private static readonly double[] s_one = [1];
    }
}
