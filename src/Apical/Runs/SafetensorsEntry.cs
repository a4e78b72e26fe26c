namespace Apical.Runs;

/// <summary>Where a tensor's bytes lie, relative to the end of the header.</summary>
internal readonly record struct SafetensorsEntry(string Name, StoredType Type, int[] Shape, long Begin, long End);
