using Apical.Runs;

namespace Apical.Learning;

/// <summary>The state of a learner as tensors of a file, and back.</summary>
internal static class StateTensors
{
    /// <summary>The tensors: matrices as they are when they are written, not copies.</summary>
    public static Dictionary<string, StoredTensor> Of(LearnerState state)
    {
        Dictionary<string, StoredTensor> tensors = state.Matrices.ToDictionary(entry => entry.Key, entry => StoredTensor.Over(entry.Value));
        foreach ((string name, long[] numbers) in state.Whole)
        {
            tensors.Add(name, StoredTensor.Of(numbers, numbers.Length));
        }

        return tensors;
    }

    /// <summary>The state.</summary>
    public static LearnerState ToState(IEnumerable<KeyValuePair<string, StoredTensor>> tensors)
    {
        var state = new LearnerState();
        foreach ((string name, StoredTensor tensor) in tensors)
        {
            _ = tensor.Type == StoredType.I64 ? state.Add(name, tensor.AsSpan<long>().ToArray()) : state.Add(name, tensor.ToMatrix());
        }

        return state;
    }
}
