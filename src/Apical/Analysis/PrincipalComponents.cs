using Apical.Numerics.Algebra;

namespace Apical.Analysis;

/// <summary>Principal component analysis: the directions in which data vary most.</summary>
public static class PrincipalComponents
{
    /// <summary>Centres the data and keeps the coordinates along the eigenvectors of the covariance with the largest eigenvalues.</summary>
    /// <param name="x"><c>[features, points]</c></param>
    /// <param name="components">At least 1, at most features. All of them turn the data and change no distance.</param>
    /// <returns><c>[components, points]</c>, the direction of largest variance first.</returns>
    /// <exception cref="ArgumentOutOfRangeException">More components than features, or none.</exception>
    public static Matrix Project(Matrix x, int components)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (components < 1 || components > x.Rows)
        {
            throw new ArgumentOutOfRangeException(nameof(components), components, $"Data with {x.Rows} features have between 1 and {x.Rows} components.");
        }

        int power = x.SizePower();
        x = x.TimesTwoTo(-power);                       // so that no square leaves the range of numbers
        Matrix centred = x.MinusColumn(x.RowSums().Scaled(1.0 / x.Columns));
        Matrix covariance = centred.Dot(centred.T).Scaled(1.0 / x.Columns);
        Matrix rows = LinearAlgebra.SymmetricEigen(covariance).Vectors.T.ToMatrix();        // an eigenvector per row, λ ascending
        var largest = new Matrix(components, x.Rows, x.Precision);
        rows.GatherRows([.. Enumerable.Range(1, components).Select(k => x.Rows - k)], largest);
        return largest.Dot(centred).TimesTwoTo(power);
    }
}
