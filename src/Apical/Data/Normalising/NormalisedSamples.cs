namespace Apical.Data;

/// <summary>Samples that are normalised as they are gathered.</summary>
internal sealed class NormalisedSamples : ISamples
{
    private readonly ISamples _raw;
    private readonly Normalisation _how;

    public NormalisedSamples(ISamples raw, Normalisation how)
    {
        how.RequireFeatures(raw);
        (_raw, _how) = (raw, how);
    }

    public string Name => _raw.Name;

    public int Count => _raw.Count;

    public int Features => _raw.Features;

    public int Outputs => _raw.Outputs;

    public int Classes => _raw.Classes;

    public IReadOnlyList<string> ClassNames => _raw.ClassNames;

    public ImageShape? Shape => _raw.Shape;

    public Precision Precision => _raw.Precision;

    public TargetSummary Summary => _raw.Summary;

    public void Gather(ReadOnlySpan<int> numbers, Matrix? x, Matrix? t, Span<int> labels)
    {
        _raw.Gather(numbers, x, t, labels);
        if (x is not null)
        {
            _how.ApplyToColumns(x);
        }
    }

    public void Expect(ReadOnlySpan<int> numbers) => _raw.Expect(numbers);
}
