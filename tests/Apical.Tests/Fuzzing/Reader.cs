namespace Apical.Tests.Fuzzing;

/// <summary>Something that reads files of a kind.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="File">The file that is damaged, in the folder that <see cref="Read"/> is given.</param>
/// <param name="Samples">Whole files of the kind.</param>
/// <param name="Read">Reads; the folder holds <see cref="Beside"/> and the file.</param>
internal sealed record Reader(string Name, string File, IReadOnlyList<byte[]> Samples, Action<string> Read)
{
    /// <summary>Other files that it needs.</summary>
    public IReadOnlyList<(string Name, byte[] Content)> Beside { get; init; } = [];

    /// <summary>Damage that leaves the form whole: members of JSON, what is packed in an archive; null where bytes are all there is.</summary>
    public Func<byte[], Random, byte[]>? Within { get; init; }

    /// <summary>Exceptions that it documents beside those of all readers.</summary>
    public IReadOnlyList<Type> Documented { get; init; } = [];

    /// <summary>The number-th damaged file.</summary>
    public byte[] Damaged(int seed, int number)
    {
        var random = new Random(unchecked((seed * 1_000_003) + (number * 7919) + Name.Length));
        byte[] sample = Samples[random.Next(Samples.Count)];
        return Within is not null && random.Next(2) == 0 ? Within(sample, random) : Damage.Of(sample, Samples, random);
    }

    public override string ToString() => Name;
}
