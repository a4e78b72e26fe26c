namespace Apical.Papers.Lillicrap2016;

/// <summary>Note 7: six stop consonants from frames of speech.</summary>
internal sealed class Note7Timit : OwnData
{
    private static readonly MnistRow s_bp = new("BP", "39-1000-1000-1000-6", "bp", 0.1, 24.3) { Data = new("timit-stops", null) };

    /// <inheritdoc/>
    public override string Id => "lillicrap2016/note7";

    /// <inheritdoc/>
    public override string Title => "Test errors on stop consonants (TIMIT)";

    /// <inheritdoc/>
    public override Duration Takes => new(1, 60);

    /// <inheritdoc/>
    protected override string Set => "timit-stops";

    /// <inheritdoc/>
    protected override IReadOnlyList<MnistRow> Rows => [s_bp, s_bp with { Name = "FA", Rule = "fa:scale=5", Rate = 0.01, Published = 23.1 }];
}
