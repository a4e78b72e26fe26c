namespace Apical.Runs;

/// <summary>The format of stored numbers, by the name that safetensors gives it.</summary>
public enum StoredType
{
    /// <summary>32-bit IEEE 754.</summary>
    F32,

    /// <summary>64-bit IEEE 754.</summary>
    F64,

    /// <summary>Whole numbers in 64 bits, with a sign: counters, states of generators.</summary>
    I64,
}
