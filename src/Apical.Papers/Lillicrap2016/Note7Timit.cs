namespace Apical.Papers.Lillicrap2016;

/// <summary>Note 7: six stop consonants from frames of speech.</summary>
internal sealed class Note7Timit : OwnData
{
    private static readonly MnistRow s_bp = new("BP", "39-1000-1000-1000-6", "bp", 0.1, 24.3) { Data = new("timit-stops", null) };

    public override string Id => "lillicrap2016/note7";

    public override string Title => "Test errors on stop consonants (TIMIT)";

    public override Duration Takes => new(1, 60);

    protected override string Set => "timit-stops";

    protected override IReadOnlyList<MnistRow> Rows => [s_bp, s_bp with { Name = "FA", Rule = "fa:scale=5", Rate = 0.01, Published = 23.1 }];
}
