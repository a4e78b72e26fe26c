namespace Apical.Data;

/// <summary>One of the two CIFAR sets in its binary form: records of a label or two, then 3072 bytes, channel after channel.</summary>
/// <param name="Set">Name of the set.</param>
/// <param name="Train">Files to train with.</param>
/// <param name="Test">The file to test with.</param>
/// <param name="Folder">The folder that unpacking the archive makes.</param>
/// <param name="Archive">The archive, as it is offered.</param>
/// <param name="LabelBytes">Bytes of labels before an image.</param>
internal sealed record CifarForm(string Set, IReadOnlyList<string> Train, string Test, string Folder, RemoteFile Archive, int LabelBytes)
{
    /// <summary>Bytes of an image.</summary>
    public const int ImageBytes = 3 * 32 * 32;

    // the same files, whoever offers them: what arrives is compared with its SHA-256
    private static readonly Uri[] s_mirrors =
    [
        new("https://www.cs.toronto.edu/~kriz/"),
        new("https://mindspore-website.obs.cn-north-4.myhuaweicloud.com/notebook/datasets/"),
    ];

    /// <summary>CIFAR-10.</summary>
    public static CifarForm Ten { get; } = new(
        "cifar10", [.. Enumerable.Range(1, 5).Select(batch => $"data_batch_{batch}.bin")], "test_batch.bin", "cifar-10-batches-bin",
        new("cifar-10-binary.tar.gz", 170_052_171, "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd", s_mirrors), LabelBytes: 1);

    /// <summary>CIFAR-100: the coarse label comes before the fine one.</summary>
    public static CifarForm Hundred { get; } = new(
        "cifar100", ["train.bin"], "test.bin", "cifar-100-binary",
        new("cifar-100-binary.tar.gz", 168_513_733, "58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec", s_mirrors), LabelBytes: 2);

    /// <summary>Shape of an image.</summary>
    public static ImageShape Shape { get; } = new(3, 32, 32);

    /// <summary>All files.</summary>
    public IReadOnlyList<string> All => [.. Train, Test];

    /// <summary>Bytes of a label and an image.</summary>
    public int RecordBytes => LabelBytes + ImageBytes;
}
