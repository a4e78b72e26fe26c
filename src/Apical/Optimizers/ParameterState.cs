using Apical.Parameters;

namespace Apical.Optimizers;

/// <summary>What an optimizer remembers about one parameter.</summary>
public sealed class ParameterState
{
    internal ParameterState(Parameter parameter, int matrices)
    {
        Parameter = parameter;
        First = matrices > 0 ? Zeros() : null;
        Second = matrices > 1 ? Zeros() : null;

        Matrix Zeros()
        {
            Matrix zeros = parameter.Value.Clone();     // a clone has the same backend, which operations insist on
            zeros.Fill(0);
            return zeros;
        }
    }

    /// <summary>The parameter.</summary>
    public Parameter Parameter { get; }

    /// <summary>First memory (velocity, mean square, …), of the parameter's shape; null for optimizers without memory.</summary>
    public Matrix? First { get; }

    /// <summary>Second memory, of the parameter's shape; null for optimizers with less.</summary>
    public Matrix? Second { get; }

    /// <summary>How often the parameter has moved.</summary>
    public long Steps { get; internal set; }

    /// <summary>The memory under its names in files, the count of steps first; nothing when there is no memory.</summary>
    internal IEnumerable<KeyValuePair<string, Matrix>> Entries(IReadOnlyList<string> names)
    {
        if (First is null)
        {
            yield break;
        }

        yield return new($"{Parameter.Name}/steps", Matrix.Of([[Steps]], Precision.Double));
        yield return new($"{Parameter.Name}/{names[0]}", First);
        if (Second is not null)
        {
            yield return new($"{Parameter.Name}/{names[1]}", Second);
        }
    }

    /// <summary>Copies the memory from saved entries, which are taken out of the dictionary. False when it holds none for this parameter.</summary>
    /// <exception cref="ArgumentException">Some entries are missing, or one does not fit.</exception>
    internal bool TakeFrom(Dictionary<string, Matrix> saved, IReadOnlyList<string> names)
    {
        var entries = Entries(names).ToList();
        if (!entries.Exists(e => saved.ContainsKey(e.Key)))
        {
            return false;
        }

        foreach ((string key, Matrix own) in entries)
        {
            if (!saved.Remove(key, out Matrix? value))
            {
                throw new ArgumentException($"The saved state has no entry {key}, though it has others of {Parameter.Name}.");
            }

            if (value.Rows != own.Rows || value.Columns != own.Columns || value.Precision != own.Precision)
            {
                throw new ArgumentException(
                    $"The saved {key} is [{value.Rows}, {value.Columns}] in {value.Precision} precision; "
                        + $"it must be [{own.Rows}, {own.Columns}] in {own.Precision}.");
            }

            own.CopyFrom(value);
        }

        Steps = (long)entries[0].Value[0, 0];
        return true;
    }
}
