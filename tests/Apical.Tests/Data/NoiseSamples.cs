namespace Apical.Tests.Data;

/// <summary>The example of docs/data.md; <see cref="NoiseSamplesTests"/> compares.</summary>
internal sealed class NoiseSamples(int count, Precision precision) : ISamples
{
    public string Name => "noise";
    public int Count => count;
    public int Features => 8;
    public int Outputs => 2;
    public int Classes => 2;
    public ImageShape? Shape => null;
    public Precision Precision => precision;
    public TargetSummary Summary => field ??= TargetSummary.Of(this);

    public void Gather(ReadOnlySpan<int> numbers, Matrix? x, Matrix? t, Span<int> labels)
    {
        for (int i = 0; i < numbers.Length; i++)
        {
            Rng rng = new Rng(1).Fork("sample", numbers[i]);        // the same number, the same sample
            int label = rng.NextInt(2);
            for (int j = 0; j < Features && x is not null; j++)
            {
                x[j, i] = rng.Normal();
            }

            if (t is not null)
            {
                (t[label, i], t[1 - label, i]) = (1, 0);
            }

            if (labels.Length > 0)
            {
                labels[i] = label;
            }
        }
    }
}
