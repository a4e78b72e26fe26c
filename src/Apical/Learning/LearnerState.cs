using Apical.Optimizers;
using Apical.Parameters;

namespace Apical.Learning;

/// <summary>The state of a learner, by unique name: matrices, and whole numbers such as counters, spike counts and the states of generators.</summary>
public sealed class LearnerState
{
    private readonly Dictionary<string, Matrix> _matrices = [];
    private readonly Dictionary<string, long[]> _whole = [];

    /// <summary>The matrices, each <c>[rows, columns]</c> of its own, in the order added.</summary>
    public IReadOnlyDictionary<string, Matrix> Matrices => _matrices;

    /// <summary>The whole numbers, in the order added.</summary>
    public IReadOnlyDictionary<string, long[]> Whole => _whole;

    /// <summary>One matrix more.</summary>
    /// <param name="name">A name that is not there yet.</param>
    /// <param name="value"><c>[rows, columns]</c> of any size; not copied.</param>
    public LearnerState Add(string name, Matrix value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(value);
        RequireNew(name);
        _matrices.Add(name, value);
        return this;
    }

    /// <summary>Some whole numbers more.</summary>
    /// <param name="name">A name that is not there yet.</param>
    /// <param name="numbers">Not copied.</param>
    public LearnerState Add(string name, long[] numbers)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(numbers);
        RequireNew(name);
        _whole.Add(name, numbers);
        return this;
    }

    /// <summary>The values of parameters under their names.</summary>
    public LearnerState Add(IEnumerable<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        foreach (Parameter parameter in parameters)
        {
            Add(parameter.Name, parameter.Value);
        }

        return this;
    }

    /// <summary>What an optimizer remembers, under names that begin with <paramref name="prefix"/>.</summary>
    /// <param name="prefix">Such as <c>optimizer/</c>.</param>
    /// <param name="optimizer">The optimizer.</param>
    public LearnerState Add(string prefix, Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        foreach ((string name, Matrix value) in optimizer.State)
        {
            Add(prefix + name, value);
        }

        return this;
    }

    /// <summary>A copy that no step changes.</summary>
    public LearnerState Clone()
    {
        var copy = new LearnerState();
        foreach ((string name, Matrix value) in _matrices)
        {
            copy.Add(name, value.Clone());
        }

        foreach ((string name, long[] numbers) in _whole)
        {
            copy.Add(name, [.. numbers]);
        }

        return copy;
    }

    /// <summary>Copies this saved state into a learner: its own matrices and numbers, and its optimizers' memory. All must be there and fit.</summary>
    /// <param name="own">The learner's own matrices and whole numbers.</param>
    /// <param name="optimizers">Its optimizers, the prefixes they were added under, and what they move.</param>
    /// <exception cref="ArgumentException">
    /// A name is missing or left over, or a shape or precision differs; then <paramref name="own"/> has not changed.
    /// </exception>
    public void CopyTo(LearnerState own, params ReadOnlySpan<(string Prefix, Optimizer Optimizer, IEnumerable<Parameter> Moved)> optimizers)
    {
        ArgumentNullException.ThrowIfNull(own);
        HashSet<string> left = [.. Matrices.Keys, .. Whole.Keys];
        foreach (var (prefix, _, _) in optimizers)
        {
            left.RemoveWhere(name => name.StartsWith(prefix, StringComparison.Ordinal));
        }

        Check(own, left);
        foreach (var (prefix, optimizer, moved) in optimizers)
        {
            optimizer.Restore(
                from entry in Matrices
                where entry.Key.StartsWith(prefix, StringComparison.Ordinal)
                select KeyValuePair.Create(entry.Key[prefix.Length..], entry.Value), moved);
        }

        foreach ((string name, Matrix mine) in own.Matrices)
        {
            mine.CopyFrom(Matrices[name]);
        }

        foreach ((string name, long[] mine) in own.Whole)
        {
            Whole[name].CopyTo(mine, 0);
        }
    }

    private void Check(LearnerState own, HashSet<string> left)
    {
        foreach ((string name, Matrix mine) in own.Matrices)
        {
            string wanted = $"{name} [{mine.Rows}, {mine.Columns}]";
            Matrix saved = Matrices.GetValueOrDefault(name) ?? throw Missing(wanted);
            left.Remove(name);
            if (saved.Rows != mine.Rows || saved.Columns != mine.Columns || saved.Precision != mine.Precision)
            {
                throw new ArgumentException(
                    $"The saved {name} is [{saved.Rows}, {saved.Columns}] in {saved.Precision} precision; this learner needs {wanted} in {mine.Precision}.");
            }
        }

        foreach ((string name, long[] mine) in own.Whole)
        {
            long[] saved = Whole.GetValueOrDefault(name) ?? throw Missing($"{mine.Length} whole numbers called {name}");
            left.Remove(name);
            if (saved.Length != mine.Length)
            {
                throw new ArgumentException($"The saved {name} are {saved.Length} whole numbers; this learner needs {mine.Length}.");
            }
        }

        if (left.Count > 0)
        {
            string names = string.Join(", ", left.Order(StringComparer.Ordinal));
            throw new ArgumentException($"The saved state has {names}, for which this learner has no use: it belongs to another network or rule.");
        }
    }

    private static ArgumentException Missing(string what) => new($"The saved state has no {what}: it belongs to another network or rule.");

    private void RequireNew(string name)
    {
        if (_matrices.ContainsKey(name) || _whole.ContainsKey(name))
        {
            throw new ArgumentException($"Two parts of the state are called '{name}'; give each a name of its own.", nameof(name));
        }
    }
}
