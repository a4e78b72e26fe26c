using System.Globalization;
using Apical.Numerics.Matrices;
using Apical.Specs;

namespace Apical.Cli.Settings;

/// <summary>Reads option values; what is wrong becomes an <see cref="ArgumentException"/> that says what is allowed.</summary>
internal static class Values
{
    private const int MostRuns = 10_000;

    /// <summary>A whole number from <paramref name="least"/> up.</summary>
    public static Func<string, int> Whole(int least) => text =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= least ? number
        : throw new ArgumentException($"'{text}' will not do; give a whole number from {least} up.");

    /// <summary>A number of runs: more than anyone reads would fill the disk with models and files.</summary>
    public static int Runs(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is >= 1 and <= MostRuns ? number
        : throw new ArgumentException($"'{text}' will not do; give a whole number from 1 to {MostRuns}.");

    /// <summary>A number of threads, as many as a pool may have.</summary>
    public static int Threads(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is >= 1 and <= WorkerPool.MostThreads ? number
        : throw new ArgumentException($"'{text}' will not do; give a whole number from 1 to {WorkerPool.MostThreads}.");

    /// <summary>A file or folder.</summary>
    public static string Path(string text) => text.Length > 0 && !text.Contains('\0') ? text
        : throw new ArgumentException("an empty name will not do; give a file or folder, or leave the option out.");

    /// <summary>A seed.</summary>
    public static ulong Seed(string text) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) ? number
        : throw new ArgumentException($"'{text}' will not do; give a whole number from 0 to {ulong.MaxValue}.");

    /// <summary>A number from 0 up, such as a learning rate.</summary>
    public static double NotNegative(string text) =>
        Number(text) is { } number && number >= 0 ? number : throw new ArgumentException($"'{text}' will not do; give a number from 0 up, such as 0.1.");

    /// <summary>A probability below 1.</summary>
    public static double Probability(string text) =>
        Number(text) is { } number && number is >= 0 and < 1 ? number
            : throw new ArgumentException($"'{text}' will not do; give a number from 0 up to, not including, 1.");

    /// <summary>What the library reads, or null for a word that leaves it open.</summary>
    /// <param name="word">The word.</param>
    public static Func<string, Written<T>?> Open<T>(string word)
        where T : class, IReadable<T> => text =>
    {
        try
        {
            return text == word ? null : new(text);
        }
        catch (ArgumentException error)
        {
            throw new ArgumentException($"{error.Message} Or write {word}.", error);
        }
    };

    /// <summary>What the library reads.</summary>
    public static Written<T> Written<T>(string text)
        where T : class, IReadable<T> => new(text);

    /// <summary>One of a few names.</summary>
    public static Func<string, T> OneOf<T>(string kind, params (string Name, T Value)[] known) => text =>
        known.Where(entry => entry.Name == text).Select(entry => (T?)entry.Value).FirstOrDefault()
        ?? throw new ArgumentException(Unknown.Message(kind, text, [.. known.Select(entry => entry.Name)]));

    /// <summary>A finite number, or null.</summary>
    public static double? Number(string text) =>
        ValueText.Number(text) is { } number && double.IsFinite(number) ? number : null;
}
