namespace Apical.Runs;

/// <summary>The content of a safetensors file.</summary>
/// <param name="Tensors">By name, in the order of the data.</param>
/// <param name="Metadata">Texts by name; empty when the file has none.</param>
public sealed record SafetensorsFile(IReadOnlyDictionary<string, StoredTensor> Tensors, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>The tensor of this name.</summary>
    /// <param name="name">A name.</param>
    /// <exception cref="KeyNotFoundException">There is none; the message lists what there is.</exception>
    public StoredTensor this[string name] => Tensors.TryGetValue(name, out var tensor) ? tensor
        : throw new KeyNotFoundException($"Expected a tensor '{name}', but the file holds "
            + $"{(Tensors.Count == 0 ? "none" : string.Join(", ", Tensors.Keys.Order()))}. Was it written by a run with other settings?");
}
