namespace Apical.Data;

/// <summary>A file that can be fetched, and how to know that it is the right one: nothing is taken from anywhere without its SHA-256.</summary>
/// <param name="Name">File name in the data folder, and the last part of each address.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">SHA-256 of the content, 64 hexadecimal digits.</param>
/// <param name="Mirrors">Addresses of the folders that hold it, best first, each ending in a slash.</param>
/// <exception cref="ArgumentException">The name could lead out of the folder, the sum is none, or an address is not one of the web.</exception>
public sealed record RemoteFile(string Name, long Size, string Sha256, IReadOnlyList<Uri> Mirrors)
{
    /// <summary>File name in the data folder, and the last part of each address.</summary>
    public string Name { get; init => field = FileName(value); } = FileName(Name);

    /// <summary>SHA-256 of the content, 64 hexadecimal digits.</summary>
    public string Sha256 { get; init => field = Sum(value); } = Sum(Sha256);

    /// <summary>Addresses of the folders that hold it, best first, each ending in a slash.</summary>
    public IReadOnlyList<Uri> Mirrors { get; init => field = Folders(value); } = Folders(Mirrors);

    private static string FileName(string name) =>
        !string.IsNullOrWhiteSpace(name) && !name.StartsWith('.') && name.All(letter => char.IsAsciiLetterOrDigit(letter) || "-_.+".Contains(letter))
            ? name
            : throw new ArgumentException(
                $"Expected the name of a file, of letters, digits and -_.+, got '{name}': it could lead out of the folder.", nameof(name));

    private static string Sum(string sum) => sum is { Length: 64 } && sum.All(char.IsAsciiHexDigit)
        ? sum
        : throw new ArgumentException($"Expected a SHA-256 of 64 hexadecimal digits, got '{sum}': without it nothing is fetched.", nameof(sum));

    private static IReadOnlyList<Uri> Folders(IReadOnlyList<Uri> mirrors) =>
        mirrors.FirstOrDefault(mirror => !mirror.IsAbsoluteUri || mirror.Scheme is not ("http" or "https")) is { } wrong
            ? throw new ArgumentException($"Expected addresses of the web, http or https, got '{wrong}'.", nameof(mirrors))
            : mirrors;
}
