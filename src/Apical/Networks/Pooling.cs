namespace Apical.Networks;

/// <summary>
/// What a layer hands up in place of all its units: one number for each field of a map, such as the mean or the largest. It is the last part of s_i, after
/// activation and mask, so that indices stay the papers'. One sealed class a kind.
/// </summary>
/// <param name="input">The units of the layer.</param>
/// <param name="output">What is handed up.</param>
public abstract class Pooling(Shape input, Shape output)
{
    /// <summary>How the units of the layer lie.</summary>
    public Shape Input { get; } = input;

    /// <summary>How what is handed up lies.</summary>
    public Shape Output { get; } = output;

    /// <summary>What is handed up.</summary>
    /// <param name="s">The units of the layer, <c>[input units, batch]</c></param>
    /// <returns>h_i, <c>[output units, batch]</c></returns>
    public abstract Matrix Of(Matrix s);

    /// <summary>(∂h/∂s)ᵀ signal</summary>
    /// <param name="signal"><c>[output units, batch]</c></param>
    /// <param name="s">What went in, <c>[input units, batch]</c></param>
    /// <param name="h">What came out, <c>[output units, batch]</c></param>
    /// <returns><c>[input units, batch]</c></returns>
    public abstract Matrix Back(Matrix signal, Matrix s, Matrix h);
}
