namespace Apical.Parameters;

/// <summary>
/// What one step proposes for a set of parameters, signed like gradients: the optimizer subtracts. Kept as the two factors
/// δ and h of δ hᵀ where it can be, so that the optimizer decides whether the product is ever formed.
/// </summary>
/// <remarks>The matrices are workspace temporaries: valid within the step that made them. The list itself is reused: <see cref="Clear"/>.</remarks>
public sealed class Updates
{
    private readonly List<Update> _entries = [];

    /// <summary>Number of parameters with an update.</summary>
    public int Count => _entries.Count;

    /// <summary>The update at a position.</summary>
    public Update this[int index] => _entries[index];

    /// <summary>Forgets all entries, keeping the memory.</summary>
    public void Clear() => _entries.Clear();

    /// <summary>Proposes the gradient δ hᵀ.</summary>
    /// <param name="parameter"><c>[fan-out, fan-in]</c></param>
    /// <param name="delta">δ, <c>[fan-out, batch]</c></param>
    /// <param name="presynaptic">h, <c>[fan-in, batch]</c></param>
    /// <exception cref="ArgumentException">The shapes do not give the parameter's.</exception>
    public void Add(Parameter parameter, Matrix delta, Matrix presynaptic)
    {
        if (delta.Columns != presynaptic.Columns || delta.Rows != parameter.Value.Rows || presynaptic.Rows != parameter.Value.Columns)
        {
            throw new ArgumentException(
                $"δ [{delta.Rows}, {delta.Columns}] times h [{presynaptic.Rows}, {presynaptic.Columns}]ᵀ does not give the shape of {parameter}.");
        }

        _entries.Add(new Update(parameter, delta, presynaptic));
    }

    /// <summary>Proposes a gradient that is formed already.</summary>
    /// <param name="parameter">Any shape.</param>
    /// <param name="gradient">The same shape.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public void Add(Parameter parameter, Matrix gradient)
    {
        if (gradient.Rows != parameter.Value.Rows || gradient.Columns != parameter.Value.Columns)
        {
            throw new ArgumentException($"A gradient of [{gradient.Rows}, {gradient.Columns}] does not fit {parameter}.");
        }

        _entries.Add(new Update(parameter, gradient, null));
    }

    /// <summary>Puts a gradient into the place of what is proposed at a position; the penalty stays.</summary>
    /// <param name="index">The position.</param>
    /// <param name="gradient">Of the parameter's shape.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public void Replace(int index, Matrix gradient)
    {
        Update old = _entries[index];
        if (gradient.Rows != old.Parameter.Value.Rows || gradient.Columns != old.Parameter.Value.Columns)
        {
            throw new ArgumentException($"A gradient of [{gradient.Rows}, {gradient.Columns}] does not fit {old.Parameter}.");
        }

        _entries[index] = old with { Delta = gradient, Presynaptic = null };
    }

    /// <summary>Adds an L2 penalty λ/2 ‖w‖² to what is proposed for a parameter; nothing happens to one without an update.</summary>
    /// <param name="parameter">w</param>
    /// <param name="lambda">λ, which the optimizer adds to its own weight decay.</param>
    public void Penalise(Parameter parameter, double lambda)
    {
        for (int i = 0; i < _entries.Count; i++)
        {
            if (_entries[i].Parameter == parameter)
            {
                _entries[i] = _entries[i] with { Penalty = _entries[i].Penalty + lambda };
            }
        }
    }

    /// <summary>The proposed gradient of a parameter as one matrix, penalty included, from the current workspace; null when it has no update.</summary>
    public Matrix? GradientOf(Parameter parameter)
    {
        foreach (Update update in _entries)
        {
            if (update.Parameter == parameter)
            {
                return update.Gradient();
            }
        }

        return null;
    }
}
