namespace Apical.Papers.Lillicrap2016;

/// <summary>Note 6: house numbers from photographs, in grey.</summary>
internal sealed class Note6Svhn : OwnData
{
    private static readonly Need s_svhn = new("svhn", null);
    private static readonly MnistRow s_fa = new("FA", "1024-3000-3000-3000-3000-10", "fa:scale=5", 0.01, 9.7) { Data = s_svhn };
    private static readonly MnistRow s_local = s_fa with { Name = "FA, local fields", Net = "1024-8@10x10-3000-3000-3000-10", Published = 8.1 };

    public override string Id => "lillicrap2016/note6";

    public override string Title => "Test errors on house numbers (SVHN)";

    public override Duration Takes => new(3, 900);

    protected override string Set => "svhn";

    protected override IReadOnlyList<MnistRow> Rows =>
        [s_fa, s_local, s_local with { Name = "FA, local fields, leaky", Activation = "leaky-relu:0.05", Published = 7.1 }];
}
