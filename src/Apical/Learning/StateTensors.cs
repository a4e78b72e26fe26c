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
    /// <param name="tensors">What a file has of it.</param>
    /// <param name="source">The file, for messages.</param>
    /// <exception cref="InvalidDataException">A tensor has not one or two sizes, as matrices do.</exception>
    public static LearnerState ToState(IEnumerable<KeyValuePair<string, StoredTensor>> tensors, string source)
    {
        var state = new LearnerState();
        foreach ((string name, StoredTensor tensor) in tensors)
        {
            if (tensor.Shape.Count is < 1 or > 2)
            {
                throw new InvalidDataException(
                    $"'{source}' is no state of a learner: its tensor '{name}' has {tensor.Shape.Count} sizes, "
                    + $"[{string.Join(", ", tensor.Shape)}]; expected 1 or 2.");
            }

            _ = tensor.Type == StoredType.I64 ? state.Add(name, tensor.AsSpan<long>().ToArray()) : state.Add(name, tensor.ToMatrix());
        }

        return state;
    }
}
