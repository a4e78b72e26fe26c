using Apical.Specs;

namespace Apical.Tests.Data;

/// <summary>A set as another project would write it: images of 4×4 pixels, each made when it is asked for, and kept nowhere.</summary>
internal sealed class StreamedSamples(string name, int count, Precision precision) : ISamples
{
    private readonly Lock _lock = new();

    public string Name => name;

    public int Count => count;

    public int Features => 16;

    public int Outputs => 3;

    public int Classes => 3;

    public ImageShape? Shape => new(1, 4, 4);

    public Precision Precision => precision;

    public TargetSummary Summary => field ??= TargetSummary.Of(this);

    /// <summary>The most inputs that anybody wanted at once.</summary>
    public int MostAtOnce { get; private set; }

    /// <summary>What happened, in order: hints and gathered inputs.</summary>
    public List<(bool Hint, int[] Numbers)> Log { get; } = [];

    /// <summary>An entry for a catalogue, with a setting. With <c>kept=yes</c> the same samples are put into memory.</summary>
    public static DataEntry Entry() => DataEntry.Of(
        new Settings<(int N, bool Kept)>(() => (300, false))
            .Whole("n", o => o.N, (o, x) => o with { N = x }, "samples", least: 1, most: 1_000_000)
            .Flag("kept", o => o.Kept, (o, x) => o with { Kept = x }, "whether they are put into memory"),
        o => new DataEntry
        {
            Name = "streamed",
            Summary = "images made one by one",
            Source = "a test",
            Loader = request =>
            {
                ISamples train = new StreamedSamples("streamed/train", o.N, request.Precision),
                    test = new StreamedSamples("streamed/test", o.N / 2, request.Precision);
                return o.Kept ? new DataSplits(train.InMemory(), null, test.InMemory()) : new DataSplits(train, null, test);
            },
        });

    public void Gather(ReadOnlySpan<int> numbers, Matrix? x, Matrix? t, Span<int> labels)
    {
        for (int i = 0; i < numbers.Length; i++)
        {
            Rng rng = new Rng(1).Fork(name, numbers[i]);
            int label = rng.NextInt(3);
            for (int feature = 0; feature < 16 && x is not null; feature++)
            {
                x[feature, i] = rng.Normal() + (feature % 3 == label ? 2 : 0.5);
            }

            for (int output = 0; output < 3 && t is not null; output++)
            {
                t[output, i] = output == label ? 1 : 0;
            }

            if (labels.Length > 0)
            {
                labels[i] = label;
            }
        }

        if (x is not null)
        {
            Note(false, numbers);
        }
    }

    public void Expect(ReadOnlySpan<int> numbers) => Note(true, numbers);

    private void Note(bool hint, ReadOnlySpan<int> numbers)
    {
        lock (_lock)
        {
            MostAtOnce = Math.Max(MostAtOnce, numbers.Length);
            Log.Add((hint, numbers.ToArray()));
        }
    }
}
