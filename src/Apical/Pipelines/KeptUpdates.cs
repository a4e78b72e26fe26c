using Apical.Learning;
using Apical.Parameters;

namespace Apical.Pipelines;

/// <summary>What layers are about to learn, kept over a stop.</summary>
internal sealed class KeptUpdates
{
    private const string Prefix = "pending/", OfFeedback = "pending-feedback/", Delta = "/delta", Presynaptic = "/presynaptic", When = "/epoch";

    /// <summary>Copies of updates.</summary>
    public KeptUpdates(Updates weights, Updates feedback, double epoch)
    {
        Epoch = epoch;
        Copy(weights, Weights);
        Copy(feedback, Feedback);
    }

    private KeptUpdates(double epoch) => Epoch = epoch;

    /// <summary>Of the weights.</summary>
    public Updates Weights { get; } = new();

    /// <summary>Of the feedback.</summary>
    public Updates Feedback { get; } = new();

    /// <summary>Epochs done before the step.</summary>
    public double Epoch { get; }

    /// <summary>Whether an entry of a state is part of kept updates.</summary>
    public static bool IsPart(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) || name.StartsWith(OfFeedback, StringComparison.Ordinal);

    /// <summary>Adds them to a state.</summary>
    /// <param name="state">The state.</param>
    /// <param name="stage">The stage that they belong to.</param>
    public void AddTo(LearnerState state, int stage)
    {
        state.Add($"{Prefix}{stage}{When}", [BitConverter.DoubleToInt64Bits(Epoch)]);
        Add(state, Prefix, Weights);
        Add(state, OfFeedback, Feedback);
    }

    /// <summary>Finds them in a state; null where nothing was kept.</summary>
    /// <param name="state">The state.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="feedback">Its feedback.</param>
    public static KeptUpdates? Find(LearnerState state, int stage, IEnumerable<Parameter> weights, IEnumerable<Parameter> feedback)
    {
        if (!state.Whole.TryGetValue($"{Prefix}{stage}{When}", out long[]? epoch))
        {
            return null;
        }

        var kept = new KeptUpdates(BitConverter.Int64BitsToDouble(epoch[0]));
        Find(state, Prefix, weights, kept.Weights);
        Find(state, OfFeedback, feedback, kept.Feedback);
        return kept;
    }

    private static void Copy(Updates from, Updates to)
    {
        for (int i = 0; i < from.Count; i++)
        {
            Add(to, from[i].Parameter, from[i].Delta.Clone(), from[i].Presynaptic?.Clone());
        }
    }

    private static void Add(LearnerState state, string prefix, Updates updates)
    {
        for (int i = 0; i < updates.Count; i++)
        {
            state.Add(prefix + updates[i].Parameter.Name + Delta, updates[i].Delta);
            if (updates[i].Presynaptic is { } presynaptic)
            {
                state.Add(prefix + updates[i].Parameter.Name + Presynaptic, presynaptic);
            }
        }
    }

    private static void Find(LearnerState state, string prefix, IEnumerable<Parameter> parameters, Updates updates)
    {
        foreach (Parameter parameter in parameters)
        {
            if (state.Matrices.TryGetValue(prefix + parameter.Name + Delta, out Matrix? delta))
            {
                Add(updates, parameter, delta.Clone(), state.Matrices.GetValueOrDefault(prefix + parameter.Name + Presynaptic)?.Clone());
            }
        }
    }

    private static void Add(Updates updates, Parameter parameter, Matrix delta, Matrix? presynaptic)
    {
        if (presynaptic is null)
        {
            updates.Add(parameter, delta);
        }
        else
        {
            updates.Add(parameter, delta, presynaptic);
        }
    }
}
