using Apical.Numerics.Matrices;

namespace Apical.Rules;

/// <summary>What keeps an exact inverse of weights and lets it follow them by the Sherman–Morrison update.</summary>
public interface IKeepsInverses
{
    /// <summary>V_i = W_{i+1}⁻¹</summary>
    /// <param name="i">1..L−1</param>
    /// <returns><c>[n_i, n_{i+1}]</c></returns>
    Matrix V(int i);

    /// <summary>|1 + d| of layer i in the last step, before it was kept away from 0; NaN before the first.</summary>
    /// <param name="i">2..L</param>
    double Denominator(int i);
}
