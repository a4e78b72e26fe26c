using System.Diagnostics;
using System.Globalization;
using Apical.Tests.Data;

namespace Apical.Tests.Fuzzing;

/// <summary>
/// Damaged files of every kind: what reads them says in one line what is wrong and where, in bounded time and memory, or comes to a sensible result.
/// docs/testing.md tells how to do more of them.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const long Allocated = 100_000_000;
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(20);
    private static readonly Dictionary<string, Reader> s_readers = RunReaders.All().Concat(DataReaders.All()).ToDictionary(reader => reader.Name);

    public static TheoryData<string> Readers => [.. s_readers.Keys];

    /// <summary>Damaged files in all, spread over the readers: 900, or as the environment says.</summary>
    public static int Count => Number("APICAL_FUZZ", 900);

    /// <summary>Which ones: 1, or as the environment says.</summary>
    public static int Seed => Number("APICAL_FUZZ_SEED", 1);

    [Theory, MemberData(nameof(Readers))]
    public void Damaged_files_are_told_in_one_line(string name)
    {
        Reader reader = s_readers[name];
        int count = Math.Max(1, Count / s_readers.Count), refused = 0;
        using var folder = new TempFolder();
        foreach ((string file, byte[] content) in reader.Beside)
        {
            folder.Write(file, content);
        }

        foreach (byte[] whole in reader.Samples)
        {
            folder.Write(reader.File, whole);
            reader.Read(folder.Name);
        }

        for (int number = 0; number < count; number++)
        {
            byte[] damaged = reader.Damaged(Seed, number);
            folder.Write(reader.File, damaged);
            if (Wrong(reader, folder, damaged.Length, ref refused) is { } wrong)
            {
                string kept = Path.Combine(Path.GetTempPath(), $"apical-fuzz-{Seed}-{number}-{Path.GetFileName(reader.File)}");
                File.WriteAllBytes(kept, damaged);
                Assert.Fail($"{name}, seed {Seed}, number {number} ({kept}): {wrong}");
            }
        }

        output.WriteLine($"{name}: {count} damaged files, {refused} refused");
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out int number) ? number : otherwise;

    private static string? Wrong(Reader reader, TempFolder folder, int length, ref int refused)
    {
        long before = GC.GetAllocatedBytesForCurrentThread(), start = Stopwatch.GetTimestamp();
        string? wrong = null;
        try
        {
            reader.Read(folder.Name);
        }
        catch (Exception error)
        {
            refused++;
            wrong = WrongIn(error, reader, folder.Name);
        }

        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        TimeSpan time = Stopwatch.GetElapsedTime(start);
        return wrong ?? (bytes > Allocated + (100L * length) ? $"{bytes} bytes of memory for a file of {length}" : time > s_longest ? $"it took {time}" : null);
    }

    // Of a kind that is documented, with the name of the file in it. (The command makes one line of whatever a message quotes.)
    private static string? WrongIn(Exception error, Reader reader, string folder)
    {
        bool documented = error is DatasetException or InvalidDataException || reader.Documented.Any(type => type.IsInstanceOfType(error));
        string message = error.Message;
        return !documented ? $"an exception that is not documented: {error}"
            : error is not ArgumentException && !message.Contains(Path.GetFileName(reader.File), StringComparison.Ordinal)
                && !message.Contains(folder, StringComparison.Ordinal) ? $"a message that does not say where: {message}"
            : null;
    }
}
